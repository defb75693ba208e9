"""
The tables: their columns, in the order in which they stand in the file.

One word serves everywhere: a column `technology_provider` is the record's
`technology_provider`, the ontology's kg:technologyProvider and a query's
?technologyProvider. A new kind of claim is a table here and a class in the
ontology; readers, writers and checks follow.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .columns import (
    Bound,
    Code,
    Column,
    Dated,
    Flag,
    Id,
    Kind,
    Lei,
    Number,
    Percent,
    Reference,
    References,
    Siren,
    Text,
    Url,
    Wikidata,
)

SOURCES = References("sources", True, ("sources",), "source")
EVIDENCE = References("evidence", False, ("passages",), "evidence")
NOTE = Text("note")
ORIGIN: tuple[Column, ...] = (EVIDENCE, SOURCES, NOTE)
AGENTS = ("organizations", "persons")
ORGANIZATIONS = ("organizations",)
SHARE: tuple[Column, ...] = (
    Bound("capital"),
    Bound("capital_min"),
    Bound("capital_max"),
    Bound("votes"),
    Bound("votes_min"),
    Bound("votes_max"),
    Code("exactness", True, "exactness"),
)
PERIOD: tuple[Column, ...] = (Dated("from"), Dated("until"))
AMOUNT: tuple[Column, ...] = (Number("amount"), Text("currency"))


@dataclass(frozen=True, slots=True)
class Table:
    """
    A table: its name, the kind that its IRIs carry, its class, its own columns.

    `about` is the column of the organization without which a row cannot hold.
    """

    name: str
    kind: str
    type: str
    own: Sequence[Column]
    claim: bool = True
    about: str = ""
    columns: tuple[Column, ...] = field(init=False)

    def __post_init__(self) -> None:
        columns: tuple[Column, ...] = (Id("id", True), *self.own)
        if self.claim:
            columns += (
                Code("standing", True, "standing"),
                Reference("counterpart", False, (self.name,)),
                Code("confidence", True, "confidence"),
                Text("basis"),
                Text("reported_by"),
                *ORIGIN,
            )
        object.__setattr__(self, "columns", columns)

    @property
    def header(self) -> list[str]:
        """
        The header row.
        """
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        """
        A column by its name.
        """
        return next(column for column in self.columns if column.name == name)

    @property
    def file(self) -> str:
        """
        The name of the file.
        """
        return f"{self.name}.csv"

    @property
    def has_period(self) -> bool:
        """
        Whether its rows hold from a day until another.
        """
        return "from" in self.header


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "sources",
            "source",
            "Source",
            (
                Url("url"),
                Text("publisher", True),
                Text("title", True),
                Dated("published"),
                Text("language"),
                NOTE,
            ),
            claim=False,
        ),
        Table(
            "passages",
            "passage",
            "Passage",
            (
                Reference("source", True, ("sources",)),
                Number("start", True, True),
                Number("end", True, True),
                Text("sha256", True),
                NOTE,
            ),
            claim=False,
        ),
        Table(
            "organizations",
            "organization",
            "Organization",
            (
                Text("name", True),
                Kind("kind", True),
                Text("country"),
                Dated("founded"),
                Dated("dissolved"),
                Siren("siren"),
                Lei("lei"),
                Wikidata("wikidata"),
                *ORIGIN,
            ),
            claim=False,
        ),
        Table(
            "persons",
            "person",
            "Person",
            (Text("name", True), Wikidata("wikidata"), *ORIGIN),
            claim=False,
        ),
        Table(
            "names",
            "name",
            "Name",
            (
                Reference("organization", True, ORGANIZATIONS),
                Text("name", True),
                Code("kind", True, "name-kind"),
                Text("language"),
                *PERIOD,
            ),
        ),
        Table(
            "shareholdings",
            "shareholding",
            "Shareholding",
            (
                Reference("holder", True, AGENTS),
                Reference("held", True, ORGANIZATIONS),
                *SHARE,
                *AMOUNT,
                *PERIOD,
            ),
            about="held",
        ),
        Table(
            "attachments",
            "attachment",
            "Attachment",
            (
                Reference("division", True, ORGANIZATIONS),
                Reference("organization", True, ORGANIZATIONS),
                *PERIOD,
            ),
            about="division",
        ),
        Table(
            "control_rights",
            "control-right",
            "ControlRight",
            (
                Code("kind", True, "right"),
                References("holders", True, AGENTS, "holder"),
                Reference("organization", True, ORGANIZATIONS),
                *PERIOD,
            ),
            about="organization",
        ),
        Table(
            "acquisitions",
            "acquisition",
            "Acquisition",
            (
                Reference("acquirer", True, AGENTS),
                Reference("target", True, ORGANIZATIONS),
                References("sellers", False, AGENTS, "seller"),
                Percent("share"),
                Number("price"),
                Text("currency"),
                Code("stage", True, "stage"),
                Dated("talks"),
                Dated("announced"),
                Dated("signed"),
                Dated("completed"),
                Dated("abandoned"),
            ),
        ),
        Table(
            "appointments",
            "appointment",
            "Appointment",
            (
                Reference("person", True, AGENTS),
                Reference("organization", True, ORGANIZATIONS),
                Text("role", True),
                Code("post", True, "post"),
                Flag("interim"),
                *PERIOD,
            ),
            about="organization",
        ),
        Table(
            "leadership_changes",
            "leadership-change",
            "LeadershipChange",
            (
                Reference("organization", True, ORGANIZATIONS),
                Code("post", True, "post"),
                Reference("predecessor", False, ("persons",)),
                Reference("successor", False, ("persons",)),
                Dated("date", True),
                Flag("interim"),
                Flag("vacancy"),
            ),
        ),
        Table(
            "events",
            "event",
            "Event",
            (
                Code("kind", True, "event"),
                Dated("date"),
                References("subjects", True, AGENTS, "subject"),
                References("objects", False, AGENTS, "object"),
                *AMOUNT,
            ),
        ),
        Table(
            "offerings",
            "offering",
            "Offering",
            (
                Text("name", True),
                Reference("provider", True, ORGANIZATIONS),
                Text("service"),
                Text("technology"),
                Reference("technology_provider", False, ORGANIZATIONS),
                Dated("launched"),
                Dated("ended"),
            ),
        ),
        Table(
            "qualifications",
            "qualification",
            "Qualification",
            (
                Reference("offering", True, ("offerings",)),
                Code("scheme", True, "qualification-scheme"),
                Text("version"),
                Text("decision"),
                *PERIOD,
            ),
        ),
        Table(
            "sites",
            "site",
            "Site",
            (
                Text("name", True),
                Text("place"),
                Text("country"),
                Reference("operator", False, ORGANIZATIONS),
                *ORIGIN,
            ),
            claim=False,
        ),
        Table(
            "hostings",
            "hosting",
            "Hosting",
            (
                Reference("hosted", True, ("organizations", "offerings")),
                Reference("site", True, ("sites",)),
                *PERIOD,
            ),
        ),
        Table(
            "figures",
            "figure",
            "Figure",
            (
                References("subjects", True, AGENTS, "subject"),
                Code("kind", True, "figure"),
                Number("value"),
                Number("value_min"),
                Number("value_max"),
                Text("unit", True),
                Dated("period"),
                Code("status", True, "figure-status"),
            ),
        ),
        Table(
            "competitions",
            "competition",
            "Competition",
            (
                Reference("organization", True, ORGANIZATIONS),
                Reference("competitor", True, ORGANIZATIONS),
                *PERIOD,
            ),
        ),
    )
}

LEADS = ("id", "from_table", "reason", "moved_to", "note")
"""
The columns of `leads.csv`, which never reaches the graph.
"""

STAGES = ("talks", "announced", "signed", "completed", "abandoned")
