"""
The commands that reason: explain, changes, group, rules.
"""

from datetime import date

import click

from ..answers import undetermined
from ..answers.changes import KINDS
from ..knowledge import KnowledgeGraph
from .options import DayType, format_option, graph_options, on_option
from .questions import assume_option, show
from .root import main

UNDETERMINED = 5
"""
The exit code when the verdict on the pair that is asked about is undetermined.
"""


@main.command()
@click.argument("agent")
@click.argument("org")
@on_option
@assume_option
@click.option(
    "--with-alternatives", is_flag=True, help="Try what other sources say where they differ."
)
@format_option
@graph_options
@click.pass_context
def explain(
    ctx: click.Context,
    graph: KnowledgeGraph,
    agent: str,
    org: str,
    on: date | None,
    assume: tuple[str, ...],
    with_alternatives: bool,
    form: str,
) -> None:
    """
    Whether AGENT controls ORG on a day, test by test: why, and what is missing.

    Ends with 5 where control is undetermined by some test and certain by none.

    \b
    Examples:
      kg explain orange cloudwatt --on 2014-10-01
      kg explain google s3ns --on 2025-06-30 --with-alternatives
    """
    answer = graph.explain(agent, org, on=on, assume=assume, with_alternatives=with_alternatives)
    show(graph, answer, form)
    if undetermined(answer):
        ctx.exit(UNDETERMINED)


@main.command()
@click.argument("since", metavar="FROM", type=DayType())
@click.argument("until", metavar="TO", type=DayType())
@click.option("--kind", metavar="K", help=f"One kind only: {', '.join(KINDS)}.")
@format_option
@graph_options
def changes(graph: KnowledgeGraph, since: date, until: date, kind: str | None, form: str) -> None:
    """
    What differs between the days FROM and TO: controllers, holders, leaders, names, deals.

    \b
    Examples:
      kg changes 2014-01-01 2015-01-01
      kg changes 2026-01-01 2026-11-01 --kind controller-lost
    """
    show(graph, graph.changes(since, until, kind=kind), form)


@main.command()
@click.argument("agent")
@on_option
@format_option
@graph_options
def group(graph: KnowledgeGraph, agent: str, on: date | None, form: str) -> None:
    """
    What the State, a family or any AGENT holds, directly and through others, counted once.

    \b
    Examples:
      kg group french-state --on 2018-06-30
      kg group "famille Dassault" --on 2024-01-01
    """
    show(graph, graph.group(agent, on=on), form)


@main.command()
@format_option
@graph_options
def rules(graph: KnowledgeGraph, form: str) -> None:
    """
    The rules that answers apply: what each says, its law, the data that it takes.

    \b
    Example: kg rules --format json
    """
    show(graph, graph.rules(), form)
