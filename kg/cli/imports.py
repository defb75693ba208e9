"""
The command that takes in other people's data: import.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from ..errors import InvalidData
from .options import default_lang
from .printing import chosen_format, print_rows
from .root import main

SHOWN = 20
"""
How many findings are printed; the rest is counted.
"""


@main.command("import")
@click.argument("form", metavar="FORMAT")
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--output", type=click.Path(path_type=Path), metavar="DIR", help="Where to publish.")
@click.option("--name", metavar="NAME", help="The name of the data set (the format's).")
@click.option(
    "--alone/--with-curated",
    default=False,
    help="The data set without, or beside, what is published (beside).",
)
@click.option("--skip-bad", is_flag=True, help="Leave out rows that cannot be read, and say so.")
@click.option("--format", "shown", type=click.Choice(("text", "json")), help="How to print counts.")
@click.option("--lang", type=click.Choice(("fr", "en")), help="The language of texts (locale).")
def import_files(
    form: str,
    files: tuple[Path, ...],
    output: Path | None,
    name: str | None,
    alone: bool,
    skip_bad: bool,
    shown: str | None,
    lang: str | None,
) -> None:
    """
    Take in ownership data of a FORMAT: bods, gleif, psc or table.

    The data set stands in a named graph of its own beside the curated one, in a
    new generation; done again, it replaces itself. An organization is the curated
    one where both have the same LEI or SIREN, never by its name.

    \b
    Example: kg import table tests/imports/shares.csv --output graph
    GLEIF's files go together (gleif lei2.csv.zip rr.csv.zip repex.csv.zip); those
    of Companies House by snapshot (psc persons-with-significant-control-snapshot.zip).
    """
    from .. import additions

    lang = lang or default_lang()
    with _progress() as (tell, tick):
        try:
            generation = additions.add(
                form,
                files,
                output,
                name=name,
                alone=alone,
                skip_bad=skip_bad,
                tell=tell,
                tick=tick,
            )
        except InvalidData as error:
            _print_findings(error.findings, len(error.findings), lang)
            sys.exit(error.exit_code)
    told = generation.manifest["imports"][name or form]
    if shown == "json":
        click.echo(json.dumps(generation.manifest, ensure_ascii=False, indent=2))
        return
    counts = [["rows read", str(told["rows"])], ["bad rows left out", str(told["bad"])]]
    counts += [[what, str(count)] for what, count in told["counts"].items()]
    counts += [[f"left out: {what}", str(count)] for what, count in told["left_out"].items()]
    counts.append(["matched with the curated graph", str(len(told["matched"]))])
    counts.append(["quads", str(generation.manifest["quads"])])
    print_rows(["what", "count"], counts, chosen_format(None))
    click.echo(f"{generation.folder}", err=True)


def _print_findings(findings: Any, count: int, lang: str) -> None:
    from ..validate import as_text

    click.echo(as_text(findings[:SHOWN], lang), nl=False)
    if count > SHOWN:
        more = count - SHOWN
        click.echo(f"... {more} more" if lang == "en" else f"... et {more} de plus", err=True)
    said = {
        "en": "kg: nothing was published.",
        "fr": "kg : rien n'a été publié.",
    }
    click.echo(said[lang], err=True)


@contextmanager
def _progress() -> Iterator[Any]:
    """
    The stage, the rows read and their rate on stderr; nothing where it is no terminal.
    """
    if not sys.stderr.isatty():
        yield (lambda stage: None), (lambda rows: None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f} rows"),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, rate="")

        def tell(stage: str) -> None:
            bar.update(task, description=stage)

        def tick(rows: int) -> None:
            elapsed = bar.tasks[0].elapsed or 0
            rate = f"{rows / elapsed:,.0f}/s" if elapsed else ""
            bar.update(task, completed=rows, rate=rate)

        yield tell, tick
