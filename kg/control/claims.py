"""
Claims of one day, as the engine takes them: who holds what, with which right.

Shares are whole numbers of millionths of a percent, so that sums and
thresholds are exact. The engine knows neither dates nor sources: a claim is
certain or only possible on the day, and a share is known within bounds.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

WHOLE = 100_000_000
"""
All the votes of a company: 100 % in millionths of a percent.
"""

STATED = "stated-control"
ATTACHMENT = "attachment"
BOARD = "board-appointment"
CONCERT = "concert"
AGREEMENT = "agreement"
GOLDEN_SHARE = "golden-share"
OVERSIGHT = "public-oversight"

JOINT = frozenset({CONCERT, AGREEMENT, STATED})
"""
Rights that several holders exercise together: shown, no ground for one alone.
"""


@dataclass(frozen=True, slots=True)
class Bounds:
    """
    The least and the most that a share can be.
    """

    low: int
    high: int

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            raise ValueError(f"bounds {self.low}..{self.high}: write 0 <= low <= high")


@dataclass(frozen=True, slots=True)
class Holding:
    """
    What a claim says that a holder holds of an organization.

    `certain` is False where the dates of the claim only allow it to hold on
    the day. `known` is False where no figure is published. `starts` and `ends`
    are the dates as published, used to see that two rows follow each other.
    `begun` and `unended` say that the day is certainly not before the start,
    or not after the end: two rows that follow each other leave no gap only if
    the first has begun and the last has not ended.
    """

    claim: str
    holder: str
    held: str
    capital: Bounds
    votes: Bounds
    votes_follow_capital: bool = False
    certain: bool = True
    known: bool = True
    starts: str = ""
    ends: str = ""
    begun: bool = True
    unended: bool = True


@dataclass(frozen=True, slots=True)
class Right:
    """
    A power over an organization that is not a share.

    Of an attachment, `holders` is the legal person and `organization` its division.
    """

    claim: str
    kind: str
    holders: tuple[str, ...]
    organization: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Day:
    """
    The claims that hold, or may hold, on one day.

    `whole` is the number of units that all the votes of a company make.
    `companies` are the agents that are companies; None takes every agent for one.
    `several` are groups that a source names as one holder though nobody speaks
    for them, such as the creditors of a company.
    """

    holdings: tuple[Holding, ...]
    rights: tuple[Right, ...]
    whole: int
    companies: frozenset[str] | None
    several: frozenset[str]
    _held: dict[str, list[Holding]] = field(repr=False, compare=False)
    _holder: dict[str, list[Holding]] = field(repr=False, compare=False)
    _over: dict[str, list[Right]] = field(repr=False, compare=False)

    def __init__(
        self,
        holdings: Iterable[Holding] = (),
        rights: Iterable[Right] = (),
        whole: int = WHOLE,
        companies: frozenset[str] | None = None,
        several: frozenset[str] = frozenset(),
    ) -> None:
        set_field = object.__setattr__
        set_field(self, "holdings", tuple(holdings))
        set_field(self, "rights", tuple(rights))
        set_field(self, "whole", whole)
        set_field(self, "companies", companies)
        set_field(self, "several", several)
        held: dict[str, list[Holding]] = {}
        holder: dict[str, list[Holding]] = {}
        over: dict[str, list[Right]] = {}
        for holding in self.holdings:
            held.setdefault(holding.held, []).append(holding)
            holder.setdefault(holding.holder, []).append(holding)
        for right in self.rights:
            over.setdefault(right.organization, []).append(right)
        set_field(self, "_held", held)
        set_field(self, "_holder", holder)
        set_field(self, "_over", over)

    def agents_only(self) -> "Day":
        """
        The claims without those of groups for which nobody speaks.

        What such a group holds is held by strangers, one or many: the group
        itself decides nothing, so it controls nothing.
        """
        if not self.several:
            return self
        return Day(
            (
                holding
                for holding in self.holdings
                if holding.holder not in self.several and holding.held not in self.several
            ),
            self.rights,
            self.whole,
            self.companies,
            self.several,
        )

    def held(self, organization: str) -> list[Holding]:
        """
        The holdings in an organization.
        """
        return self._held.get(organization, [])

    def holder(self, agent: str) -> list[Holding]:
        """
        The holdings of an agent.
        """
        return self._holder.get(agent, [])

    def over(self, organization: str) -> list[Right]:
        """
        The rights over an organization.
        """
        return self._over.get(organization, [])

    def is_company(self, agent: str) -> bool:
        """
        Whether an agent is a company: neither a person nor the State, a family or a fund.
        """
        return self.companies is None or agent in self.companies

    def organizations(self) -> list[str]:
        """
        Those that are held or subject to a right, in order.
        """
        return sorted({*self._held, *self._over})

    def upstream(self, organizations: Collection[str]) -> "Day":
        """
        The claims on which the control of these organizations can depend.

        Whether h belongs to the group of x depends on the holders of h, on
        theirs, and so on; so who controls an organization depends on what
        lies above it alone.
        """
        seen = set(organizations)
        todo = list(seen)
        while todo:
            one = todo.pop()
            above = {holding.holder for holding in self.held(one)}
            above.update(holder for right in self.over(one) for holder in right.holders)
            todo += above - seen
            seen |= above
        return Day(
            (holding for holding in self.holdings if holding.held in seen),
            (right for right in self.rights if right.organization in seen),
            self.whole,
            self.companies,
            self.several,
        )
