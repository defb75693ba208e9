"""
`python -m kg.cluster IN OUT`: control by accumulation on Spark.
"""

import sys
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import click

from ..errors import KgError
from .job import run

HELP = """Who controls whom by accumulation, on Spark: for tables that no machine holds.

SOURCE is Parquet with the columns holder, held, and votes_units (or low), in
millionths of a percent; a column whole says what is all of each company where
it is not 100000000. TARGET becomes a folder with control/ (agent, parent,
ultimate, head) and pairs/ (controller, controlled), the same that the kernels
give on one machine, which is faster up to some 10^9 rows: see docs/scale.md.

\b
Example:
  python -m kg.cluster holdings.parquet control --master 'local[2]'
"""


@click.command(help=HELP)
@click.argument("source")
@click.argument("target")
@click.option("--master", help="Spark's master, such as local[2]; by default spark-submit's.")
@click.option("--partitions", type=click.IntRange(1), help="Parts of a shuffle; 8 where local.")
@click.option("--no-pairs", is_flag=True, help="Leave out pairs/: control/ says it all.")
def main(
    source: str, target: str, master: str | None, partitions: int | None, no_pairs: bool
) -> None:
    """
    Run the job and say on stderr what it found.
    """
    shown: AbstractContextManager[Any] = nullcontext()
    if sys.stderr.isatty():
        from rich.console import Console

        shown = Console(stderr=True).status("starting Spark")
    try:
        with shown as status:
            tell = status.update if status is not None else lambda stage: None
            counts = run(
                source, target, master=master, partitions=partitions, pairs=not no_pairs, tell=tell
            )
    except KgError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_code)
    pairs = "" if no_pairs else f", {counts.pairs} pairs"
    click.echo(
        f"{counts.controlled} agents are controlled{pairs}; {counts.rounds} joins of pointers, "
        f"{counts.checkpoints} frames between rounds",
        err=True,
    )


if __name__ == "__main__":
    main(prog_name="python -m kg.cluster")
