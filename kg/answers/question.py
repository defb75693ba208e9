"""
Question: what is asked on which day, and the claims of that day.
"""

from collections.abc import Iterable
from datetime import date

from ..claims import Claims, read_claims
from ..control import Day
from ..graph import Store
from ..names import Iri, mint
from .assume import assume
from .naming import Directory


class Question:
    """
    The claims of a day, as they are and, under assumptions, as they would be.

    `before` is the day without the assumptions, None where there are none.
    """

    def __init__(self, store: Store, directory: Directory, on: date, lang: str) -> None:
        self.store, self.directory, self.on, self.lang = store, directory, on, lang
        self.claims = read_claims(store)
        self.day = self.claims.on(on)
        self.before: Day | None = None
        self.notes: list[str] = []
        self.iris = claim_iris(self.claims)

    def suppose(self, assumptions: str | Iterable[str]) -> None:
        """
        Take deals or planned claims as done.
        """
        found = assume(
            self.store, self.directory, self.claims, self.on, self.lang, assumptions, self.name
        )
        self.before, self.day = self.day, found.day
        self.notes += found.notes
        self.iris |= found.deals

    def name(self, slug: str) -> str:
        """
        What an agent was called on the day.
        """
        organization = mint("organization", slug)
        known = organization in self.directory.things
        return self.directory.name(organization if known else mint("person", slug), self.on)

    def cited(self, claims: Iterable[str]) -> list[Iri]:
        """
        The claims that sources stand behind: a deal in words has none.
        """
        return [self.iris[id] for id in dict.fromkeys(claims) if id in self.iris]


def claim_iris(claims: Claims) -> dict[str, Iri]:
    """
    The IRI of each claim that control rests on, by its id.
    """
    return {claim.claim.slug: claim.claim for claim in (*claims.shareholdings, *claims.rights)}
