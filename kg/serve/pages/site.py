"""
Site: templates, and what every page carries.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ...answers.answer import cell
from ...chart.style import stylesheet, undressed
from ...chart.words import day_text
from ...errors import NotFound
from ...graph import Store
from ...knowledge import KnowledgeGraph
from ...names import ID, KG
from ..sparql import Header
from .asked import Given
from .register import Register
from .texts import TEXTS
from .wording import amount, by_source, country, figure, when

WEB = Path(__file__).resolve().parents[1] / "web"
Shown = tuple[str, dict[str, Any]]
View = Callable[["Site", str, Given, str], Shown]
LANGS = ("en", "fr")
LINK = re.compile(r' href="[^"?]*"')
WIDTH = re.compile(r'<svg [^>]*? width="([0-9.]+)"')
FITS = 1500.0
"""
Pixels to which a chart is drawn smaller to fit a wide page; a wider one is scrolled.
"""
WORDS = (
    *("yes", "presumed", "possible", "undetermined", "no", "measured", "met", "not_met"),
    *("certain", "counted", "alternative", "division", "planned", "corroborating"),
    *("talks", "announced", "signed", "completed", "abandoned", "kept", "gained", "lost"),
)
HEADINGS = {404: "not-found", 409: "several", 503: "too-long", 429: "too-long"}


class Site:
    """
    The pages over one store, in both languages.

    Everything put into a template is escaped, whatever its ending; an address
    is made a link only if it is http, https or a path of ours.
    """

    def __init__(self, store: Store, manifest: Mapping[str, Any], base: str = "") -> None:
        from . import views

        self.store, self.manifest, self.base = store, manifest, base
        self.graphs = {lang: KnowledgeGraph(store, lang=lang) for lang in LANGS}
        self.registers = {lang: Register(graph) for lang, graph in self.graphs.items()}
        self.views: dict[str, View] = views.VIEWS
        self._environment = Environment(
            loader=FileSystemLoader(WEB / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(cell=cell, web=web_address, by_source=by_source)

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
        candidates = [self._nearest(text, lang) for text in given.get("candidates", ())]
        context = {
            "heading": HEADINGS.get(status, "refused"),
            "message": given["message"][0],
            "candidates": [one for one in candidates if one["path"]],
        }
        return self._fill("error.html", name, {}, lang, context, status)

    def _nearest(self, text: str, lang: str) -> dict[str, Any]:
        """
        A candidate of an error: an agent by its id, a query, or a thing by kind and id.
        """
        if text in self.graphs[lang].queries:
            query = self.graphs[lang].queries[text]
            return {"id": text, "name": query.summary, "path": f"/query/{text}"}
        if "/" in text:
            return {"id": text, "name": text, "path": "/" + text}
        return self.registers[lang].who(text)

    def picture(
        self, graph: KnowledgeGraph, agent: str, on: date, **options: Any
    ) -> Mapping[str, Any]:
        """
        A chart of our own making, whose boxes lead to pages of the same day and language.
        """
        svg = graph.draw(agent, on=on, link_base=self.base + "/", **options).svg
        parameters = {"on": on.isoformat()} | ({"lang": "fr"} if graph.lang == "fr" else {})
        tail = urlencode(parameters).replace("&", "&amp;")
        # every link of a chart is one of a page of ours without a query of its own
        dated = LINK.sub(lambda found: f'{found[0][:-1]}?{tail}"', undressed(svg))
        wide = WIDTH.search(svg)
        return {"svg": Markup(dated), "wide": bool(wide and float(wide[1]) > FITS)}

    def leads(self, register: Register, on: date) -> Callable[[str], str | None]:
        """
        Where the page of an agent is on a day, by its id.
        """
        parameters = {"on": on.isoformat()} | ({"lang": "fr"} if register.lang == "fr" else {})
        tail = "?" + urlencode(parameters)

        def lead(slug: str) -> str | None:
            path = register.who(slug)["path"]
            return self.base + path + tail if path else None

        return lead

    def _fill(
        self,
        template: str,
        name: str,
        given: Given,
        lang: str,
        context: dict[str, Any],
        status: int,
    ) -> tuple[Header, bytes]:
        texts, register = TEXTS[lang], self.registers[lang]
        on = context.get("on")

        def say(key: str, **blanks: object) -> str:
            return texts[key].format(**blanks)

        def address(path: str, **parameters: object) -> str:
            kept = {key: value for key, value in parameters.items() if value not in (None, "")}
            if lang == "fr":
                kept["lang"] = "fr"
            path, hash, part = path.partition("#")
            query = "?" + urlencode(kept, doseq=True) if kept else ""
            return self.base + path + query + hash + part

        def word(text: str) -> str:
            return texts[text] if text in WORDS else text

        day = date.fromisoformat(on) if on else None
        page = self._environment.get_template(template).render(
            **{"here": "/" + name, "given": given, "on": None, **context},
            lang=lang,
            say=say,
            word=word,
            address=address,
            who=lambda slug, when=day: register.who(slug, when),
            code=register.code,
            term=register.term,
            claim_path=register.claims.get,
            titled=lambda path: register.titles.get(ID + path, path),
            figure=partial(figure, lang=lang),
            amount=partial(amount, lang=lang),
            when=partial(when, lang=lang),
            country=partial(country, lang=lang),
            day_text=lambda text: day_text(date.fromisoformat(text), lang),
            rule_title=self._rule_titles(lang).get,
            base=self.base,
            other_lang=self._other(name, given, lang),
            built=self.manifest.get("built", "")[:10],
            covered=self.covered,
            latest=self.latest,
            today=date.today().isoformat(),
        )
        return {"status": status, "media": "text/html"}, page.encode()

    def _rule_titles(self, lang: str) -> dict[str, str]:
        return {rule["id"]: rule["title"] for rule in self.graphs[lang].rules()}

    def charts(self) -> tuple[Header, bytes]:
        """
        The style sheet of all charts, with the colours of every country in the graph.
        """
        found = self.store.select(f"SELECT DISTINCT ?c {{ ?o <{KG}country> ?c }}")
        sheet = stylesheet([str(row["c"]) for row in found])
        return {"status": 200, "media": "text/css"}, sheet.encode()

    def _other(self, name: str, given: Given, lang: str) -> str:
        """
        The address of the same page in the other language.
        """
        pairs = [(key, value) for key, values in given.items() if key != "lang" for value in values]
        pairs.append(("lang", "en" if lang == "fr" else "fr"))
        path = "/" if name == "home" else "/" + name.removeprefix("record/")
        return self.base + path + "?" + urlencode(pairs)

    @cached_property
    def covered(self) -> tuple[str, str]:
        """
        The first and the last day that a source of the graph was published.
        """
        found = self.store.select(
            f"PREFIX kg: <{KG}> SELECT (MIN(?d) AS ?first) (MAX(?d) AS ?last)"
            " { ?s a kg:Source ; kg:publishedNotBefore ?d }"
        )
        row = next(iter(found), {})
        return str(row.get("first") or "")[:10], str(row.get("last") or "")[:10]

    @cached_property
    def latest(self) -> dict[str, str] | None:
        """
        The source that was published last: its id and publisher.
        """
        if not self.covered[1]:
            return None
        found = self.store.select(
            f'PREFIX kg: <{KG}> SELECT ?s ?by {{ ?s kg:publishedNotBefore "{self.covered[1]}"^^'
            "<http://www.w3.org/2001/XMLSchema#date> ; kg:publisher ?by } ORDER BY ?s LIMIT 1"
        )
        row = next(iter(found), None)
        return {"id": row["s"].slug, "publisher": str(row["by"])} if row else None  # type: ignore[union-attr]


def web_address(url: str | None) -> str | None:
    """
    An address that may stand in a link: http or https, or None.
    """
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def safe_svg(svg: str) -> Markup:
    """
    A picture of our own making, which escapes what it is given; its rules are in `charts.css`.
    """
    return Markup(undressed(svg))
