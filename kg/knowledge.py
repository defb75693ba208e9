"""
The knowledge graph as a Python object: each question is a method.

`kg owners cloudwatt --on 2014-10-01` on the command line is
`kg.open().owners("cloudwatt", on="2014-10-01")` here.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from . import answers, build, folders
from .answers import Answer, Directory
from .dates import Day, day
from .drawn import Drawn
from .errors import MissingExtra, StoreError, UsageError
from .graph import Solutions, Store
from .graph.generation import current
from .names import ID, Iri, term_text
from .query import Query, fill, read_queries
from .snapshot import Snapshot


def open(
    folder: str | Path | None = None,
    *,
    store: str = "oxigraph",
    lang: str = "en",
    endpoint: str | None = None,
) -> "KnowledgeGraph":
    """
    Open the published graph; build it first if there is none yet.

    `store="rdflib"` reads the same graph into rdflib's memory instead. With
    `endpoint` the graph is the one that a SPARQL 1.1 server holds.

    Raises:
        StoreError: the folder that was named holds no build.
        UsageError: both a folder and an endpoint are named.
    """
    if endpoint is not None:
        if folder or store == "rdflib":
            raise UsageError("An endpoint is asked over there: name no folder or store beside it.")
        from .graph.remote import RemoteStore

        return KnowledgeGraph(RemoteStore(endpoint), lang=lang)
    if store not in ("oxigraph", "rdflib"):
        raise UsageError(f"'{store}' is not a store: write oxigraph or rdflib.")
    place = Path(folder) if folder else folders.builds()
    try:
        generation = current(place)
    except StoreError:
        if folder or (place / "current").exists():
            raise
        generation = build.build(output=place)
    opened: Store = generation.store()
    if store == "rdflib":
        from .graph import MemoryStore

        opened = MemoryStore(opened.quads())
    return KnowledgeGraph(opened, lang=lang, manifest=generation.manifest)


class KnowledgeGraph(Drawn):
    """
    A graph that answers who owns, controls and leads whom, on any day.

    Days are dates, texts such as `2014-10-01`, or None for today. Organizations
    and persons are named by id, name, SIREN, LEI or IRI.
    """

    def __init__(
        self, store: Store, *, lang: str = "en", manifest: Mapping[str, Any] | None = None
    ) -> None:
        self.store = store
        self.lang = lang
        self.manifest = manifest or {}

    @cached_property
    def directory(self) -> Directory:  # type: ignore[override]
        """
        Everything that has a name.
        """
        return Directory(self.store, self.lang)

    def owners(self, org: str, *, on: Day = None) -> Answer:
        """
        Who holds an organization on a day.
        """
        answer = answers.owners(self.store, self.directory, org, day(on), self.lang)
        return self._shown(answer, org, day(on), direction="up")

    def owned(self, agent: str, *, on: Day = None) -> Answer:
        """
        What an organization or a person holds on a day.
        """
        answer = answers.owned(self.store, self.directory, agent, day(on), self.lang)
        return self._shown(answer, agent, day(on), direction="down")

    def controllers(
        self,
        org: str,
        *,
        on: Day = None,
        test: str | None = None,
        assume: str | Sequence[str] | None = None,
        with_alternatives: bool = False,
    ) -> Answer:
        """
        Who controls an organization on a day, by which rule.

        `assume` takes deals as done, by id or in words: `orange buys 55.5 of
        cloudwatt from thales, caisse-des-depots`. `with_alternatives` adds the
        verdicts that differ where another source is right.
        """
        return answers.controllers(
            self.store,
            self.directory,
            org,
            day(on),
            self.lang,
            test=test,
            assume=assume,
            with_alternatives=with_alternatives,
        )

    def controlled(self, agent: str, *, on: Day = None, test: str | None = None) -> Answer:
        """
        What an organization or a person controls on a day, by which rule.
        """
        return answers.controlled(self.store, self.directory, agent, day(on), self.lang, test=test)

    def sovereignty(
        self,
        *orgs: str,
        on: Day = None,
        every: bool = False,
        with_alternatives: bool = False,
    ) -> Answer:
        """
        Whether organizations meet the capital rule of SecNumCloud 3.2, 19.6, on a day.

        `every` asks about all providers; `with_alternatives` counts what other
        sources say. Our reading of a public rule, not a decision of ANSSI.
        """
        return answers.sovereignty(
            self.store,
            self.directory,
            orgs,
            day(on),
            self.lang,
            every=every,
            with_alternatives=with_alternatives,
        )

    def explain(
        self,
        agent: str,
        org: str,
        *,
        on: Day = None,
        assume: str | Sequence[str] | None = None,
        with_alternatives: bool = False,
    ) -> Answer:
        """
        Whether an agent controls an organization on a day: each test's verdict, and why.
        """
        return answers.explain(
            self.store,
            self.directory,
            agent,
            org,
            day(on),
            self.lang,
            assume=assume,
            with_alternatives=with_alternatives,
        )

    def group(self, agent: str, *, on: Day = None) -> Answer:
        """
        What the State, a family or any agent holds, directly and through others.
        """
        return answers.group(self.store, self.directory, agent, day(on), self.lang)

    def leaders(self, org: str, *, on: Day = None, every_post: bool = False) -> Answer:
        """
        Who led an organization on a day.
        """
        return answers.leaders(
            self.store, self.directory, org, day(on), self.lang, every_post=every_post
        )

    def deals(self, org: str | None = None, *, stage: str | None = None, on: Day = None) -> Answer:
        """
        The deals of an organization, or all; with a day, as far as they had come.
        """
        return answers.deals(
            self.store,
            self.directory,
            org,
            self.lang,
            stage=stage,
            on=day(on) if on is not None else None,
        )

    def history(self, org: str) -> Answer:
        """
        What happened to an organization, oldest first.
        """
        return answers.history(self.store, self.directory, org, self.lang)

    def changes(self, since: Day, until: Day, *, kind: str | None = None) -> Answer:
        """
        What differs between two days: controllers, holders, leaders, names, deals.
        """
        return answers.changes(
            self.store, self.directory, day(since), day(until), self.lang, kind=kind
        )

    def rules(self) -> Answer:
        """
        The rules, each with its law and the data that it takes.
        """
        return answers.rules(self.lang)

    def find(self, text: str) -> Answer:
        """
        Organizations and persons whose names resemble a text.
        """
        return answers.find(self.directory, text, self.lang)

    @cached_property
    def queries(self) -> dict[str, Query]:
        """
        The query library, by id.
        """
        return read_queries(folders.material("queries"))

    def run(self, query: str, **params: Any) -> Solutions:
        """
        Run a query of the library; a parameter may be any name that `find` knows.

        Raises:
            NotFound: there is no such query, or a name is not known.
            UsageError: a parameter is not the query's.
        """
        from .query import get

        chosen = get(self.queries, query)
        return self.store.select(fill(chosen, self.resolved(chosen, params)))

    def resolved(self, query: Query, params: dict[str, Any]) -> dict[str, Any]:
        """
        Parameters with the names of organizations and persons made IRIs.
        """
        return {
            name: self.directory.resolve(value)
            if _names_an_agent(query.example(name)) and not str(value).startswith("http")
            else value
            for name, value in params.items()
        }

    def sparql(self, text: str, **params: Any) -> Any:
        """
        Any SPARQL query; `params` replace `$name` in its text as RDF terms.

        A SELECT gives rows, an ASK a truth value, a CONSTRUCT triples.
        """
        terms = {name: term_text(value) for name, value in params.items()}
        if terms:
            named = re.compile(rf"\$({'|'.join(map(re.escape, terms))})\b")
            text = named.sub(lambda found: terms[found[1]], text)
        return self.store.query(text)

    def turtle_of(self, answer: Answer) -> str:
        """
        The claims that an answer rests on, as Turtle.
        """
        from .export import describe

        ids = {id for item in answer for id in (item.get("claim"), *item.get("claims", ())) if id}
        ids |= {item["acquisition"] for item in answer if "acquisition" in item}
        return describe(self.store, ids)

    def export(self, form: str, output: str | Path, *, on: Day = None) -> Path:
        """
        Write the graph, or its state on a day, in a format: `kg export` in Python.

        Raises:
            UsageError: no such format, a file that is not of the format, or a
                day where the format shows all days.
        """
        from .export import export

        return export(
            self.store,
            form,
            Path(output),
            on=day(on) if on is not None else None,
            lang=self.lang,
            manifest=self.manifest,
        )

    def load(self, *, endpoint: str | None = None, update: str | None = None) -> None:
        """
        Publish the graph to another store, by its Graph Store Protocol address or,
        in one request, by its SPARQL Update address; no graph but ours is touched.
        """
        from .graph.publishing import Publication

        Publication(self.store, endpoint=endpoint, update=update).run()

    @property
    def rdf(self) -> Any:
        """
        The graph as an rdflib Dataset over the same store.
        """
        return self.store.rdf

    def at(self, on: Day) -> Snapshot:
        """
        The graph as of one day.
        """
        return Snapshot(self, day(on))

    def to_networkx(self, *, on: Day = None) -> Any:
        """
        Organizations and persons as nodes, claims as edges, of a day or of all time.
        """
        from .export import to_networkx

        return to_networkx(self.store, day(on) if on is not None else None)

    def to_igraph(self, *, on: Day = None) -> Any:
        """
        The same as an igraph Graph.

        Raises:
            MissingExtra: igraph is not installed.
        """
        try:
            import igraph
        except ImportError:
            raise MissingExtra("igraph", "igraph") from None
        return igraph.Graph.from_networkx(self.to_networkx(on=on))


def _names_an_agent(example: object) -> bool:
    return isinstance(example, Iri) and example.startswith((f"{ID}organization/", f"{ID}person/"))
