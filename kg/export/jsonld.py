"""
JSON-LD, one thing a line, and the context that gives its short words a meaning.

The context is made from the ontology and published beside it as
`ontology/context.jsonld`; every file carries it, so that it opens without a
network. Decimals are texts: a JSON number would be read as a float.
"""

import json
from collections.abc import Iterator
from typing import IO, Any

import pyoxigraph as ox

from ..graph.triples import CURATED, DERIVED
from ..names import ID, KG, PREFIXES, RDF, XSD
from .cyjs import text_of
from .job import Job
from .rdf import by_subject, stamp_quads
from .vocabulary import Vocabulary
from .xml import lines_to

TYPE = RDF + "type"
NATIVE = (XSD + "boolean", XSD + "string", "")
PLAIN = {XSD + "string", RDF + "langString"}


def write_jsonld(job: Job, stream: IO[bytes]) -> None:
    """
    What is attested and derived as JSON-LD, each graph under its own name.
    """
    lines_to(stream, _document(job))


def context_of(vocabulary: Vocabulary) -> dict[str, Any]:
    """
    The context: prefixes, and each property with the type of its values.
    """
    context: dict[str, Any] = {"@version": 1.1, "id": "@id", "type": "@type"}
    context |= dict(sorted({**PREFIXES, "item": ID}.items()))
    context["label"] = "rdfs:label"
    for term, (span, thing) in vocabulary.properties().items():
        name = term.removeprefix(KG)
        if name in context:
            continue
        if thing:
            context[name] = {"@id": f"kg:{name}", "@type": "@id"}
        elif span in NATIVE or span in PLAIN or not span.startswith(XSD):
            context[name] = f"kg:{name}"
        else:
            context[name] = {"@id": f"kg:{name}", "@type": f"xsd:{span.removeprefix(XSD)}"}
    return context


def context_text(vocabulary: Vocabulary) -> str:
    """
    The context as the text of its published file.
    """
    return json.dumps({"@context": context_of(vocabulary)}, ensure_ascii=False, indent=1) + "\n"


def _document(job: Job) -> Iterator[str]:
    context = context_of(job.vocabulary())
    shorten = Shorten(context)
    yield f'{{"@context":{text_of(context)},'
    yield '"@graph":['
    for number, graph in enumerate((CURATED, DERIVED)):
        yield f'{"," if number else ""}{{"id":"{graph}","@graph":['
        comma = ""
        if graph == CURATED:
            yield text_of(shorten.thing(graph, list(stamp_quads(job.stamp))))
            comma = ","
        for iri, quads in by_subject(job, graph):
            yield comma + text_of(shorten.thing(iri, quads))
            comma = ","
        yield "]}"
    yield "]}"


def _iri(term: Any) -> str:
    return str(term.value)


class Shorten:
    """
    From IRIs and literals to the words of a context, and no further than it can undo.
    """

    def __init__(self, context: dict[str, Any]) -> None:
        self._context = context
        self._words = {}
        for name, said in context.items():
            iri = said.get("@id", "") if isinstance(said, dict) else str(said)
            prefix, _, rest = iri.partition(":")
            if rest and prefix in PREFIXES:
                self._words[PREFIXES[prefix] + rest] = name

    def thing(self, iri: str, quads: list[ox.Quad]) -> dict[str, Any]:
        """
        One thing as a JSON object.
        """
        found: dict[str, Any] = {"id": self.iri(iri)}
        for quad in quads:
            predicate = quad.predicate.value
            if predicate == TYPE:
                name, value = "type", self.iri(_iri(quad.object))
            else:
                name, value = self._pair(predicate, quad.object)
            before = found.setdefault(name, value)
            if before is not value:
                found[name] = [*before, value] if isinstance(before, list) else [before, value]
        return found

    def iri(self, iri: str) -> str:
        """
        An IRI, compact where a prefix fits and the rest is simple.
        """
        for prefix, space in (*PREFIXES.items(), ("item", ID)):
            rest = iri.removeprefix(space)
            if rest != iri and rest and not rest.startswith("//") and ":" not in rest:
                return f"{prefix}:{rest}"
        return iri

    def _pair(self, predicate: str, value: Any) -> tuple[str, Any]:
        name = self._words.get(predicate)
        said = self._context[name] if name else None
        coerced = said.get("@type", "") if isinstance(said, dict) else ""
        key = name or self.iri(predicate)
        if isinstance(value, ox.NamedNode):
            short = self.iri(value.value)
            return key, short if coerced == "@id" else {"id": short}
        if isinstance(value, ox.BlankNode):
            return key, {"id": f"_:{value.value}"}
        return key, self._literal(value, coerced)

    def _literal(self, value: ox.Literal, coerced: str) -> Any:
        if value.language:
            return {"@value": value.value, "@language": value.language}
        datatype = value.datatype.value
        if coerced and coerced != "@id" and datatype == XSD + coerced.removeprefix("xsd:"):
            return value.value
        if not coerced and datatype == XSD + "string":
            return value.value
        if not coerced and datatype == XSD + "boolean" and value.value in ("true", "false"):
            return value.value == "true"
        return {"@value": value.value, "@type": self.iri(datatype)}
