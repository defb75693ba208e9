"""
The command that draws: charts as SVG, PNG or PDF.
"""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import click

from ..errors import UsageError
from ..knowledge import KnowledgeGraph
from .options import graph_options, on_option
from .root import main


class PercentType(click.ParamType[Decimal]):
    """
    A percentage such as 5 or 2.5.
    """

    name = "percentage"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Decimal:
        """
        The percentage, or a usage error that says how to write one.
        """
        try:
            found = Decimal(value)
        except InvalidOperation:
            found = Decimal(-1)
        if not found.is_finite() or not 0 <= found <= 100:
            self.fail(f"'{value}' is not a percentage: write a number from 0 to 100.", param, ctx)
        return found


@main.command()
@click.argument("org")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    help="Where to: a name in .svg, .png or .pdf, or - for SVG on stdout.",
)
@on_option
@click.option("--timeline", is_flag=True, help="Who held and led it over the years, instead.")
@click.option(
    "--direction",
    type=click.Choice(("both", "up", "down")),
    default="both",
    help="Holders (up), holdings (down), or both.",
)
@click.option(
    "--depth",
    type=click.IntRange(0, 50),
    help="Levels on either side (all above, 2 below).",
)
@click.option(
    "--minimum",
    type=PercentType(),
    default="0",
    help="Leave out shares that are certainly smaller, in percent.",
)
@click.option(
    "--limit",
    type=click.IntRange(2, 200),
    default=12,
    help="Fold the smaller holders of one organization beyond so many (12).",
)
@click.option("--control", is_flag=True, help="Draw who controls whom as well, derived by rule.")
@click.option("--link-base", metavar="URL", help="Make boxes and lines links under this address.")
@click.option(
    "--theme",
    type=click.Choice(("auto", "light", "dark")),
    default="auto",
    help="The look (auto: as the reader's screen; PNG and PDF are light).",
)
@graph_options
def draw(
    graph: KnowledgeGraph, org: str, output: str, on: date | None, timeline: bool, **options: Any
) -> None:
    """
    Draw ORG: owners above, holdings below, on a day; or its timeline.

    \b
    Examples:
      kg draw cloudwatt --on 2014-10-01 -o cloudwatt.svg
      kg draw numergy --timeline -o numergy.svg
    """
    from ..chart import form_of

    if timeline and on is not None:
        raise UsageError("A timeline shows all days: leave out --on or --timeline.")
    form_of(output)
    picture = graph.draw(org, on=on, timeline=timeline, **options)
    if output == "-":
        click.echo(picture.svg, nl=False)
    else:
        picture.save(output)
