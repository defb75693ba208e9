"""
A hostile world: the curated tables with markup in every text that a page shows.
"""

import csv
import shutil

from .servers import ROOT

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)>{{7*7}}${8*8}</title>"
TEXTS = {
    "organizations.csv": ("name", "note"),
    "persons.csv": ("name", "note"),
    "sources.csv": ("publisher", "title", "note"),
    "names.csv": ("name", "note"),
    "events.csv": ("reported_by", "note"),
    "appointments.csv": ("role", "note"),
    "acquisitions.csv": ("note",),
    "shareholdings.csv": ("note",),
    "control_rights.csv": ("note",),
    "offerings.csv": ("name", "note"),
    "leadership_changes.csv": ("note",),
}


def hostile_tables(folder):
    """
    The curated tables in a folder, each text followed by markup that would run if it were not escaped.
    """
    data = folder / "data"
    shutil.copytree(ROOT / "data", data)
    for name, columns in TEXTS.items():
        path = data / name
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            for column in columns:
                if row.get(column):
                    row[column] += EVIL
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return data
