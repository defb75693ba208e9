"""
Verdicts: the records of what is concluded about a pair, and of what is missing.
"""

from dataclasses import dataclass

from .claims import Bounds
from .majority import Deadlock
from .relation import PRESUMED, YES
from .steps import Rival, Step

CERTAIN = "certain"
POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Gap:
    """
    What is missing for an open conclusion to become certain.

    kind: `share-unknown` (no figure for a holder's share), `share-range` (only
    bounds), `dates` (the claim may not hold on the day), `treasury` (its own
    shares), `overfull` (its holders have more than the whole), `rival` (another
    group may hold as much, or control), `rest` (a holder whom nobody named may hold
    as much), `reverse` (the organization may control the holder).
    """

    kind: str
    organization: str
    holder: str | None = None
    share: Bounds | None = None
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conclusion:
    """
    One pair under one rule.

    verdict: `yes` and `presumed` hold in every completion of what is unknown;
    `possible` in some, by known positive figures; `undetermined` in some, only
    because a share has no figure, or only an upper bound. `chain` runs from the
    controller to the controlled. `steps` is the derivation, its last step about
    the controlled; `claims` are those that it rests on.

    `ultimate`: nobody certainly controls the controller, but for what it
    controls itself. `immediate`: nobody stands between the two. `mutual`: each
    controls the other. `settled`: open by this rule, but another ground says
    yes for the same pair. `jointly`: who shares a right over the controlled
    with the controller. `missing`: what would make an open verdict certain.
    """

    controller: str
    controlled: str
    test: str
    verdict: str
    chain: tuple[str, ...]
    immediate: bool
    ultimate: bool
    mutual: bool
    steps: tuple[Step, ...]
    claims: tuple[str, ...]
    settled: bool = False
    jointly: tuple[str, ...] = ()
    missing: tuple[Gap, ...] = ()

    @property
    def certainty(self) -> str:
        """
        `certain` for a verdict that holds in every completion, else `possible`.
        """
        return CERTAIN if self.verdict in (YES, PRESUMED) else POSSIBLE

    @property
    def ground(self) -> str:
        """
        The kind of the last step: `votes`, `attachment`, `stated-control`...
        """
        return self.steps[-1].kind

    @property
    def grounds(self) -> tuple[str, ...]:
        """
        The kinds of all steps, each once, from the controller down.
        """
        return tuple(dict.fromkeys(step.kind for step in self.steps))

    @property
    def share(self) -> Bounds | None:
        """
        The part of the votes counted in the last step.
        """
        return self.steps[-1].share

    @property
    def runner_up(self) -> Rival | None:
        """
        The largest group outside the controller's, for a presumption.
        """
        return self.steps[-1].rival

    @property
    def deadlock(self) -> bool:
        """
        Whether the group holds exactly half of the votes, neither more nor less.
        """
        return self.steps[-1].exactly_half


@dataclass(frozen=True, slots=True)
class Joint:
    """
    A right that several hold together: control by all of them if at all, by none alone.
    """

    organization: str
    kind: str
    holders: tuple[str, ...]
    claim: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """
    All that follows from the claims of a day.

    `overfull` lists organizations whose holders have more than the whole.
    """

    conclusions: tuple[Conclusion, ...]
    joint: tuple[Joint, ...]
    deadlocks: tuple[Deadlock, ...]
    self_controlled: tuple[str, ...]
    overfull: tuple[str, ...]
