"""
Printing: an answer as a table, JSON, CSV, TSV or Turtle; talk on stderr.
"""

import csv
import io
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from ..answers import Answer
from ..answers.answer import cell, plain
from ..answers.words import say
from ..graph import Solutions
from ..names import BASE, Iri

WORDY = (
    *("name", "role", "chain", "text", "sellers", "matched", "sources", "description"),
    *("title", "definition", "law", "data", "missing", "before", "after", "through"),
)
FORMATS = ("table", "json", "csv", "tsv", "ttl")


def chosen_format(asked: str | None) -> str:
    """
    The format asked for; else a table on a terminal, TSV in a pipe.
    """
    return asked or ("table" if sys.stdout.isatty() else "tsv")


def print_answer(answer: Answer, form: str, turtle: str = "", lang: str = "en") -> None:
    """
    Print an answer on stdout; beside a table or TSV its notes go to stderr.
    """
    if form == "json":
        click.echo(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2))
        return
    if form == "ttl":
        click.echo(turtle, nl=False)
    else:
        eyes = form == "table"
        rows = answer.rows(short=eyes)
        header = list(answer.columns) or list(rows[0] if rows else ())
        if eyes and "reason" in header:
            header.remove("reason")
        title = ""
        if answer.subject:
            title = f"{answer.subject['name']} ({answer.subject['id']})"
            title += f", {answer.on}" if answer.on else ""
        print_rows(header, [[row[name] for name in header] for row in rows], form, title)
        if eyes:
            for item in answer:
                if "reason" in item:
                    click.echo(f"- {item['reason']}")
    if answer.known_to and answer.answers:
        click.echo(say("known-to", lang, day=answer.known_to), err=True)
    for note in answer.notes:
        click.echo(note, err=True)


def print_solutions(solutions: Solutions, form: str) -> None:
    """
    Print the rows of a SELECT.
    """
    if form == "json":
        found = [
            {name: _bare(value) for name, value in row.items() if value is not None}
            for row in solutions
        ]
        click.echo(json.dumps(plain(found), ensure_ascii=False, indent=2))
        return
    if form == "ttl":
        raise click.UsageError("A SELECT gives rows: write --format table, json, csv or tsv.")
    header = list(solutions.variables)
    rows = [[_shown(value, form) for value in row] for row in solutions.rows]
    print_rows(header, rows, form)


def _shown(value: Any, form: str) -> str:
    """
    A value as text; on a terminal our own IRIs are shown as ids.
    """
    if form == "table" and isinstance(value, Iri) and value.startswith(BASE):
        return value.slug
    return cell(_bare(value))


def _bare(value: Any) -> Any:
    return str(value) if isinstance(value, Iri) else value


def print_rows(
    header: Sequence[str], rows: Sequence[Sequence[str]], form: str, title: str = ""
) -> None:
    """
    Print rows of text.
    """
    if form == "table":
        _print_table(header, rows, title)
        return
    text = io.StringIO(newline="")
    if form == "csv":
        csv.writer(text, lineterminator="\n").writerows([header, *rows])
    else:
        for row in [header, *rows]:
            text.write("\t".join(part.replace("\t", " ").replace("\n", " ") for part in row) + "\n")
    click.echo(text.getvalue(), nl=False)


def _print_table(header: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=SIMPLE_HEAD,
        title=title or None,
        title_justify="left",
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    for name in header:
        table.add_column(name, overflow="fold", no_wrap=name not in WORDY)
    for row in rows:
        table.add_row(*(Text(part) for part in row))
    narrow = sys.stdout.isatty() or "COLUMNS" in os.environ
    Console(width=None if narrow else 160).print(table)


@contextmanager
def progress(total: int | None, *, quiet: bool = False) -> Iterator[Any]:
    """
    A progress bar on stderr while something long runs; none where stderr is no terminal.

    Without a total it only shows that the work goes on.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda stage: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)

        def tell(stage: str) -> None:
            bar.update(task, description=stage, advance=1)

        yield tell
