"""
Reach: the claims that can bear on a question, out of a graph of any size.

Who controls an organization depends on its holders, on theirs, and so on; what
an agent controls depends on what it holds, with all holders of that, and on
what these control. Both are read round by round, so that a question about one
organization costs what its surroundings cost, not what the graph does.
"""

import re
from collections.abc import Collection, Container, Iterable
from datetime import date
from typing import TYPE_CHECKING

from .claims import (
    Claims,
    ControlRight,
    Dated,
    Shareholding,
    in_chunks,
    read_kinds,
    read_rights,
    read_shareholdings,
    rows,
    values,
)
from .control import Day
from .control.columns import read_column
from .control.presumption import OF, PART
from .control.stakes import capital_column
from .graph import Store
from .names import KG, Iri, mint

if TYPE_CHECKING:
    from .surroundings import Ground

SLUG = re.compile(r"[\w.~-]+", re.ASCII)
MANY = 300
"""
Up to so many organizations, reading those that hold or are held by one another
round by round is sooner done than asking the arrays of a large graph.
"""


class Reach:
    """
    The claims read so far, and ways to read those that bear on more.

    Upwards, claims are followed that may hold on the day, and those of other
    sources, which may stand in their place; without a day, all of them.
    """

    def __init__(self, store: Store, on: date | None = None) -> None:
        self._store, self._on = store, on
        self._shareholdings: dict[Iri, Shareholding] = {}
        self._rights: dict[Iri, ControlRight] = {}
        self._above: dict[Iri, set[Iri]] = {}
        self._held: set[Iri] = set()
        self._ruled: set[Iri] = set()
        self._typed: set[Iri] = set()
        self._companies: frozenset[str] = frozenset()
        self._several: frozenset[str] = frozenset()

    def agents(self) -> frozenset[Iri]:
        """
        Everybody asked about, or named by a claim read so far.
        """
        return frozenset(self._typed)

    def claims(self, about: Container[Iri] | None = None) -> Claims:
        """
        The claims read so far, or those of them about some organizations, ordered by id.
        """
        shareholdings = self._shareholdings.values()
        rights = self._rights.values()
        return Claims(
            sorted(
                (one for one in shareholdings if about is None or one.held in about),
                key=lambda one: one.claim,
            ),
            sorted(
                (one for one in rights if about is None or one.organization in about),
                key=lambda one: one.claim,
            ),
            self._companies,
            self._several,
        )

    def above(self, agents: Iterable[Iri]) -> "Reach":
        """
        Read all on which the control of some agents can depend.
        """
        self._climb(set(agents))
        return self

    def _climb(self, todo: set[Iri], most: int | None = None) -> bool:
        """
        Read the holders of some organizations, theirs, and so on; give whether to the ends.

        With `most` not where more organizations than that would be read.
        """
        self._types(todo)
        seen = set(todo)
        while todo:
            if most is not None and self._store.ledger and len(seen) > most:
                return False
            self._columns(todo)
            todo = set().union(*(self._above.get(one, ()) for one in todo)) - seen
            seen |= todo
        return True

    def deciding(self, agents: Iterable[Iri]) -> "Reach":
        """
        Read all on which it depends who controls some agents: on the day, else on all.

        Beside the arrays of a generation that is less than all `above` them, and
        the answers are the same: see `kg.surroundings`.
        """
        agents = set(agents)
        if self._climb(agents, MANY):
            return self
        arrays = _ground(self._store)
        if arrays is None:
            return self.above(agents)
        self._columns(arrays.columns(agents, _number(self._on) if self._on else None))
        return self

    def claimed(self, ids: Iterable[str]) -> "Reach":
        """
        Read the claims that go by some ids, and all on which they can bear.
        """
        iris = [
            mint(kind, id)
            for id in ids
            for kind in ("shareholding", "control-right", "attachment")
            if SLUG.fullmatch(id)
        ]
        shareholdings = read_shareholdings(self._store, claim=iris) if iris else []
        rights = read_rights(self._store, claim=iris) if iris else []
        ends = {end for one in shareholdings for end in (one.holder, one.held)}
        ends |= {end for one in rights for end in (one.organization, *one.holders)}
        return self.above(ends)

    def below(
        self, agent: Iri, *, minorities: bool = False, holdings: bool = False
    ) -> frozenset[str]:
        """
        Read all on which it depends what an agent controls on the day, else today; give them.

        These are the ids of the agent, of all that it may control by some rule,
        directly and through others, and of all that it or one of them has a
        right over; with `minorities` also of what they hold shares of. With
        `holdings` all that they hold is read, if only in part.

        Notes:
            An organization is followed down where those followed before may
            have more than two fifths of its votes or of its capital, the least
            share that a rule of control is content with. The most that a group
            can have only grows with the group, so nobody is left out. The other
            holders of an organization are read where those followed hold so much
            before own shares are taken off, where it has own shares, and where
            somebody has a right over it.
        """
        on = self._on or date.today()
        members, todo = {agent}, {agent}
        reached = {agent}
        while todo:
            if self._many(todo, reached):
                arrays = _ground(self._store)
                if arrays is not None:
                    return self._below(arrays, agent, on, holdings=holdings, minorities=minorities)
            found = self._holdings(todo)
            reached |= found
            fresh = found - members
            self._over(fresh)
            slugs = {one.slug for one in members}
            day = self.claims(fresh).on(on)
            large = {one for one in fresh if _holds_much(day, one.slug, slugs)}
            large |= self._own_holders(fresh - large)
            self._columns(large)
            day = self.claims(large).on(on).agents_only()
            todo = {one for one in large if _may_join(day, one.slug, slugs)}
            members |= todo
        asked = reached if minorities else members
        self.deciding(asked)
        return frozenset(one.slug for one in asked)

    def _many(self, agents: Iterable[Iri], reached: Collection[Iri]) -> bool:
        """
        Whether agents hold so much, with what was reached, that the arrays are sooner read.
        """
        if self._store.ledger is None or len(reached) > MANY:
            return self._store.ledger is not None
        query = f"SELECT ?claim WHERE {{ {values('holder', sorted(agents))}"
        query += f"?claim <{KG}holder> ?holder }} LIMIT 1 OFFSET {MANY}"
        return bool(rows(self._store, query))

    def _below(
        self, arrays: "Ground", agent: Iri, on: date, *, holdings: bool, minorities: bool
    ) -> frozenset[str]:
        """
        The same, where the arrays tell whom the agent may control.
        """
        asked = arrays.below(agent, _number(on))
        self._types(asked)
        if holdings or minorities:
            reached = self._holdings(asked)
            fresh = reached - asked
            self._over(fresh)
            # of what they hold much of, the others' shares bound what they can have
            day, slugs = self.claims(fresh).on(on), {one.slug for one in asked}
            large = {one for one in fresh if _holds_much(day, one.slug, slugs)}
            self._columns(large | arrays.own(fresh - large))
            asked |= reached if minorities else set()
        self._columns(arrays.columns(asked, _number(on)))
        return frozenset(one.slug for one in asked)

    def _columns(self, organizations: Iterable[Iri]) -> None:
        """
        Read all claims on who holds, or has a right over, some organizations.
        """
        fresh = sorted(set(organizations) - self._held)
        self._held.update(fresh)
        for chunk in in_chunks(fresh):
            self._add(read_shareholdings(self._store, held=chunk), ())
        self._over(fresh)

    def _over(self, organizations: Iterable[Iri]) -> None:
        """
        Read the rights over some organizations.
        """
        fresh = sorted(set(organizations) - self._ruled)
        self._ruled.update(fresh)
        for chunk in in_chunks(fresh):
            self._add((), read_rights(self._store, organization=chunk))

    def _own_holders(self, organizations: Iterable[Iri]) -> set[Iri]:
        """
        Those of some organizations that hold shares of themselves.
        """
        found: set[Iri] = set()
        for chunk in in_chunks(sorted(organizations)):
            query = f"SELECT ?held WHERE {{ {values('held', chunk)}"
            query += f"?claim <{KG}held> ?held ; <{KG}holder> ?held }}"
            found |= {row["held"] for row in rows(self._store, query)}
        return found

    def _holdings(self, agents: Iterable[Iri]) -> set[Iri]:
        """
        Read what some agents hold or have a right over, and give that.
        """
        found: set[Iri] = set()
        for chunk in in_chunks(sorted(agents)):
            held = read_shareholdings(self._store, holder=chunk)
            over = read_rights(self._store, holder=chunk)
            self._add(held, over)
            found |= {claim.held for claim in held} | {right.organization for right in over}
        return found

    def _add(self, shareholdings: Iterable[Shareholding], rights: Iterable[ControlRight]) -> None:
        agents: set[Iri] = set()
        for claim in shareholdings:
            self._shareholdings[claim.claim] = claim
            if self._followed(claim):
                self._above.setdefault(claim.held, set()).add(claim.holder)
            agents |= {claim.holder, claim.held}
        for right in rights:
            self._rights[right.claim] = right
            if self._followed(right):
                self._above.setdefault(right.organization, set()).update(right.holders)
            agents |= {right.organization, *right.holders}
        self._types(agents)

    def _followed(self, claim: Dated) -> bool:
        if self._on is None or claim.standing == "alternative":
            return True
        return claim.standing == "counted" and claim.certainty(self._on) is not None

    def _types(self, agents: Iterable[Iri]) -> None:
        """
        Read which of some agents are companies, and which groups that nobody speaks for.
        """
        fresh = sorted(set(agents) - self._typed)
        self._typed.update(fresh)
        for chunk in in_chunks(fresh):
            companies, several = read_kinds(self._store, chunk)
            self._companies |= companies
            self._several |= several


def _ground(store: Store) -> "Ground | None":
    """
    The arrays beside a store; the room that asks them is loaded only where there are any.
    """
    if store.ledger is None:
        return None
    from .surroundings import ground

    return ground(store)


def _number(day: date) -> int:
    """
    A day as the arrays count it.
    """
    return (day - date(1970, 1, 1)).days


def _holds_much(day: Day, organization: str, group: set[str]) -> bool:
    """
    Whether a group may hold more than two fifths of the whole, or there is a right over it.
    """
    mine = [row for row in day.held(organization) if row.holder in group]
    votes, capital = sum(row.votes.high for row in mine), sum(row.capital.high for row in mine)
    return bool(day.over(organization)) or OF * max(votes, capital) > PART * day.whole


def _may_join(day: Day, organization: str, group: set[str]) -> bool:
    """
    Whether a group may control an organization by some rule, or has a right over it.
    """
    if any(not group.isdisjoint(right.holders) for right in day.over(organization)):
        return True
    rows = day.held(organization)
    if not any(row.holder in group for row in rows):
        return False
    columns = read_column(organization, rows, day.whole), capital_column(day, organization)
    return any(column.most(group).passes(PART, OF) for column in columns)
