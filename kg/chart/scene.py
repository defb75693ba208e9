"""
Scene: which agents and ties a structure chart of a day shows, and what it leaves out.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ..errors import UsageError
from ..names import Iri
from ..shares import UNKNOWN, Share
from .ties import Tie, Ties

DIRECTIONS = ("both", "up", "down")
BELOW = 2
MOST_NODES = 150


@dataclass(frozen=True, slots=True)
class Options:
    """
    What of the surroundings is drawn.

    `depth` is in levels, on both sides; None goes up to the ultimate owners and
    two levels down. Ties whose share is certainly under `minimum` percent are
    left out. More than `limit` holders of one organization, or holdings of one
    agent, are folded into one box; nothing is looked for beyond `most` boxes.
    """

    direction: str = "both"
    depth: int | None = None
    minimum: Decimal = Decimal(0)
    limit: int = 12
    most: int = MOST_NODES
    control: bool = False

    def __post_init__(self) -> None:
        if self.direction not in DIRECTIONS:
            raise UsageError(
                f"'{self.direction}' is not a direction: write one of {', '.join(DIRECTIONS)}."
            )
        if self.depth is not None and self.depth < 0:
            raise UsageError(f"A depth of {self.depth} cannot be drawn: write 0 or more.")
        if not 0 <= self.minimum <= 100:
            raise UsageError(f"{self.minimum} is not a percentage: write 0 to 100.")
        if self.limit < 2:
            raise UsageError(f"{self.limit} boxes are too few to fold into: write 2 or more.")


@dataclass(slots=True)
class Fold:
    """
    The smaller ties of one agent, drawn as one box.
    """

    agent: Iri
    up: bool
    ties: list[Tie]

    @property
    def id(self) -> str:
        """
        An id that no agent has.
        """
        return f"+{'above' if self.up else 'below'}-{self.agent.slug}"

    @property
    def members(self) -> list[Iri]:
        """
        Whom or what the box stands for: only those whose ties hold and count.
        """
        ends = (tie.tails if self.up else (tie.head,) for tie in self.ties if tie.solid)
        return list(dict.fromkeys(end for every in ends for end in every))

    @property
    def counted(self) -> list[Share]:
        """
        The shares of known size that count.
        """
        return [tie.share for tie in self.ties if tie.solid and tie.share.known]

    @property
    def unknown(self) -> int:
        """
        How many counted shareholdings have no known share.
        """
        return sum(
            1 for tie in self.ties if tie.solid and tie.kind == "holds" and not tie.share.known
        )

    @property
    def shareless(self) -> int:
        """
        How many counted ties are no shareholdings: rights, and parts of one legal person.
        """
        return sum(1 for tie in self.ties if tie.solid and tie.kind != "holds")

    @property
    def aside(self) -> int:
        """
        How many ties do not hold, or do not count: planned, or said by another source.
        """
        return sum(1 for tie in self.ties if not tie.solid)

    @property
    def total(self) -> Share:
        """
        What the holders of known share have together; at the least, what certainly holds.
        """
        if not self.counted:
            return UNKNOWN
        whole = Decimal(100)
        sure = (tie for tie in self.ties if tie.solid and tie.certainty == "certain")
        low = sum((tie.share.minimum or Decimal(0) for tie in sure), Decimal(0))
        high = sum((_most(one) for one in self.counted), Decimal(0))
        return Share(None, min(low, whole) or None, min(high, whole))


@dataclass(slots=True)
class Scene:
    """
    Agents and ties around one agent on a day.

    `agents` stand in the order in which they were met; `beyond` has, by agent,
    the holders above (True) and the holdings below that are known and not drawn;
    `held` says whether anybody is known to hold the focus, drawn or not.
    """

    focus: Iri
    on: date
    options: Options
    agents: dict[Iri, None] = field(default_factory=dict)
    ties: dict[Iri, Tie] = field(default_factory=dict)
    folds: list[Fold] = field(default_factory=list)
    hidden: set[Iri] = field(default_factory=set)
    beyond: dict[tuple[Iri, bool], set[Iri]] = field(default_factory=dict)
    held: bool = False

    @property
    def claims(self) -> set[Iri]:
        """
        Every claim that the chart shows, the folded ones included.
        """
        return {*self.ties, *(tie.claim for fold in self.folds for tie in fold.ties)}

    @property
    def unheld(self) -> bool:
        """
        Whether nobody is known to hold the focus, where holders were looked for.
        """
        return self.options.direction != "down" and self.options.depth != 0 and not self.held


def gather(ties: Ties, focus: Iri, on: date, options: Options) -> Scene:
    """
    The surroundings of an agent, reached anew on that day.

    Upwards through holders, downwards through holdings, never down from an
    owner to its other holdings; then every tie of the day between those met.
    """
    scene = Scene(focus, on, options, {focus: None})
    for up in (True, False):
        if options.direction in ("both", "up" if up else "down"):
            _spread(scene, ties, up=up)
    _unfold(scene)
    _close(scene, ties)
    return scene


def _spread(scene: Scene, ties: Ties, *, up: bool) -> None:
    options = scene.options
    depth = options.depth if options.depth is not None else (None if up else BELOW)
    frontier, level, seen = [scene.focus], 0, {scene.focus}
    while frontier:
        following: list[Iri] = []
        for agent in frontier:
            every = ties.above(agent, scene.on) if up else ties.below(agent, scene.on)
            found = _kept(scene, agent, every, up=up)
            if (depth is not None and level >= depth) or len(scene.agents) >= options.most:
                _tell_beyond(scene, agent, found, up=up)
                continue
            shown, folded = _folded(found, options.limit, up=up)
            if folded:
                scene.folds.append(Fold(agent, up, folded))
            for tie in shown:
                scene.ties[tie.claim] = tie
                # Those who have a right with others bring these along.
                scene.agents.update(dict.fromkeys((*tie.tails, tie.head)))
                for end in tie.tails if up else (tie.head,):
                    if tie.solid and end not in seen:
                        seen.add(end)
                        following.append(end)
        frontier, level = following, level + 1


def _kept(scene: Scene, agent: Iri, every: list[Tie], *, up: bool) -> list[Tie]:
    """
    The ties that are not certainly smaller than asked; the others are beyond what is drawn.
    """
    if up and agent == scene.focus:
        scene.held = any(tie.kind != "deal" for tie in every)
    small = _small(every, scene.options.minimum)
    scene.hidden |= small
    _tell_beyond(scene, agent, [tie for tie in every if tie.claim in small], up=up)
    return [tie for tie in every if tie.claim not in small]


def _small(every: list[Tie], minimum: Decimal) -> set[Iri]:
    """
    The shareholdings whose holder certainly has less than a minimum.

    What one holder has in several lots of the same organization is added up.
    """
    most: dict[tuple[object, ...], Decimal | None] = {}
    for tie in every:
        sum_of, largest = most.get(_lot(tie), Decimal(0)), tie.most
        most[_lot(tie)] = None if sum_of is None or largest is None else sum_of + largest
    found = ((tie, most[_lot(tie)]) for tie in every if tie.kind == "holds")
    return {tie.claim for tie, size in found if size is not None and size < minimum}


def _lot(tie: Tie) -> tuple[object, ...]:
    return (tie.tails, tie.head, tie.kind, None if tie.solid else tie.claim)


def _tell_beyond(scene: Scene, agent: Iri, found: list[Tie], *, up: bool) -> None:
    ends = {end for tie in found if tie.solid for end in (tie.tails if up else (tie.head,))}
    if ends:
        scene.beyond.setdefault((agent, up), set()).update(ends)


def _folded(found: list[Tie], limit: int, *, up: bool) -> tuple[list[Tie], list[Tie]]:
    """
    The ties to draw, and those of the smaller ends beyond the limit.

    An unknown share may be as large as the known ones leave room for: it is
    ranked by that, not as nothing.
    """
    ends: dict[tuple[Iri, ...], list[Tie]] = {}
    for tie in found:
        ends.setdefault(tie.tails if up else (tie.head,), []).append(tie)
    if len(ends) <= limit:
        return found, []
    known = sum((tie.share.minimum or Decimal(0) for tie in found if tie.solid), Decimal(0))
    room = max(Decimal(100) - known, Decimal(0)) if up else Decimal(0)

    def size(end: tuple[Iri, ...]) -> tuple[bool, Decimal, tuple[Iri, ...]]:
        ranked = [room if tie.most is None else tie.most for tie in ends[end]]
        right = any(tie.solid and tie.kind != "holds" for tie in ends[end])
        return (not right, -max(ranked), end)

    kept = set(sorted(ends, key=size)[: limit - 1])
    shown = [tie for tie in found if (tie.tails if up else (tie.head,)) in kept]
    return shown, [tie for tie in found if (tie.tails if up else (tie.head,)) not in kept]


def _unfold(scene: Scene) -> None:
    """
    Draw the folded ties whose ends are all drawn anyhow: nobody is both in a box and 'other'.
    """
    for fold in scene.folds:
        for tie in fold.ties:
            if all(end in scene.agents for end in (*tie.tails, tie.head)):
                scene.ties.setdefault(tie.claim, tie)
        fold.ties = [tie for tie in fold.ties if tie.claim not in scene.ties]
    scene.folds = [fold for fold in scene.folds if fold.ties]


def _close(scene: Scene, ties: Ties) -> None:
    """
    Add the ties between agents that are drawn anyhow.
    """
    folded = {tie.claim for fold in scene.folds for tie in fold.ties}
    for agent in scene.agents:
        every = ties.below(agent, scene.on)
        left = folded | _small(every, scene.options.minimum)
        for tie in every:
            ends = (*tie.tails, tie.head)
            if tie.claim not in left and all(end in scene.agents for end in ends):
                scene.ties.setdefault(tie.claim, tie)
    for (agent, up), missing in scene.beyond.items():
        for tie in scene.ties.values():
            if agent == tie.head if up else agent in tie.tails:
                missing.difference_update(tie.tails if up else (tie.head,))


def _most(share: Share) -> Decimal:
    return share.maximum if share.maximum is not None else Decimal(100)
