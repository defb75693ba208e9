"""
Beneficial owners: the natural persons behind an organization on one day.

`fr-r561-1` (Monetary and Financial Code, art. L.561-2-2 and R.561-1): more
than 25 % of the capital or of the votes, directly or indirectly, or by any
other means a power of control in the sense of Commerce Code, art. L.233-3 I 3°
and 4°. The decree does not say how an indirect holding is counted: it is
counted by product of shares, and by attribution, what a person controls being
counted whole. Each is a way of holding indirectly, so either is enough, and
the owner says which. As control by other means we count control that sources
state (taken for 3°, decisions determined in fact) and a board that a
shareholder appoints (4°), directly or through others. A majority of votes (1°)
is more than 25 % of them already; a presumption of control (paragraph II) is no
ground of its own, but what somebody is presumed to control is attributed to
it, and the verdict is then `presumed`. Joint control (paragraph III) is no
ground: each of those who act together is weighed alone.

`eu-amlr` (Regulation (EU) 2024/1624, art. 51 to 54, from 10 July 2027): 25 % or
more of the capital or of the votes by product, summed over chains (art. 52);
control by more than half of the votes on each level or by other means (art.
53); and where both meet in one chain (art. 54), a person who controls entities
that together directly hold 25 % or more, or who owns 25 % or more of an entity
that controls the organization.

Notes:
    Only holders named in public data are found: other owners may stand behind
    what nobody named, and a closed register may say otherwise. A family is
    several natural persons taken as one holder: it is given as a family, and
    not every member need be an owner. Where nobody is found the laws turn to
    the legal representatives, whom this rule does not name.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .attribution import MEASURES, Structure, attributed
from .claims import BOARD, STATED, Day
from .integrated import ALL, NOTHING, Interval, least, most
from .outsiders import ATTRIBUTION, PRODUCT
from .parties import FAMILY, STATE, Parties
from .relation import POSSIBLE, PRESUMED, UNDETERMINED, VERDICTS, YES

FRENCH = "fr-r561-1"
EUROPEAN = "eu-amlr"
RULES = (FRENCH, EUROPEAN)
QUARTER = Fraction(1, 4)
APPLIES = date(2027, 7, 10)
"""
The day from which the European rule applies (Regulation (EU) 2024/1624, art. 90).
"""

CONTROL = "control"
CONTROLLED_HOLDERS = "controlled-holders"
OWNED_CONTROLLER = "owned-controller"


@dataclass(frozen=True, slots=True)
class Ground:
    """
    One way of being a beneficial owner, and how surely.

    kind: `product`, `attribution`, `control`; in the European rule also
    `controlled-holders` and `owned-controller` (art. 54 a and b). `through` is
    the controller that is owned.
    """

    kind: str
    verdict: str
    measure: str | None = None
    share: Interval | None = None
    through: str | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """
    A natural person, or a family, and the grounds on which it is an owner.

    `verdict` is that of its surest ground: yes, presumed, possible (by known
    figures) or undetermined (only because a share has no figure).
    """

    owner: str
    organization: str
    rule: str
    verdict: str
    family: bool
    grounds: tuple[Ground, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Owners:
    """
    The owners found. `applies` is False on a day before the rule is in force.

    `unnamed` is the most of the capital that may be with persons whom no claim
    names: where it passes the threshold there may be other owners.
    """

    organization: str
    rule: str
    applies: bool
    owners: tuple[Owner, ...]
    unnamed: Fraction

    @property
    def unnamed_share(self) -> Interval:
        """
        From nothing to the most that may be with persons whom no claim names.
        """
        return Interval(NOTHING, self.unnamed)


def beneficial_owners(
    day: Day, parties: Parties, organization: str, on: date, rule: str = FRENCH
) -> Owners:
    """
    The natural persons who own or control an organization on a day, the surest first.

    Examples:
        >>> from .claims import Bounds, Holding
        >>> from .parties import NATURAL, Party
        >>> rows = [Holding("1", "p", "c", Bounds(26, 26), Bounds(26, 26))]
        >>> found = beneficial_owners(
        ...     Day(rows, whole=100), {"p": Party("p", NATURAL)}, "c", date(2026, 1, 1))
        >>> [(one.owner, one.verdict) for one in found.owners], found.unnamed
        ([('p', 'yes')], Fraction(37, 50))

    Raises:
        KeyError: the rule is neither of the two.
    """
    if rule not in RULES:
        raise KeyError(f"'{rule}' is not a rule of beneficial owners: write {' or '.join(RULES)}")
    structure = Structure(day.upstream([organization]))
    case = _Case(structure, parties, organization, rule)
    found = sorted(case.owners(), key=lambda one: (VERDICTS.index(one.verdict), one.owner))
    return Owners(
        organization, rule, rule != EUROPEAN or on >= APPLIES, tuple(found), case.unnamed()
    )


@dataclass(frozen=True, slots=True)
class _Case:
    structure: Structure
    parties: Parties
    organization: str
    rule: str

    def natural(self) -> list[str]:
        """
        Natural persons and families above the organization, in order.
        """
        day = self.structure.day
        found = {holding.holder for holding in day.holdings}
        found |= {holder for right in day.rights for holder in right.holders}
        return sorted(
            one for one in found if (party := self.parties.get(one)) is not None and party.natural
        )

    def unnamed(self) -> Fraction:
        """
        The most of the capital that may be with strangers, by product.
        """
        table = self.structure.tables[MEASURES[0]]
        ends = {one for one, party in self.parties.items() if party.natural or party.kind == STATE}
        fixed = dict.fromkeys(ends - {self.organization}, NOTHING)
        most_open = most(table, fixed, [self.organization], unnamed=lambda _: True)
        return most_open[self.organization]

    def owners(self) -> Iterator[Owner]:
        """
        Each person with a ground.
        """
        grounds_of = self._french if self.rule == FRENCH else self._european
        for one in self.natural():
            grounds = tuple(grounds_of(one))
            if grounds:
                verdict = min((ground.verdict for ground in grounds), key=VERDICTS.index)
                yield Owner(
                    one,
                    self.organization,
                    self.rule,
                    verdict,
                    self.parties[one].kind == FAMILY,
                    grounds,
                    self._claims(one),
                )

    def _french(self, one: str) -> Iterator[Ground]:
        for measure in MEASURES:
            yield from self._by_product(one, measure, self.organization)
            yield from self._by_attribution(one, measure)
        for verdict, groups in self.structure.relation.groups.items():
            if self.organization in groups.of(one):
                if groups.explain(one, self.organization).steps[-1].kind in (STATED, BOARD):
                    yield Ground(CONTROL, verdict)
                break

    def _european(self, one: str) -> Iterator[Ground]:
        for measure in MEASURES:
            yield from self._by_product(one, measure, self.organization)
        verdict = self._controls(one, self.organization)
        if verdict:
            yield Ground(CONTROL, verdict)
        for measure in MEASURES:
            yield from self._by_controlled_holders(one, measure)
        for controller in self.structure.facts.closed.possible.above(self.organization):
            party = self.parties.get(controller)
            control = self._controls(controller, self.organization)
            if controller == one or control is None or (party is not None and party.natural):
                continue
            for measure in MEASURES:
                for owned in self._by_product(one, measure, controller):
                    weaker = max((owned.verdict, control), key=VERDICTS.index)
                    yield Ground(OWNED_CONTROLLER, weaker, measure, owned.share, controller)

    def _passes(self, part: Fraction) -> bool:
        return part >= QUARTER if self.rule == EUROPEAN else part > QUARTER

    def _by_product(self, one: str, measure: str, organization: str) -> Iterator[Ground]:
        """
        The share held directly and through others, by product, in the surest reading that passes.
        """
        table = self.structure.tables[measure]
        low = least(table, {one: ALL}, [organization])[organization]
        known = most(table, {one: ALL}, [organization], known=True)[organization]
        high = most(table, {one: ALL}, [organization])[organization]
        for verdict, part in ((YES, low), (POSSIBLE, known), (UNDETERMINED, high)):
            if self._passes(part):
                yield Ground(PRODUCT, verdict, measure, Interval(low, max(low, high)))
                return

    def _by_attribution(self, one: str, measure: str) -> Iterator[Ground]:
        """
        What a person and those whom it controls hold, counted whole.
        """
        groups = self.structure.relation.groups
        yield from self._counted(
            ATTRIBUTION, measure, {verdict: of.of(one) for verdict, of in groups.items()}
        )

    def _by_controlled_holders(self, one: str, measure: str) -> Iterator[Ground]:
        """
        What entities that a person controls hold directly, together: its own shares stand apart.
        """
        closed = self.structure.facts.closed
        readings = {YES: closed.certain, POSSIBLE: closed.known, UNDETERMINED: closed.possible}
        members = {verdict: groups.of(one).keys() - {one} for verdict, groups in readings.items()}
        yield from self._counted(CONTROLLED_HOLDERS, measure, members)

    def _counted(
        self, kind: str, measure: str, members: Mapping[str, Collection[str]]
    ) -> Iterator[Ground]:
        column = self.structure.tables[measure].get(self.organization)
        if column is None or column.base <= 0:
            return
        for verdict, group in members.items():
            mine = set(group) - {self.organization}
            if verdict in (YES, PRESUMED):
                part = Fraction(column.least(mine), column.base)
            else:
                found = column.most(mine, unknown=verdict == UNDETERMINED)
                part = Fraction(found.votes, found.base) if found.base else NOTHING
            if self._passes(part):
                widest = set(members[UNDETERMINED]) - {self.organization}
                share = attributed(column, mine, widest, unnamed=False)
                yield Ground(kind, verdict, measure, share)
                return

    def _controls(self, one: str, organization: str) -> str | None:
        """
        Control by more than half of the votes on each level, or by a right: no presumption.
        """
        closed = self.structure.facts.closed
        for verdict, groups in (
            (YES, closed.certain),
            (POSSIBLE, closed.known),
            (UNDETERMINED, closed.possible),
        ):
            if organization in groups.of(one):
                return verdict
        return None

    def _claims(self, one: str) -> tuple[str, ...]:
        """
        The claims on the way down from a person to the organization.
        """
        day = self.structure.day
        below, todo = {one}, [one]
        while todo:
            here = todo.pop()
            fresh = {holding.held for holding in day.holder(here)}
            fresh |= {right.organization for right in day.rights if here in right.holders}
            todo += fresh - below
            below |= fresh
        found = [row.claim for row in day.holdings if row.holder in below]
        found += [right.claim for right in day.rights if below.intersection(right.holders)]
        return tuple(dict.fromkeys(found))
