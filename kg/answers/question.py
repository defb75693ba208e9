"""
Question: what is asked on which day, and the claims of that day.
"""

from collections.abc import Iterable
from datetime import date

from ..claims import WHOLE_READ, claim_iris, many_claims, read_claims
from ..control import Day
from ..control.parties import Party
from ..errors import UsageError
from ..graph import Store
from ..names import Iri, mint
from ..reach import Reach
from .assume import assume, parties_of
from .naming import Directory
from .parties import read_parties
from .phrases import phrase


class Question:
    """
    The claims of a day, as they are and, under assumptions, as they would be.

    `reach` holds the claims that bear on what is asked; without it, all claims
    are read. `before` is the day without the assumptions, None where there are
    none.

    Raises:
        UsageError: all claims are asked for, and they are too many.
    """

    def __init__(
        self, store: Store, directory: Directory, on: date, lang: str, reach: Reach | None = None
    ) -> None:
        self.store, self.directory, self.on, self.lang = store, directory, on, lang
        self.reach = reach
        if reach is None:
            refuse_many(store, lang)
        self.before: Day | None = None
        self.notes: list[str] = []
        self._read()

    def _read(self) -> None:
        self.claims = self.reach.claims() if self.reach else read_claims(self.store)
        self.day = self.claims.on(self.on)
        self.iris = claim_iris(self.claims)

    def suppose(self, assumptions: str | Iterable[str]) -> None:
        """
        Take deals or planned claims as done.
        """
        texts = [assumptions] if isinstance(assumptions, str) else list(assumptions)
        if self.reach:
            self.reach.claimed(texts)
            self._read()
            parties = parties_of(self.store, self.directory, self.claims, self.on, texts)
            self.reach.above(map(self.agent, parties))
            self._read()
        found = assume(
            self.store, self.directory, self.claims, self.on, self.lang, texts, self.name
        )
        self.before, self.day = self.day, found.day
        self.notes += found.notes
        self.iris |= found.deals

    def agent(self, slug: str) -> Iri:
        """
        The IRI of an organization or a person.
        """
        organization = mint("organization", slug)
        return organization if self.directory.thing(organization) else mint("person", slug)

    def expect(self, slugs: Iterable[str]) -> None:
        """
        Read the names of many together, ahead of being asked for one by one.
        """
        slugs = list(slugs)
        kinds = ("organization", "person")
        self.directory.expect(mint(kind, slug) for slug in slugs for kind in kinds)

    def name(self, slug: str) -> str:
        """
        What an agent was called on the day.
        """
        return self.directory.name(self.agent(slug), self.on)

    def parties(self) -> dict[str, Party]:
        """
        The kind and the country of everybody within reach, by id.
        """
        return read_parties(self.store, self.reach.agents() if self.reach else ())

    def cited(self, claims: Iterable[str]) -> list[Iri]:
        """
        The claims that sources stand behind: a deal in words has none.
        """
        return [self.iris[id] for id in dict.fromkeys(claims) if id in self.iris]


def refuse_many(store: Store, lang: str) -> None:
    """
    Refuse a question about everybody in a graph of very many claims.

    Raises:
        UsageError: there are more claims than a question may read whole.
    """
    if many_claims(store):
        raise UsageError(phrase("too-many", lang, most=f"{WHOLE_READ:,}".replace(",", "\u202f")))
