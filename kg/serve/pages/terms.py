"""
Terms: the ontology as a page, and as data.
"""

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ...graph import Store
from ...names import GRAPHS, KG, OWL, RDF, RDFS, SKOS, Iri
from .register import ONTOLOGY

if TYPE_CHECKING:
    from .asked import Given
    from .site import Shown, Site

KINDS = (
    ("classes", OWL + "Class"),
    ("relations", OWL + "ObjectProperty"),
    ("values", OWL + "DatatypeProperty"),
    ("annotations", OWL + "AnnotationProperty"),
)
LINKS = (
    ("part-of-class", RDFS + "subClassOf"),
    ("part-of-property", RDFS + "subPropertyOf"),
    ("domain", RDFS + "domain"),
    ("range", RDFS + "range"),
    ("near-elsewhere", SKOS + "closeMatch"),
    ("near-elsewhere", SKOS + "exactMatch"),
    ("near-elsewhere", SKOS + "relatedMatch"),
)
Said = dict[str, list[Any]]


def terms(store: Store) -> list[ox.Triple]:
    """
    What the graph of the ontology says, in stable order.
    """
    return sorted({quad.triple for quad in store.quads(GRAPHS + "ontology")}, key=str)


def terms_as_facts(store: Store) -> dict[str, dict[str, Any]]:
    """
    Every term of ours with its label and definition in both languages, by local name.
    """
    found: dict[str, dict[str, Any]] = {}
    for iri, said in _by_subject(store).items():
        if iri.startswith(KG):
            found[Iri(iri).slug] = {
                "iri": iri,
                "type": [term.value for term in said.get(RDF + "type", ())],
                "label": {t.language: t.value for t in said.get(SKOS + "prefLabel", ())},
                "definition": {t.language: t.value for t in said.get(SKOS + "definition", ())},
            }
    return dict(sorted(found.items()))


def ontology(site: "Site", rest: str, given: "Given", lang: str) -> "Shown":
    """
    The terms for readers: classes, properties and codes, each where its IRI leads.
    """
    held = site.__dict__.setdefault("ontology", {})
    if lang not in held:
        every = _by_subject(site.store)
        labels = site.registers[lang].labels
        kinds = {
            name: _sorted(
                _term(iri, said, labels, lang)
                for iri, said in every.items()
                if iri.startswith(KG) and _is(said, type)
            )
            for name, type in KINDS
        }
        schemes = [
            {
                **_term(iri, said, labels, lang),
                "codes": _sorted(
                    _term(code, its, labels, lang)
                    for code, its in every.items()
                    if any(t.value == iri for t in its.get(SKOS + "inScheme", ()))
                ),
            }
            for iri, said in sorted(every.items())
            if _is(said, SKOS + "ConceptScheme")
        ]
        about = every.get(ONTOLOGY, {})
        held[lang] = {
            "kinds": kinds,
            "schemes": schemes,
            "description": _text(about, "http://purl.org/dc/terms/description", lang),
            "version": _text(about, OWL + "versionInfo", lang),
        }
    return "ontology.html", {"here": "/ontology", "iri": ONTOLOGY, **held[lang]}


def _by_subject(store: Store) -> dict[str, Said]:
    found: dict[str, Said] = {}
    for triple in terms(store):
        if isinstance(triple.subject, ox.NamedNode):
            said = found.setdefault(triple.subject.value, {})
            said.setdefault(triple.predicate.value, []).append(triple.object)
    return found


def _is(said: Said, kind: str) -> bool:
    return any(term.value == kind for term in said.get(RDF + "type", ()))


def _text(said: Said, predicate: str, lang: str) -> str:
    texts = said.get(predicate, ())
    return next((t.value for t in texts if t.language in (lang, None)), "")


def _texts(said: Said, predicate: str, lang: str) -> list[str]:
    return sorted(t.value for t in said.get(predicate, ()) if t.language in (lang, None))


def _term(iri: str, said: Said, labels: dict[str, str], lang: str) -> dict[str, Any]:
    links: dict[str, list[dict[str, Any]]] = {}
    for name, predicate in LINKS:
        for term in said.get(predicate, ()):
            if isinstance(term, ox.NamedNode):
                mine = term.value.startswith(KG)
                links.setdefault(name, []).append(
                    {
                        "text": labels.get(term.value, Iri(term.value).slug)
                        if mine
                        else term.value,
                        "path": f"#{Iri(term.value).slug}" if mine else None,
                        "url": None if mine else term.value,
                    }
                )
    return {
        "id": Iri(iri).slug,
        "label": _text(said, SKOS + "prefLabel", lang) or Iri(iri).slug,
        "definition": _text(said, SKOS + "definition", lang),
        "examples": _texts(said, SKOS + "example", lang),
        "notes": [
            *_texts(said, SKOS + "scopeNote", lang),
            *_texts(said, SKOS + "editorialNote", lang),
        ],
        "notation": _text(said, SKOS + "notation", lang),
        "links": links,
    }


def _sorted(terms: Any) -> list[dict[str, Any]]:
    return sorted(terms, key=lambda term: str(term["label"]).casefold())
