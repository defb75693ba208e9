"""
The command that asks whether providers meet the capital rule of SecNumCloud.
"""

from datetime import date

import click

from ..knowledge import KnowledgeGraph
from .options import format_option, graph_options, on_option
from .questions import show
from .root import main

UNDETERMINED = 5
"""
The exit code when one organization is asked about and the rule cannot be settled.
"""


@main.command()
@click.argument("orgs", metavar="[ORG]...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every provider of an offering on that day.")
@click.option(
    "--with-alternatives", is_flag=True, help="Count what other sources say where they differ."
)
@on_option
@format_option
@graph_options
@click.pass_context
def sovereignty(
    ctx: click.Context,
    graph: KnowledgeGraph,
    orgs: tuple[str, ...],
    every: bool,
    with_alternatives: bool,
    on: date | None,
    form: str,
) -> None:
    """
    Whether ORG meets the capital rule of SecNumCloud on a day, and if not, because of whom.

    Our reading of a public rule, from public data: not a decision of ANSSI.

    \b
    Examples:
      kg sovereignty ovhcloud --on 2026-01-01
      kg sovereignty --all --on 2026-01-01
    """
    answer = graph.sovereignty(*orgs, on=on, every=every, with_alternatives=with_alternatives)
    show(graph, answer, form)
    if len(orgs) == 1 and answer[0]["verdict"] == "undetermined":
        ctx.exit(UNDETERMINED)
