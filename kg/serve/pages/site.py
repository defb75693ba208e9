"""
Site: templates, and what every page carries.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ...answers.answer import cell
from ...chart.style import stylesheet, undressed
from ...errors import NotFound, UsageError
from ...graph import Store
from ...knowledge import KnowledgeGraph
from ..sparql import Header
from .texts import TEXTS

WEB = Path(__file__).resolve().parents[1] / "web"
Given = Mapping[str, Sequence[str]]
View = Callable[["Site", str, Given, str], tuple[str, dict[str, Any]]]


class Site:
    """
    The pages over one store, in both languages.

    Everything put into a template is escaped, whatever its ending; an address
    is made a link only if it is http, https or a path of ours.
    """

    def __init__(self, store: Store, manifest: Mapping[str, Any], base: str = "") -> None:
        from . import views

        self.store, self.manifest, self.base = store, manifest, base
        self.graphs = {lang: KnowledgeGraph(store, lang=lang) for lang in ("en", "fr")}
        self.views: dict[str, View] = views.VIEWS
        self._environment = Environment(
            loader=FileSystemLoader(WEB / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(cell=cell, web=web_address, figure=figure)

    def render(self, name: str, given: Given, lang: str) -> tuple[Header, bytes]:
        """
        One page as HTML.

        Raises:
            NotFound: there is no such page, or nothing goes by a name in it.
        """
        view, _, rest = name.partition("/")
        if view not in self.views:
            raise NotFound(f"There is no page '{name}'.")
        template, context = self.views[view](self, rest, given, lang)
        return self._fill(template, name, given, lang, context, 200)

    def refuse(self, name: str, given: Given, lang: str) -> tuple[Header, bytes]:
        """
        The page that says why there is none, with the nearest names.
        """
        status = int(given["status"][0])
        headings = {404: "not-found", 409: "several", 503: "too-long", 429: "too-long"}
        context = {
            "heading": headings.get(status, "refused"),
            "message": given["message"][0],
            "candidates": list(given.get("candidates", ())),
        }
        return self._fill("error.html", name, {}, lang, context, status)

    def _fill(
        self,
        template: str,
        name: str,
        given: Given,
        lang: str,
        context: dict[str, Any],
        status: int,
    ) -> tuple[Header, bytes]:
        texts = TEXTS[lang]

        def say(key: str, **blanks: object) -> str:
            return texts[key].format(**blanks)

        def address(path: str, **parameters: object) -> str:
            kept = {key: value for key, value in parameters.items() if value not in (None, "")}
            if lang == "fr":
                kept["lang"] = "fr"
            return self.base + path + ("?" + urlencode(kept, doseq=True) if kept else "")

        page = self._environment.get_template(template).render(
            **{"here": "/" + name, "given": given, "on": None, **context},
            lang=lang,
            say=say,
            address=address,
            base=self.base,
            other_lang=self._other(name, given, lang),
            built=self.manifest.get("built", "")[:10],
            covered=self.covered,
            today=date.today().isoformat(),
        )
        return {"status": status, "media": "text/html"}, page.encode()

    def charts(self) -> tuple[Header, bytes]:
        """
        The style sheet of all charts, with the colours of every country in the graph.
        """
        found = self.store.select(
            "SELECT DISTINCT ?c { ?o <https://w3id.org/french-cloud/ontology#country> ?c }"
        )
        sheet = stylesheet([str(row["c"]) for row in found])
        return {"status": 200, "media": "text/css"}, sheet.encode()

    def _other(self, name: str, given: Given, lang: str) -> str:
        """
        The address of the same page in the other language.
        """
        pairs = [(key, value) for key, values in given.items() if key != "lang" for value in values]
        pairs.append(("lang", "en" if lang == "fr" else "fr"))
        path = "/" if name == "home" else "/" + name
        return self.base + path + "?" + urlencode(pairs)

    @property
    def covered(self) -> tuple[str, str]:
        """
        The first and the last day that a source of the graph was published.
        """
        if not hasattr(self, "_covered"):
            found = self.store.select(
                "PREFIX kg: <https://w3id.org/french-cloud/ontology#>"
                " SELECT (MIN(?d) AS ?first) (MAX(?d) AS ?last)"
                " { ?s a kg:Source ; kg:publishedNotBefore ?d }"
            )
            row = next(iter(found), {})
            self._covered = (str(row.get("first") or "")[:10], str(row.get("last") or "")[:10])
        return self._covered


def web_address(url: str | None) -> str | None:
    """
    An address that may stand in a link: http or https, or None.
    """
    return url if url and urlsplit(url).scheme in ("http", "https") else None


def figure(share: Any) -> str:
    """
    A share for eyes: `44.4 %`, `>50 %`, `? %` where it is not known; nothing where none is meant.
    """
    if share is None:
        return ""
    bare = isinstance(share, dict) and share.get("min") == 0 and share.get("max") == 100
    return ("?" if bare else cell(share)) + "\u00a0%"


def one(given: Given, name: str) -> str | None:
    """
    The single value of a parameter; None where there is none.

    Raises:
        UsageError: it is given twice.
    """
    values = [value.strip() for value in given.get(name, ()) if value.strip()]
    if len(values) > 1:
        raise UsageError(f"{name} is given {len(values)} times: give it once.")
    return values[0] if values else None


def safe_svg(svg: str) -> Markup:
    """
    A picture of our own making, which escapes what it is given; its rules are in `charts.css`.
    """
    return Markup(undressed(svg))
