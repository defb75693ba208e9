"""
The commands that ask: owners, controllers, leaders and the others.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import click

from ..answers import Answer
from ..knowledge import KnowledgeGraph
from .options import format_option, graph_options, on_option
from .printing import print_answer
from .root import main


def show(graph: KnowledgeGraph, answer: Answer, form: str) -> None:
    """
    Print an answer, and for Turtle the claims that it rests on.
    """
    turtle = graph.turtle_of(answer) if form == "ttl" else ""
    print_answer(answer, form, turtle, graph.lang)


def assume_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """
    `--assume DEAL`, as often as wanted.
    """
    return click.option(
        "--assume",
        metavar="DEAL",
        multiple=True,
        help="Take a deal as done: its id, or 'A buys 10 of B from C'.",
    )(command)


@main.command()
@click.argument("org")
@on_option
@format_option
@graph_options
def owners(graph: KnowledgeGraph, org: str, on: date | None, form: str) -> None:
    """
    Who holds ORG on a day.

    \b
    Example: kg owners cloudwatt --on 2014-10-01
    """
    show(graph, graph.owners(org, on=on), form)


@main.command()
@click.argument("agent")
@on_option
@format_option
@graph_options
def owned(graph: KnowledgeGraph, agent: str, on: date | None, form: str) -> None:
    """
    What AGENT holds on a day.

    \b
    Example: kg owned "Caisse des dépôts" --on 2014-10-01
    """
    show(graph, graph.owned(agent, on=on), form)


@main.command()
@click.argument("org")
@on_option
@click.option("--test", metavar="T", help="One rule only, such as majority: see kg rules.")
@assume_option
@click.option(
    "--with-alternatives", is_flag=True, help="Try what other sources say where they differ."
)
@format_option
@graph_options
def controllers(
    graph: KnowledgeGraph,
    org: str,
    on: date | None,
    test: str | None,
    assume: tuple[str, ...],
    with_alternatives: bool,
    form: str,
) -> None:
    """
    Who controls ORG on a day, by which rule, through which chain.

    \b
    Examples:
      kg controllers numergy --on 2015-06-30
      kg controllers cloudwatt --on 2015-01-15 --assume acq-cloudwatt-orange-2015
      kg controllers cloudwatt --on 2015-01-15 --assume "orange buys 10 of cloudwatt from thales"
      kg controllers s3ns --on 2025-06-30 --with-alternatives
      kg controllers numergy --on 2015-06-30 --test voting-power
    """
    answer = graph.controllers(
        org, on=on, test=test, assume=assume, with_alternatives=with_alternatives
    )
    show(graph, answer, form)


@main.command()
@click.argument("agent")
@on_option
@click.option("--test", metavar="T", help="One rule only, such as majority: see kg rules.")
@format_option
@graph_options
def controlled(
    graph: KnowledgeGraph, agent: str, on: date | None, test: str | None, form: str
) -> None:
    """
    What AGENT controls on a day, by which rule.

    \b
    Example: kg controlled gimd --on 2024-01-01
    """
    show(graph, graph.controlled(agent, on=on, test=test), form)


@main.command()
@click.argument("org")
@on_option
@click.option("--every-post", is_flag=True, help="Directors and other executives too.")
@format_option
@graph_options
def leaders(graph: KnowledgeGraph, org: str, on: date | None, every_post: bool, form: str) -> None:
    """
    Who led ORG on a day.

    \b
    Example: kg leaders cloudwatt --on 2014-04-15
    """
    show(graph, graph.leaders(org, on=on, every_post=every_post), form)


@main.command()
@click.argument("org")
@format_option
@graph_options
def history(graph: KnowledgeGraph, org: str, form: str) -> None:
    """
    What happened to ORG, oldest first.

    \b
    Example: kg history cloudwatt
    """
    show(graph, graph.history(org), form)


@main.command()
@click.argument("org", required=False)
@click.option("--stage", metavar="S", help="talks, announced, signed, completed or abandoned.")
@on_option
@format_option
@graph_options
def deals(
    graph: KnowledgeGraph, org: str | None, stage: str | None, on: date | None, form: str
) -> None:
    """
    The deals of ORG, or all; with --on, as far as they had come.

    \b
    Examples:
      kg deals cloudwatt
      kg deals --stage announced
    """
    show(graph, graph.deals(org, stage=stage, on=on), form)


@main.command()
@click.argument("text")
@format_option
@graph_options
def find(graph: KnowledgeGraph, text: str, form: str) -> None:
    """
    Organizations and persons whose names resemble TEXT.

    \b
    Example: kg find "caisse des depots"
    """
    show(graph, graph.find(text), form)
