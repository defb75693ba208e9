"""
Results: one row for each method and size, appended as it comes.
"""

import csv
import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

FOLDER = Path(__file__).parent / "results"


@dataclass(slots=True)
class Row:
    """
    What one method took on one size; `note` says why there are no figures.

    Seconds are medians of `runs`; `prepare_s` is CPU time before the clock
    starts, once. `peak_mb` is the most memory the process had, `base_mb` what
    it had before the first run. `load` is how many processes wanted a core.
    """

    part: str
    method: str
    holdings: int
    answer: str = ""
    cpu_s: float | None = None
    wall_s: float | None = None
    runs: int = 0
    prepare_s: float | None = None
    peak_mb: float | None = None
    base_mb: float | None = None
    digest: str = ""
    load: float | None = None
    work: dict[str, int] = field(default_factory=dict)
    note: str = ""

    @property
    def key(self) -> tuple[str, str, int]:
        """
        What the row is about.
        """
        return self.part, self.method, self.holdings


NAMES = [one.name for one in fields(Row)]


def append(path: Path, row: Row) -> None:
    """
    Add a row to a file, which is whole after each.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, NAMES, lineterminator="\n")
        if new:
            writer.writeheader()
        cells = {name: "" if value is None else value for name, value in asdict(row).items()}
        cells["work"] = json.dumps(row.work, sort_keys=True) if row.work else ""
        writer.writerow({n: f"{v:.6g}" if isinstance(v, float) else v for n, v in cells.items()})


def read(path: Path) -> list[Row]:
    """
    The rows of a file, the last of each method and size.
    """
    if not path.exists():
        return []
    found: dict[tuple[str, str, int], Row] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for cells in csv.DictReader(file):
            row = Row(
                part=cells["part"],
                method=cells["method"],
                holdings=int(cells["holdings"]),
                answer=cells["answer"],
                runs=int(cells["runs"]),
                digest=cells["digest"],
                work=json.loads(cells["work"] or "{}"),
                note=cells["note"],
            )
            for name in ("cpu_s", "wall_s", "prepare_s", "peak_mb", "base_mb", "load"):
                setattr(row, name, float(cells[name]) if cells[name] else None)
            found[row.key] = row
    return list(found.values())


def write(path: Path, rows: list[Row]) -> None:
    """
    Put a whole file in place of what was there.
    """
    draft = path.with_suffix(".tmp")
    draft.unlink(missing_ok=True)
    for row in rows:
        append(draft, row)
    draft.replace(path)


def disagreements(rows: list[Row]) -> list[str]:
    """
    Where methods that answer the same question gave different answers.
    """
    answers: dict[tuple[str, str, int], dict[str, list[str]]] = {}
    for row in rows:
        if row.digest and row.answer:
            same = answers.setdefault((row.part, row.answer, row.holdings), {})
            same.setdefault(row.digest, []).append(row.method)
    return [
        f"{part}, {answer}, {size:,} shareholdings: "
        + "; ".join(f"{', '.join(names)} say {digest}" for digest, names in found.items())
        for (part, answer, size), found in answers.items()
        if len(found) > 1
    ]
