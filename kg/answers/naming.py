"""
Naming: which thing a text means, and what a thing was called on a day.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..claims import PERIOD, PERIOD_VARIABLES, PREFIX, dated, in_chunks, rows, values
from ..dates import Period
from ..errors import Ambiguous, NotFound
from ..graph import Store
from ..graph.names_table import Named
from ..names import ID, Iri, code_of, fold, term_text

AGENTS = (f"{ID}organization/", f"{ID}person/")


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


class Directory:
    """
    Everything that has a name: what is asked for is read when it is asked for.

    A generation with a names table is searched there; in another store, what is
    asked for by name and not by id makes every name be read, once.
    """

    def __init__(self, store: Store, lang: str = "en") -> None:
        self._store = store
        self._lang = lang
        self._table = store.names
        self._things: dict[Iri, Thing | None] = {}
        self._names: dict[Iri, list[Name]] = {}

    @cached_property
    def things(self) -> dict[Iri, Thing]:
        """
        Organizations and persons by IRI: all of them.
        """
        chosen = (
            f' FILTER (STRSTARTS(STR(?thing), "{ID}organization/")'
            f' || STRSTARTS(STR(?thing), "{ID}person/"))'
        )
        found = _read_things(self._store, after=chosen)
        self._things |= found
        return found

    def thing(self, iri: str) -> Thing | None:
        """
        One organization or person, None where there is none of that IRI.
        """
        one = Iri(iri)
        if one not in self._things:
            self.expect([one])
        return self._things[one]

    def expect(self, iris: Iterable[str]) -> None:
        """
        Read things and their names together, ahead of being asked for one by one.
        """
        fresh = [one for one in dict.fromkeys(map(Iri, iris)) if one not in self._things]
        things = [one for one in fresh if one.startswith(AGENTS) and _spelled(one)]
        self._things |= dict.fromkeys(fresh)
        for chunk in in_chunks(things):
            self._things |= _read_things(self._store, values("thing", chunk))
        self._expect_names(one for one in things if self._things[one])

    def _expect_names(self, iris: Iterable[Iri]) -> None:
        fresh = [one for one in iris if one not in self._names]
        for one in fresh:
            self._names[one] = []
        for chunk in in_chunks(fresh):
            for one, names in _read_names(self._store, values("organization", chunk)).items():
                self._names[one] = names

    @cached_property
    def names(self) -> dict[Iri, list[Name]]:
        """
        The names of each organization, in stable order: all of them.
        """
        found = _read_names(self._store)
        self._names = {one: found.get(one, []) for one in self.things}
        return found

    def borne(self, iri: str) -> list[Name]:
        """
        The names of one organization, in stable order.
        """
        if self.thing(iri) is None:
            return []
        self._expect_names([Iri(iri)])
        return self._names[Iri(iri)]

    def named(self) -> Iterator[Named]:
        """
        Everything that has a name, with all that it goes by, in order of IRI.
        """
        for iri, thing in self.things.items():
            texts = [thing.id, thing.name, *thing.identifiers]
            texts += [name.text for name in self.names.get(iri, ())]
            yield Named(iri, tuple(dict.fromkeys(texts)))

    def name(self, iri: str, on: date | None = None) -> str:
        """
        What a thing was called on a day; its usual name if no source says.
        """
        thing = self.thing(iri)
        usual = thing.name if thing else Iri(iri).slug
        if self._lang != "en":
            # The tables name families and the State in English, and give their own name beside.
            own = [
                name.text
                for name in self.borne(iri)
                if name.language == self._lang and name.kind == "variant"
            ]
            usual = own[-1] if own else usual
        if on is None:
            return usual
        borne = [
            name
            for name in self.borne(iri)
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
        for thing in self.named():
            for text in thing.texts:
                index[fold(text)].append((Iri(thing.iri), text))
        return index

    def _known_as(self, folded: str) -> list[tuple[Iri, str]]:
        """
        The things that go by a folded text.
        """
        return self._table.entries(folded) if self._table else self._index.get(folded, [])

    def _near(self, folded: str) -> Mapping[str, list[tuple[Iri, str]]]:
        """
        Folded names that may resemble a text, and the things that go by them.
        """
        if self._table is None:
            return self._index
        found: dict[str, list[tuple[Iri, str]]] = defaultdict(list)
        for name, iri, text in self._table.near(folded):
            found[name].append((iri, text))
        return found

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
            if self.thing(text) and text.startswith(wanted):
                return Iri(text)
        else:
            for kind in ("organization", "person"):
                iri = Iri(f"{ID}{kind}/{text}")
                if self.thing(iri) and iri.startswith(wanted):
                    return iri
        key = fold(text)
        digits = text.replace(" ", "").replace("\u00a0", "")
        found = self._known_as(key) or self._known_as(fold(digits))
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
            persons = sorted(iri.slug for iri in others if self.thing(iri))
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
        for folded, entries in self._near(key).items():
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


def _read_things(store: Store, chosen: str = "", after: str = "") -> dict[Iri, Thing]:
    query = (
        PREFIX
        + f"SELECT ?thing ?name ?type ?siren ?lei ?wikidata WHERE {{ {chosen}"
        + f"?thing kg:name ?name ; a ?type .{after}"
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
        for row in rows(store, query)
    }


def _read_names(store: Store, chosen: str = "") -> dict[Iri, list[Name]]:
    query = (
        PREFIX
        + "SELECT ?claim ?organization ?name ?kind ?language ?standing ?counterpart "
        + PERIOD_VARIABLES
        + f" WHERE {{ {chosen}?claim kg:organization ?organization ; a kg:Name ;"
        + " kg:name ?name ; kg:kind ?kind ; kg:standing ?standing ."
        + " OPTIONAL { ?claim kg:counterpart ?counterpart }"
        + " OPTIONAL { ?claim kg:language ?language }"
        + PERIOD
        + " } ORDER BY ?claim"
    )
    names: dict[Iri, list[Name]] = defaultdict(list)
    for row in rows(store, query):
        kind = code_of("name-kind", row["kind"])
        period = dated(row)["period"]
        names[row["organization"]].append(Name(row["name"], kind, row["language"] or "", period))
    return names


def _spelled(iri: Iri) -> bool:
    """
    Whether a text can be an IRI at all.
    """
    try:
        return bool(term_text(iri))
    except ValueError:
        return False


def _score(key: str, folded: str, similar: float) -> float:
    if key == folded:
        return 100.0
    if folded.startswith(key + " ") or f" {key} " in f" {folded} ":
        return 95.0
    # A short text resembles a part of nearly everything.
    return similar * min(1.0, len(key) / max(4, len(folded) / 2)) if key else 0.0
