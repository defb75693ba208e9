"""
Relation: who controls whom by one rule, from the surest reading to the weakest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .claims import ATTACHMENT, BOARD, STATED, Day, Holding
from .columns import Column, read_columns
from .groups import Groups, Reading
from .joint import joint_powers
from .steps import Power

YES = "yes"
PRESUMED = "presumed"
POSSIBLE = "possible"
UNDETERMINED = "undetermined"
VERDICTS = (YES, PRESUMED, POSSIBLE, UNDETERMINED)


@dataclass(frozen=True, slots=True)
class Relation:
    """
    The groups behind each verdict of one rule; each holds the ones before it.

    A pair has the first verdict whose groups hold it. `told` is the relation
    whose pairs this rule does not repeat: what already holds there, and what
    is as open there as here.
    """

    rule: str
    groups: Mapping[str, Groups]
    told: "Relation | None" = None

    @property
    def sure(self) -> Groups:
        """
        The groups that hold in every completion, presumptions included.
        """
        return self.groups.get(PRESUMED, self.groups[YES])

    def verdict(self, controller: str, organization: str) -> str | None:
        """
        The verdict on one pair, told elsewhere or not; None where there is no control.
        """
        for verdict, groups in self.groups.items():
            if organization in groups.of(controller):
                return verdict
        return None

    def controllers(self) -> list[str]:
        """
        Those who may control anybody, in order.
        """
        return self.groups[UNDETERMINED].controllers()

    def pairs(self, controller: str) -> Iterable[tuple[str, str]]:
        """
        What a controller may control, with the verdict, as this rule lists it.
        """
        for organization in self.groups[UNDETERMINED].of(controller):
            if organization == controller:
                continue
            verdict = self.verdict(controller, organization)
            assert verdict is not None
            told = self.told.verdict(controller, organization) if self.told else None
            if told == YES or (told and verdict in (POSSIBLE, UNDETERMINED)):
                continue
            yield organization, verdict


@dataclass(frozen=True, slots=True)
class Readings:
    """
    The groups under the certain, the known and the possible reading.
    """

    certain: Groups
    known: Groups
    possible: Groups


@dataclass(slots=True)
class Facts:
    """
    The claims of a day as rules read them: columns of votes, and powers.

    `by_votes` are the groups that votes and attachments make; `closed` those
    that powers make too.
    """

    day: Day
    columns: dict[str, Column] = field(init=False)
    by_votes: Readings = field(init=False)
    closed: Readings = field(init=False)

    def __post_init__(self) -> None:
        self.day = self.day.agents_only()
        self.columns = read_columns(self.day)
        attachments, powers = tuple(self._attachments()), tuple(self._powers())
        self.by_votes = readings(self.columns, attachments)
        self.closed = self.by_votes
        if powers:
            self.closed = readings(self.columns, (*attachments, *powers))
        groups = self.closed.certain, self.closed.possible
        joint = tuple(joint_powers(self.day, self.columns, *groups))
        if joint:
            self.closed = readings(self.columns, (*attachments, *powers, *joint))

    def _attachments(self) -> Iterable[Power]:
        for right in self.day.rights:
            if right.kind == ATTACHMENT:
                for holder in right.holders:
                    yield Power(
                        ATTACHMENT, holder, right.organization, (right.claim,), right.certain
                    )

    def _powers(self) -> Iterable[Power]:
        """
        Rights that are control by themselves, of a single holder.

        A board is a ground only for one who also holds a share (art. L.233-3
        I 4°). What several hold together is joint: no ground for one alone.
        """
        for right in self.day.rights:
            if len(right.holders) != 1 or right.kind not in (STATED, BOARD):
                continue
            holder, claims, certain = right.holders[0], [right.claim], right.certain
            if right.kind == BOARD:
                shares = [
                    holding
                    for holding in self.day.held(right.organization)
                    if holding.holder == holder and holding.votes.high + holding.capital.high > 0
                ]
                if not shares:
                    continue
                claims += sorted(holding.claim for holding in shares)
                certain = certain and any(map(_surely_holder, shares))
            yield Power(right.kind, holder, right.organization, tuple(claims), certain)


def _surely_holder(holding: Holding) -> bool:
    """
    Whether a claim attests some share, if only without a figure.
    """
    positive = holding.capital.low + holding.votes.low > 0
    return holding.certain and (positive or not holding.known)


def readings(columns: Mapping[str, Column], powers: tuple[Power, ...]) -> Readings:
    """
    The groups under each reading. Readings that cannot differ share their groups.
    """
    sure = tuple(power for power in powers if power.certain)
    certain = Groups(columns, sure, Reading.CERTAIN)
    if len(sure) == len(powers) and all(column.exact for column in columns.values()):
        return Readings(certain, certain, certain)
    possible = Groups(columns, powers, Reading.POSSIBLE)
    if all(column.known for column in columns.values()):
        return Readings(certain, possible, possible)
    return Readings(certain, Groups(columns, powers, Reading.KNOWN), possible)
