"""
An answer: what was asked, what was found, what is missing.
"""

import html
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, overload

from ..errors import MissingExtra

Item = dict[str, Any]


@dataclass(slots=True)
class Answer(Sequence[Item]):
    """
    The answer to one question: a list of records, with its context.

    `on` is the day asked about, `known_to` the day of the latest source behind
    the answer, `notes` what is missing and where sources differ. It prints as
    a table, and shows as one in a notebook, under its `chart` as SVG where it
    has one.
    """

    question: str
    subject: dict[str, str] | None
    on: date | None
    answers: list[Item]
    notes: list[str] = field(default_factory=list)
    known_to: date | None = None
    columns: tuple[str, ...] = ()
    chart: Callable[[], str] | None = field(default=None, repr=False)

    @overload
    def __getitem__(self, index: int) -> Item: ...

    @overload
    def __getitem__(self, index: slice) -> list[Item]: ...

    def __getitem__(self, index: int | slice) -> Item | list[Item]:
        return self.answers[index]

    def __len__(self) -> int:
        return len(self.answers)

    def __iter__(self) -> Iterator[Item]:
        return iter(self.answers)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Answer):
            return self.to_dict() == other.to_dict()
        return self.answers == other

    def to_dict(self) -> dict[str, Any]:
        """
        The answer as the JSON object that `--format json` prints.
        """
        return {
            "question": self.question,
            "subject": self.subject,
            "on": self.on.isoformat() if self.on else None,
            "known_to": self.known_to.isoformat() if self.known_to else None,
            "answers": [plain(item) for item in self.answers],
            "notes": list(self.notes),
        }

    def rows(self, *, short: bool = False) -> list[dict[str, str]]:
        """
        One flat row of text an answer: bounds as `low..high`, lists joined.

        `short`, for eyes, counts the sources instead of naming them.
        """
        columns = self.columns or tuple(self.answers[0] if self.answers else ())
        return [
            {
                name: tally(item["sources"])
                if short and name == "sources"
                else cell(item.get(name))
                for name in columns
            }
            for item in self.answers
        ]

    def to_pandas(self) -> Any:
        """
        The rows as a pandas DataFrame; bounds become two columns of floats.

        Raises:
            MissingExtra: pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            raise MissingExtra("pandas", "pandas") from None
        return pandas.DataFrame([flat(item) for item in self.answers])

    def to_polars(self) -> Any:
        """
        The rows as a polars DataFrame; bounds become two columns of floats.

        Raises:
            MissingExtra: polars is not installed.
        """
        try:
            import polars
        except ImportError:
            raise MissingExtra("polars", "polars") from None
        return polars.DataFrame([flat(item) for item in self.answers], infer_schema_length=None)

    def __str__(self) -> str:
        rows = self.rows(short=True)
        if not rows:
            return "\n".join(["(nothing)", *self.notes])
        widths = {name: max(len(name), *(len(row[name]) for row in rows)) for name in rows[0]}
        lines = ["  ".join(name.ljust(widths[name]) for name in widths).rstrip()]
        lines += [
            "  ".join(row[name].ljust(widths[name]) for name in widths).rstrip() for row in rows
        ]
        return "\n".join([*lines, *self.notes])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return (self.chart() if self.chart else "") + self.table_html()

    def table_html(self) -> str:
        """
        The table and the notes as HTML.
        """
        rows = self.rows(short=True)
        head = "".join(f"<th>{html.escape(name)}</th>" for name in (rows[0] if rows else ()))
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row.values()) + "</tr>"
            for row in rows
        )
        notes = "".join(f"<p>{html.escape(note)}</p>" for note in self.notes)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{notes}"


def plain(value: Any) -> Any:
    """
    A value as JSON holds it.
    """
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def figure(value: Decimal) -> str:
    """
    A figure without needless zeros and never with an exponent: 30, 44.4.
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def cell(value: Any) -> str:
    """
    A value as a cell of a text table.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        if "min" in value and "max" in value:
            strict = bool(value.get("min_exclusive")), bool(value.get("max_exclusive"))
            return bounds_text(value["min"], value["max"], exclusive=strict)
        return str(value.get("id", value))
    if isinstance(value, list | tuple):
        return "; ".join(cell(part) for part in value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def tally(sources: list[Item]) -> str:
    """
    How many sources say so.
    """
    return str(len({source["id"] for source in sources}))


def bounds_text(low: Any, high: Any, *, exclusive: tuple[bool, bool] = (False, False)) -> str:
    """
    Bounds as a reader writes them: `44.4`, `43.5..44.5`, `>=91`, `>50`, `<10`, `?`.
    """
    if low is None and high is None:
        return "?"
    if low is None:
        return f"{'<' if exclusive[1] else '<='}{plain(high)}"
    if high is None:
        return f"{'>' if exclusive[0] else '>='}{plain(low)}"
    return f"{plain(low)}" if low == high else f"{plain(low)}..{plain(high)}"


def flat(item: Item) -> dict[str, Any]:
    """
    One answer as a flat row for a data frame.
    """
    row: dict[str, Any] = {}
    for name, value in item.items():
        if isinstance(value, dict) and {"min", "max"} <= set(value):
            for side, bound in (("min", value["min"]), ("max", value["max"])):
                row[f"{name}_{side}"] = float(bound) if bound is not None else None
        elif name in ("capital", "votes", "share_of_votes") and value is None:
            row[f"{name}_min"] = row[f"{name}_max"] = None
        elif isinstance(value, dict | list | tuple):
            row[name] = cell(value)
        elif isinstance(value, Decimal):
            row[name] = float(value)
        else:
            row[name] = value
    return row
