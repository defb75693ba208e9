"""
A delivery: one data set on its way in, what is known of it, what was found wrong.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from ..errors import Place
from ..findings import Finding
from ..graph.shareholdings import DraftTable, Holding
from ..names import GRAPHS, Iri, mint
from ..shares import Share

KEPT = 1000
"""
How many findings are kept to be shown; all are counted.
"""


class Refused(ValueError):
    """
    A row cannot be read as its format says; whoever knows the line makes a finding of it.
    """

    def __init__(self, rule: str, column: str, **details: object) -> None:
        super().__init__(f"{rule} {column}")
        self.rule = rule
        self.column = column
        self.details = {name: str(value) for name, value in details.items()}


@dataclass(frozen=True, slots=True)
class Known:
    """
    What the graph that the data set joins knows: organizations by identifier, and
    the counted shareholdings of those organizations, by what is held.

    The same identifier is the same organization; a name never is.
    """

    lei: dict[str, Iri] = field(default_factory=dict)
    siren: dict[str, Iri] = field(default_factory=dict)
    counted: dict[Iri, dict[Iri, Iri]] = field(default_factory=dict)

    def counterpart(self, held: Iri, holder: Iri) -> Iri | None:
        """
        The counted claim beside which an imported one would be counted twice.
        """
        claims = self.counted.get(held)
        if not claims:
            return None
        return claims.get(holder) or next(iter(claims.values()))


@dataclass(slots=True)
class Delivery:
    """
    One data set on its way into a graph of its own.

    `name` is in the IRIs of all that it describes, so that two data sets never
    meet by chance. `day` is the day of reading: what a file says without a date
    was known by then. `table` takes its shareholdings.
    """

    name: str
    day: date
    known: Known
    table: DraftTable
    tick: Callable[[int], None] = lambda rows: None
    rows: int = 0
    bad: int = 0
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    matched: dict[str, Iri] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    joined: set[Iri] = field(default_factory=set)
    _shared: set[Iri] = field(default_factory=set)
    _seen: set[int] = field(default_factory=set)

    @property
    def graph(self) -> str:
        """
        The IRI of the named graph.
        """
        return f"{GRAPHS}import-{self.name}"

    def iri(self, kind: str, slug: str) -> Iri:
        """
        The IRI of a thing of this data set.
        """
        return mint(kind, f"{self.name}-{slug}")

    def once(self, key: str) -> bool:
        """
        Whether a key comes for the first time.

        Only hashes are kept, 64 bits each: 10^6 keys take about 70 MB, and that two
        of them clash has a chance of about 10^-7.
        """
        mark = hash(key)
        if mark in self._seen:
            return False
        self._seen.add(mark)
        return True

    def organization(self, slug: str, *, lei: str = "", siren: str = "") -> tuple[Iri, bool]:
        """
        The IRI of an organization, and whether the graph knows it already.

        It is the curated one where the curated graph holds the same LEI or SIREN.
        """
        found = self.known.lei.get(lei) or self.known.siren.get(siren)
        if found is None:
            return self.iri("organization", slug), False
        self.matched[lei if lei in self.known.lei else siren] = found
        self._shared.add(found)
        return found, True

    def hold(
        self,
        claim: Iri,
        ends: tuple[Iri, Iri],
        shares: tuple[Share, Share],
        days: tuple[date | None, date | None, date | None, date | None],
        *,
        standing: str,
        place: Place,
    ) -> str:
        """
        Take a shareholding into the table, and give the triple of its counterpart, if any.

        `ends` are holder and held, `shares` capital and votes. Its standing is not
        written yet: it depends on the other rows of the same organization.
        """
        holder, held = ends
        beside = self.known.counterpart(held, holder) if standing == "counted" else None
        if beside is not None:
            standing = "alternative"
            self.counts["beside a counted claim"] += 1
        elif standing == "counted" and held in self._shared:
            self.joined.add(held)
        self.table.add(Holding(claim, holder, held, *shares, days, standing, self.graph, place))
        self.counts["shareholdings"] += 1
        if beside is None:
            return ""
        return f"<{claim}> <https://w3id.org/french-cloud/ontology#counterpart> <{beside}> .\n"

    def finding(self, rule: str, place: Place, **details: object) -> None:
        """
        Count a bad row and keep it for show.
        """
        self.bad += 1
        if len(self.findings) < KEPT:
            words = {name: str(value) for name, value in details.items()}
            self.findings.append(Finding(rule, place, words))

    @contextmanager
    def row(self, file: str, line: int) -> Iterator[None]:
        """
        One row: what it refuses becomes a finding at its place.
        """
        self.rows += 1
        try:
            yield
        except Refused as error:
            self.finding(error.rule, Place(file, line, error.column), **error.details)
