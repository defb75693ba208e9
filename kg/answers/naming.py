"""
Naming: which thing a text means, and what a thing was called on a day.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..claims import PERIOD, PERIOD_VARIABLES, PREFIX, dated, rows
from ..dates import Period
from ..errors import Ambiguous, NotFound
from ..graph import Store
from ..names import ID, Iri, code_of


@dataclass(frozen=True, slots=True)
class Name:
    """
    A name that an organization bore, its kind, and when.
    """

    text: str
    kind: str
    language: str
    period: Period


@dataclass(frozen=True, slots=True)
class Thing:
    """
    An organization or a person: its id, its usual name, its class, its identifiers.
    """

    iri: Iri
    name: str
    type: str
    identifiers: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """
        The id that tables and answers use.
        """
        return self.iri.slug


def fold(text: str) -> str:
    """
    A text without case, accents and punctuation, for comparing names.

    Examples:
        >>> fold("Caisse des Dépôts")
        'caisse des depots'
    """
    bare = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("&", " and "))
    letters = "".join(c for c in bare if not unicodedata.combining(c)).casefold()
    return " ".join(re.findall(r"[a-z0-9]+", letters))


class Directory:
    """
    Everything that has a name, read once from a store.
    """

    def __init__(self, store: Store, lang: str = "en") -> None:
        self._store = store
        self._lang = lang

    @cached_property
    def things(self) -> dict[Iri, Thing]:
        """
        Organizations and persons by IRI.
        """
        query = (
            PREFIX
            + "SELECT ?thing ?name ?type ?siren ?lei ?wikidata WHERE { "
            + "?thing kg:name ?name ; a ?type ."
            + f' FILTER (STRSTARTS(STR(?thing), "{ID}organization/")'
            + f' || STRSTARTS(STR(?thing), "{ID}person/"))'
            + " OPTIONAL { ?thing kg:siren ?siren } OPTIONAL { ?thing kg:lei ?lei }"
            + " OPTIONAL { ?thing kg:wikidata ?wikidata } } ORDER BY ?thing"
        )
        return {
            row["thing"]: Thing(
                row["thing"],
                row["name"],
                row["type"].slug,
                tuple(filter(None, (row["siren"], row["lei"], row["wikidata"]))),
            )
            for row in rows(self._store, query)
        }

    @cached_property
    def names(self) -> dict[Iri, list[Name]]:
        """
        The names of each organization, in stable order.
        """
        query = (
            PREFIX
            + "SELECT ?claim ?organization ?name ?kind ?language ?standing ?counterpart "
            + PERIOD_VARIABLES
            + " WHERE { ?claim a kg:Name ; kg:organization ?organization ; kg:name ?name ;"
            + " kg:kind ?kind ; kg:standing ?standing ."
            + " OPTIONAL { ?claim kg:counterpart ?counterpart }"
            + " OPTIONAL { ?claim kg:language ?language }"
            + PERIOD
            + " } ORDER BY ?claim"
        )
        names: dict[Iri, list[Name]] = defaultdict(list)
        for row in rows(self._store, query):
            period = dated(row)["period"]
            names[row["organization"]].append(
                Name(
                    row["name"],
                    code_of("name-kind", row["kind"]),
                    row["language"] or "",
                    period,
                )
            )
        return names

    def name(self, iri: str, on: date | None = None) -> str:
        """
        What a thing was called on a day; its usual name if no source says.
        """
        thing = self.things.get(Iri(iri))
        usual = thing.name if thing else Iri(iri).slug
        if self._lang != "en":
            # The tables name families and the State in English, and give their own name beside.
            own = [
                name.text
                for name in self.names.get(Iri(iri), ())
                if name.language == self._lang and name.kind == "variant"
            ]
            usual = own[-1] if own else usual
        if on is None:
            return usual
        borne = [
            name
            for name in self.names.get(Iri(iri), ())
            if name.kind == "legal" and name.period.possibly_holds(on)
        ]
        bounded = [
            name for name in borne if name.period.starts_not_before or name.period.ends_not_after
        ]
        certain = [name for name in bounded if name.period.certainly_holds(on)]
        chosen = (certain or bounded)[-1:]
        return chosen[0].text if chosen else usual

    def subject(self, iri: Iri, on: date | None = None) -> dict[str, str]:
        """
        The subject of an answer: its id, and its name on that day.
        """
        return {"id": iri.slug, "name": self.name(iri, on)}

    @cached_property
    def _index(self) -> dict[str, list[tuple[Iri, str]]]:
        """
        Folded names and identifiers to the things that go by them.
        """
        index: dict[str, list[tuple[Iri, str]]] = defaultdict(list)
        for iri, thing in self.things.items():
            texts = [thing.id, thing.name, *thing.identifiers]
            texts += [name.text for name in self.names.get(iri, ())]
            for text in dict.fromkeys(texts):
                index[fold(text)].append((iri, text))
        return index

    def resolve(self, text: str, *, organization: bool = False) -> Iri:
        """
        The one thing that an id, a name, a SIREN, an LEI or an IRI means.

        An id wins over a name. With `organization`, persons are not meant.

        Raises:
            NotFound: nothing goes by that name.
            Ambiguous: several things do.
        """
        wanted = f"{ID}organization/" if organization else ID
        if text.startswith(ID):
            if Iri(text) in self.things and text.startswith(wanted):
                return Iri(text)
        else:
            for kind in ("organization", "person"):
                iri = Iri(f"{ID}{kind}/{text}")
                if iri in self.things and iri.startswith(wanted):
                    return iri
        key = fold(text)
        digits = text.replace(" ", "").replace("\u00a0", "")
        found = self._index.get(key, []) or self._index.get(fold(digits), [])
        iris = list(dict.fromkeys(iri for iri, _ in found if iri.startswith(wanted)))
        if len(iris) == 1:
            return iris[0]
        if iris:
            raise Ambiguous(
                f"'{text}' is the name of {len(iris)} things.",
                candidates=[iri.slug for iri in iris],
            )
        if organization:
            others = {iri for iri, _ in found if iri.startswith(ID)} | {Iri(f"{ID}person/{text}")}
            persons = sorted(iri.slug for iri in others & set(self.things))
            if persons:
                raise NotFound(
                    f"'{text}' is a person ({', '.join(persons)}), and this asks about an"
                    f" organization. Ask: kg owned {persons[0]}."
                )
        nearest = [
            iri.slug
            for iri, _, score in self.search(text)
            if score >= 70 and iri.startswith(wanted)
        ]
        kind = "organization" if organization else "organization or person"
        raise NotFound(f"No {kind} goes by '{text}'.", candidates=nearest[:5])

    def search(self, text: str) -> list[tuple[Iri, str, float]]:
        """
        Things whose names resemble a text: the thing, the name, a score to 100.

        A number in the text must stand in the name: SFR 2 is not SFR.
        """
        from rapidfuzz import fuzz

        key = fold(text)
        numbers = set(re.findall(r"\d+", key))
        best: dict[Iri, tuple[float, str]] = {}
        for folded, entries in self._index.items():
            if numbers - set(re.findall(r"\d+", folded)):
                continue
            score = _score(key, folded, fuzz.WRatio(key, folded))
            if score < 60:
                continue
            for iri, name in entries:
                if score > best.get(iri, (0.0, ""))[0]:
                    best[iri] = (score, name)
        found = [(iri, name, score) for iri, (score, name) in best.items()]
        return sorted(found, key=lambda hit: (-hit[2], hit[0]))


def _score(key: str, folded: str, similar: float) -> float:
    if key == folded:
        return 100.0
    if folded.startswith(key + " ") or f" {key} " in f" {folded} ":
        return 95.0
    # A short text resembles a part of nearly everything.
    return similar * min(1.0, len(key) / max(4, len(folded) / 2)) if key else 0.0
