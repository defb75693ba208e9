"""
The command that concludes over a whole register: columns in, columns out.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from ..errors import UsageError
from .options import on_option
from .printing import progress
from .root import main

STEPS: dict[str, Callable[[Any], list[date] | None]] = {
    "change": lambda register: None,
    "month": lambda register: [day for day in _firsts(register) if day.day == 1],
    "year": lambda register: [day for day in _firsts(register) if (day.month, day.day) == (1, 1)],
}
WHATS = ("controllers", "pairs", "held-by", "history")
APPLIES = {
    "on": ("controllers", "pairs", "held-by"),
    "every": ("history",),
    "possible": ("pairs",),
    "members": ("held-by",),
    "unnamed": ("held-by",),
}
STAGES = 3


@main.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="The file to write: .parquet, .arrow or .csv.",
)
@click.option(
    "--what",
    type=click.Choice(WHATS),
    default="controllers",
    show_default=True,
    help="A row for each controlled organization, each pair, each organization held, or each"
    " period of control.",
)
@on_option
@click.option(
    "--every",
    type=click.Choice(tuple(STEPS)),
    default="change",
    show_default=True,
    help="For history: the days judged, each day of change or the first of each month or year.",
)
@click.option("--possible", is_flag=True, help="Pairs that hold in some completion too.")
@click.option(
    "--members",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="For held-by: the owners of the class, an id a line.",
)
@click.option("--unnamed", is_flag=True, help="For held-by: strangers may be of the class too.")
@click.option(
    "--graph",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Without FILE: the folder of builds whose shareholdings are taken (KG_GRAPH).",
)
def conclude(
    file: Path | None,
    output: Path,
    what: str,
    on: date | None,
    every: str,
    possible: bool,
    members: Path | None,
    unnamed: bool,
    folder: Path | None,
) -> None:
    """
    Conclude who controls whom over all of FILE at once, by a majority of the votes.

    FILE is a table of shareholdings, Parquet or CSV: holder, held, votes or
    capital in percent (votes_min, votes_max...), from, until. Without FILE the
    graph's own shareholdings are taken. Rights that are no shares do not count
    here: ask kg controllers about them.

    \b
    Examples:
      kg conclude -o control.parquet --on 2020-01-01
      kg conclude -o pairs.csv --what pairs --possible --on 2015-06-30
      kg conclude -o history.parquet --what history
    """
    from ..folders import builds
    from ..graph.generation import current
    from ..knowledge import open as open_graph
    from ..register import FORMS, doubts, read_register, register_of, write_answer

    if output.suffix not in FORMS:
        raise UsageError(f"{output} has another ending: write one of {', '.join(FORMS)}.")
    _check(click.get_current_context(), file, output, what)
    with progress(STAGES + (10 if what == "history" else 0)) as tell:
        tell("read")
        if file is None:
            open_graph(folder)  # builds the graph if there is none yet
            register = register_of(current(folder or builds()))
        else:
            register = read_register(file)
        tell("conclude")
        day = on or date.today()
        questions: dict[str, Callable[[], Any]] = {
            "controllers": lambda: register.controllers(day),
            "pairs": lambda: register.pairs(day, possible=possible),
            "held-by": lambda: register.held_by(_lines(members), day, unnamed=unnamed),
            "history": lambda: register.history(STEPS[every](register), steps(tell)),
        }
        answer = questions[what]()
        told = doubts(register, None if what == "history" else day)
        tell("write")
        write_answer(answer, output)
    for sentence in told:
        click.echo(sentence, err=True)
    click.echo(
        f"{len(register)} shareholdings of {register.agents} agents: {answer.num_rows} rows"
        f" in {output}.",
        err=True,
    )


def _check(context: click.Context, file: Path | None, output: Path, what: str) -> None:
    """
    Refuse options that the question would pass over, and an answer in place of its own table.
    """
    given = click.core.ParameterSource.COMMANDLINE
    for name, fits in APPLIES.items():
        if what not in fits and context.get_parameter_source(name) is given:
            option = "--" + name
            raise UsageError(f"{option} is for --what {' or '.join(fits)}: leave it out.")
    if what == "held-by" and context.params["members"] is None:
        raise UsageError("--what held-by and --members FILE go together.")
    if file is not None and context.get_parameter_source("folder") is given:
        raise UsageError("FILE and --graph are two tables: give one.")
    if file is not None and file.exists() and output.exists() and file.samefile(output):
        raise UsageError(f"{output} is the table itself: write the answer to another file.")


def _firsts(register: Any) -> list[date]:
    """
    The first of each month from the first day of change to the last.
    """
    first, last = register.covered
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def steps(tell: Callable[[str], None]) -> Callable[[int, int], None]:
    """
    What a long history tells of its days, to a bar of stages.
    """
    said = [0]

    def told(done: int, whole: int) -> None:
        tenth = 10 * done // max(1, whole)
        if tenth > said[0]:
            said[0] = tenth
            tell(f"conclude: day {done} of {whole}")

    return told


def _lines(path: Path | None) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8") if path else ""
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from None
    found = [line.strip() for line in text.splitlines() if line.strip()]
    if not found:
        raise UsageError(f"{path} names nobody: write an id a line.")
    return found
