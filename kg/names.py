"""
Namespaces, and how an id becomes an IRI and back.
"""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal

import pyoxigraph as ox

BASE = "https://w3id.org/french-cloud/"
KG = BASE + "ontology#"
ID = BASE + "id/"
GRAPHS = BASE + "graph/"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
OWL = "http://www.w3.org/2002/07/owl#"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
DCTERMS = "http://purl.org/dc/terms/"
DCAT = "http://www.w3.org/ns/dcat#"
VOID = "http://rdfs.org/ns/void#"

PREFIXES = {
    "kg": KG,
    "rdf": RDF,
    "rdfs": RDFS,
    "xsd": XSD,
    "skos": SKOS,
    "owl": OWL,
    "prov": PROV,
    "oa": OA,
    "dcterms": DCTERMS,
    "dcat": DCAT,
    "void": VOID,
}

WORDS = re.compile(r"[a-z0-9]+")

Value = "Iri | str | bool | int | Decimal | date | float"


class Iri(str):
    """
    An IRI, told apart from plain text by its type.

    Examples:
        >>> Iri("https://w3id.org/french-cloud/id/organization/orange").slug
        'orange'
    """

    __slots__ = ()

    @property
    def slug(self) -> str:
        """
        The id that the tables use: what stands after the last slash or hash.
        """
        return self.rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def mint(kind: str, slug: str) -> Iri:
    """
    The IRI of a thing of the tables.

    Examples:
        >>> mint("organization", "orange")
        'https://w3id.org/french-cloud/id/organization/orange'
    """
    return Iri(f"{ID}{kind}/{slug}")


def term(name: str) -> Iri:
    """
    The IRI of an ontology term.
    """
    return Iri(KG + name)


def concept(scheme: str, code: str) -> Iri:
    """
    The IRI of a code, such as the standing `counted`.
    """
    return Iri(f"{KG}{scheme}-{code}")


def code_of(scheme: str, iri: str) -> str:
    """
    The code that a concept's IRI stands for.
    """
    return iri.removeprefix(f"{KG}{scheme}-")


def camel(header: str) -> str:
    """
    The ontology's spelling of a CSV header.

    Examples:
        >>> camel("technology_provider")
        'technologyProvider'
    """
    first, *rest = header.split("_")
    return first + "".join(word.capitalize() for word in rest)


def fold(text: str) -> str:
    """
    A text without case, accents and punctuation, for comparing names.

    Examples:
        >>> fold("Caisse des Dépôts")
        'caisse des depots'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("œ", "oe"))
        text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(WORDS.findall(text.replace("&", " and ").casefold()))


def term_text(value: object) -> str:
    """
    A value as it is written in SPARQL or N-Triples, escaped by the store itself.

    Raises:
        ValueError: the value is an IRI with characters that no IRI may hold.
        TypeError: no RDF term stands for such a value.
    """
    if isinstance(value, Iri):
        return str(ox.NamedNode(value))
    if isinstance(value, bool):
        return str(ox.Literal(value))
    if isinstance(value, str):
        return str(ox.Literal(value))
    if isinstance(value, int):
        return str(ox.Literal(str(value), datatype=ox.NamedNode(XSD + "integer")))
    if isinstance(value, Decimal):
        return str(ox.Literal(format(value, "f"), datatype=ox.NamedNode(XSD + "decimal")))
    if isinstance(value, date) and not isinstance(value, datetime):
        return str(ox.Literal(value.isoformat(), datatype=ox.NamedNode(XSD + "date")))
    raise TypeError(f"no RDF term stands for a {type(value).__name__}")
