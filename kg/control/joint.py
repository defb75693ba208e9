"""
Joint control: what several holders decide together, and none of them alone.

Article L.233-3 III: two or more persons acting in concert are considered to
control a company jointly when they in fact determine the decisions taken in
its general meetings.
"""

from collections.abc import Iterator, Mapping

from .claims import CONCERT, STATED, Day, Right
from .columns import Column
from .groups import Groups
from .steps import Power

PART, OF = 1, 2
BETWEEN = "+"


def pair_of(holders: tuple[str, ...]) -> str:
    """
    The name under which several holders stand as one controller.

    Examples:
        >>> pair_of(("b", "a"))
        'a+b'
    """
    return BETWEEN.join(sorted(holders))


def members(controller: str) -> tuple[str, ...]:
    """
    Those who stand behind a controller: several for a joint one, else itself.
    """
    return tuple(controller.split(BETWEEN))


def joint_powers(
    day: Day,
    columns: Mapping[str, Column],
    sure: Groups,
    possible: Groups,
) -> Iterator[Power]:
    """
    The powers that several hold together.

    Either a source says that they control jointly, or they act in concert and
    hold together more than half of the votes, each with what it controls: who
    has the majority in the meeting determines its decisions. A concert below
    that may do so in fact; no percentage says whether it does. Where one of
    them controls alone, nothing is joint.
    """
    for right in day.rights:
        if len(right.holders) < 2 or right.kind not in (STATED, CONCERT):
            continue
        if any(right.organization in sure.of(one) for one in right.holders):
            continue
        if right.kind == STATED:
            yield _power(right, right.certain, frozenset())
        elif right.organization in columns:
            column = columns[right.organization]
            group = {member for one in right.holders for member in sure.of(one)}
            wide = {member for one in right.holders for member in possible.of(one)}
            counted = frozenset(holder for holder in column.holders() if holder in wide)
            if OF * column.least(group) > PART * column.base:
                yield _power(right, right.certain, counted)
            elif column.most(wide).passes(PART, OF):
                yield _power(right, False, counted)


def _power(right: Right, certain: bool, group: frozenset[str]) -> Power:
    return Power(
        right.kind,
        pair_of(right.holders),
        right.organization,
        (right.claim,),
        certain=certain,
        group=group,
        quota=(PART, OF),
    )
