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

WHATS = ("controllers", "pairs", "held-by", "history")
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
    """
    from ..folders import builds
    from ..graph.generation import current
    from ..knowledge import open as open_graph
    from ..register import FORMS, read_register, write_answer

    if output.suffix not in FORMS:
        raise UsageError(f"{output} has another ending: write one of {', '.join(FORMS)}.")
    if (what == "held-by") != (members is not None):
        raise UsageError("--what held-by and --members FILE go together.")
    with progress(STAGES) as tell:
        tell("read")
        if file is None:
            open_graph(folder)  # builds the graph if there is none yet
            file = current(folder or builds()).folder / "shareholdings.parquet"
        register = read_register(file)
        tell("conclude")
        day = on or date.today()
        questions: dict[str, Callable[[], Any]] = {
            "controllers": lambda: register.controllers(day),
            "pairs": lambda: register.pairs(day, possible=possible),
            "held-by": lambda: register.held_by(_lines(members), day, unnamed=unnamed),
            "history": lambda: register.history(),
        }
        answer = questions[what]()
        tell("write")
        write_answer(answer, output)
    click.echo(
        f"{len(register)} shareholdings of {register.agents} agents: {answer.num_rows} rows"
        f" in {output}.",
        err=True,
    )


def _lines(path: Path | None) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8") if path else ""
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from None
    found = [line.strip() for line in text.splitlines() if line.strip()]
    if not found:
        raise UsageError(f"{path} names nobody: write an id a line.")
    return found
