"""
Counterparts: what another source says stands beside the row that counts.
"""

from collections.abc import Iterator

from ..findings import Finding
from ..model import Dataset, Record
from .references import unread

ABOUT = {
    "names": ("organization",),
    "shareholdings": ("held",),
    "attachments": ("division",),
    "control_rights": ("holders", "organization"),
    "acquisitions": ("acquirer", "target"),
    "appointments": ("organization",),
    "leadership_changes": ("organization",),
    "events": ("subjects", "objects"),
    "offerings": ("provider", "technology_provider"),
    "qualifications": ("offering",),
    "hostings": ("hosted",),
    "figures": ("subjects",),
    "competitions": ("organization", "competitor"),
}
"""
The columns that say what a claim is about: a row and its counterpart share an id there.
"""

BESIDE = ("alternative", "corroborating")


def find_wrong_counterparts(dataset: Dataset) -> Iterator[Finding]:
    """
    A counterpart that is missing, needless, or not the counted row on the same matter.
    """
    broken = unread(dataset)
    for record in dataset:
        if not record.table.claim:
            continue
        name, standing = record["counterpart"], record["standing"]
        place = record.place("counterpart")
        if not name:
            if standing in BESIDE:
                yield Finding("counterpart-missing", place, {"standing": standing})
            continue
        if standing == "counted":
            yield Finding("counterpart-needless", place, {"value": name})
            continue
        if name == record.id:
            yield Finding("counterpart-itself", place, {"value": name})
            continue
        other = dataset[record.table.name].get(name)
        if other is None or record.table.name in broken or standing not in BESIDE:
            continue
        if not other.counted:
            yield Finding(
                "counterpart-uncounted", place, {"value": name, "standing": other["standing"]}
            )
        elif not about(record) & about(other):
            yield Finding(
                "counterpart-elsewhere",
                place,
                {
                    "value": name,
                    "about": ", ".join(sorted(about(other))),
                    "columns": ", ".join(ABOUT[record.table.name]),
                },
            )


def about(record: Record) -> set[str]:
    """
    The ids that a claim is about.
    """
    ids: set[str] = set()
    for column in ABOUT[record.table.name]:
        value = record[column]
        ids |= {value} if isinstance(value, str) else set(value or ())
    return ids


RULES = (find_wrong_counterparts,)
