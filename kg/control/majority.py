"""
Majority: control by accumulation, more than half of the votes held together.

Divisions are part of the legal person that they are attached to, so the
groups of this rule pass through attachments too.
"""

from dataclasses import dataclass

from .columns import Column
from .groups import Groups
from .relation import POSSIBLE, UNDETERMINED, YES, Facts, Relation

RULE = "majority"


@dataclass(frozen=True, slots=True)
class Deadlock:
    """
    An organization of which groups hold exactly half each: control by nobody.

    `holders` are the nearest holders whose group has exactly half.
    """

    organization: str
    holders: tuple[str, ...]
    claims: tuple[str, ...]


def relate(facts: Facts) -> Relation:
    """
    Who controls whom by accumulation of votes.

    x controls y when y is in the least set that holds x and takes in any
    organization of which its members together hold strictly more than half
    of the exercisable votes. Exactly half is not control. Treasury shares
    leave the denominator. Strangers hold what nobody named, so nobody gains
    from the unlisted rest.

    Examples:
        >>> from .claims import Bounds, Day, Holding
        >>> def votes(claim, holder, held, share):
        ...     return Holding(claim, holder, held, Bounds(share, share), Bounds(share, share))
        >>> day = Day([votes("1", "a", "b", 6), votes("2", "a", "c", 3), votes("3", "b", "c", 3)],
        ...           whole=10)
        >>> relate(Facts(day)).verdict("a", "c")
        'yes'

    Notes:
        Where the lower bounds of each column sum to the whole at most, the
        certain groups are laminar: two of them are nested or disjoint.

    References:
        Ceri, Gottlob, Tanca: Logic Programming and Databases (1990).
        Commerce Code, art. L.233-3 I 1° and L.233-4.
    """
    found = facts.by_votes
    groups = {YES: found.certain, POSSIBLE: found.known, UNDETERMINED: found.possible}
    return Relation(RULE, groups)


def find_deadlocks(facts: Facts, certain: Groups) -> list[Deadlock]:
    """
    Organizations of which a group holds exactly half of the votes in every completion.
    """
    found = []
    for organization, column in facts.columns.items():
        holders = {holder for holder in column.holders() if holder != organization}
        heads = holders.union(*(certain.above(holder) for holder in holders))
        halves = {
            head
            for head in heads
            if organization not in certain.of(head) and _exactly_half(column, certain, head)
        }
        nearest = sorted(
            head
            for head in halves
            if not any(
                other != head and other in certain.of(head) and head not in certain.of(other)
                for other in halves
            )
        )
        if nearest:
            members = {member for head in nearest for member in certain.of(head)}
            claims = tuple(
                claim
                for block in column.blocks
                if members.intersection(block.holders)
                for claim in block.claims
            )
            found.append(Deadlock(organization, tuple(nearest), claims))
    return found


def _exactly_half(column: Column, certain: Groups, head: str) -> bool:
    group = certain.of(head)
    most = column.most(group)
    return 0 < column.base == 2 * column.least(group) and 2 * most.votes == most.base


def find_self_controlled(facts: Facts, certain: Groups) -> list[str]:
    """
    Organizations held by what they control themselves, with nobody above them.
    """
    return [
        organization
        for organization, column in facts.columns.items()
        if 2 * column.least(certain.of(organization)) > column.base
        and not certain.above(organization)
    ]
