"""
Evidence: the sources behind claims, down to the passage.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ..claims import PREFIX, in_chunks, rows, values
from ..dates import parse_span
from ..graph import Store
from ..names import Iri


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """
    A document that says so: where to find it, and where in it to look.
    """

    id: str
    url: str | None
    publisher: str
    published: str | None
    locator: str | None = None

    def item(self) -> dict[str, Any]:
        """
        The source as an answer shows it.
        """
        return {
            "id": self.id,
            "url": self.url,
            "publisher": self.publisher,
            "published": self.published,
            "locator": self.locator,
        }


class Evidence:
    """
    The sources of claims, each with those of the claims that corroborate it.
    """

    def __init__(self, store: Store, claims: Iterable[str]) -> None:
        self._of: dict[str, list[Source]] = defaultdict(list)
        for chunk in in_chunks(dict.fromkeys(claims)):
            self._read(store, chunk)
        for claim, sources in self._of.items():
            self._of[claim] = sorted(set(sources), key=lambda source: source.id)

    def _read(self, store: Store, claims: list[str]) -> None:
        standing = "<https://w3id.org/french-cloud/ontology#standing-corroborating>"
        query = (
            PREFIX
            + "SELECT ?claim ?said ?source ?url ?publisher ?published WHERE { "
            + "{ "
            + values("claim", claims)
            + "BIND(?claim AS ?said) ?said kg:source ?source } UNION { "
            + values("claim", claims)
            + f"?said kg:counterpart ?claim ; kg:standing {standing} ; kg:source ?source }} "
            + "?source kg:publisher ?publisher . OPTIONAL { ?source kg:url ?url } "
            + "OPTIONAL { ?source kg:published ?published } }"
        )
        found = rows(store, query)
        passages = self._passages(store, [row["said"] for row in found])
        for row in found:
            source = Source(row["source"].slug, row["url"], row["publisher"], row["published"])
            locators = passages.get((row["said"], row["source"]), [])
            self._of[row["claim"]] += [replace(source, locator=one) for one in locators] or [source]

    @staticmethod
    def _passages(store: Store, claims: list[Iri]) -> dict[tuple[Iri, Iri], list[str]]:
        found: dict[tuple[Iri, Iri], list[str]] = defaultdict(list)
        for chunk in in_chunks(dict.fromkeys(claims)):
            query = (
                PREFIX
                + "SELECT ?claim ?source ?start ?end WHERE { "
                + values("claim", chunk)
                + "?claim kg:evidence ?passage . ?passage kg:source ?source ; kg:start ?start ;"
                + " kg:end ?end } ORDER BY ?claim ?start"
            )
            for row in rows(store, query):
                found[row["claim"], row["source"]].append(f"char={row['start']},{row['end']}")
        return found

    def of(self, *claims: str) -> list[dict[str, Any]]:
        """
        The sources behind some claims together, in order of id.
        """
        every = {source for claim in claims for source in self._of.get(claim, ())}
        return [source.item() for source in sorted(every, key=_order)]

    def known_to(self, *claims: str) -> date | None:
        """
        The day of the latest source: the first day that its printed date allows.
        """
        chosen = claims or tuple(self._of)
        days = [
            first
            for claim in chosen
            for source in self._of.get(claim, ())
            if source.published and (first := parse_span(source.published).first)
        ]
        return max(days, default=None)


def _order(source: Source) -> tuple[str, str]:
    return source.id, source.locator or ""
