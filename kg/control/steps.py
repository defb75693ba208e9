"""
Steps: the records of a derivation, from the power or the votes to the chain.
"""

from dataclasses import dataclass

from .claims import Bounds

VOTES = "votes"


@dataclass(frozen=True, slots=True)
class Rival:
    """
    The largest holder outside a group. Without an id: a holder whom nobody named.
    """

    holder: str | None
    share: Bounds


@dataclass(frozen=True, slots=True)
class Power:
    """
    What makes an agent the controller of an organization without a count of votes.

    For a presumption, `group` are the holders counted, `quota` the part of the
    votes that they must pass, and `rival` the next group.
    """

    kind: str
    holder: str
    organization: str
    claims: tuple[str, ...]
    certain: bool = True
    group: frozenset[str] = frozenset()
    quota: tuple[int, int] = (1, 2)
    rival: Rival | None = None
    open_to: tuple[Rival, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """
    What members of a group hold of an organization by one or several claims.

    `share` is what they hold on the day, `stated` what the claims say that
    they hold where their dates allow it.
    """

    holders: tuple[str, ...]
    share: Bounds
    stated: Bounds
    claims: tuple[str, ...]
    known: bool
    certain: bool
    follows: bool


@dataclass(frozen=True, slots=True)
class Step:
    """
    How one organization joins a group: by votes (`parts`), or by a power of `by`.

    `share` is the part of the votes that can be exercised, None where no vote
    is counted. `own` bounds the treasury shares. `sure` says that the least
    counted is enough, or that the power holds for certain. `open_to` are the
    rivals who may undo a presumption; the organization itself is one of them
    where it may control `by`.
    """

    organization: str
    kind: str
    by: str
    parts: tuple[Part, ...]
    share: Bounds | None
    own: Bounds
    claims: tuple[str, ...]
    sure: bool
    rival: Rival | None = None
    open_to: tuple[Rival, ...] = ()
    exactly_half: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """
    The steps of a derivation, the one about the organization last, and the chain.
    """

    steps: tuple[Step, ...]
    chain: tuple[str, ...]
