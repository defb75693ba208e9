"""
The command that writes the graph in the formats of other tools.
"""

from datetime import date
from pathlib import Path

import click

from ..knowledge import KnowledgeGraph
from .options import DayType, default_lang, graph_options
from .printing import progress
from .root import main

LEFT_OUT = (
    "Not in this file: the imported data ({names}), under licences of its own. Ask it with kg run"
    " or kg sparql.",
    "Pas dans ce fichier : les données importées ({names}), sous leurs propres licences."
    " Interrogez-les avec kg run ou kg sparql.",
)


class Export(click.Command):
    """
    The command, whose help ends with the list of formats.
    """

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """
        One line a format, loaded only when help is asked for.
        """
        from ..export.formats import FORMATS

        with formatter.section("Formats"):
            rows = [(one.name, one.summary(default_lang())) for one in FORMATS.values()]
            formatter.write_dl(rows)


@main.command(cls=Export)
@click.argument("form", metavar="FORMAT")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default="-",
    help="The file; a folder or a .zip where the format is several files (stdout).",
)
@click.option("--dynamic", is_flag=True, help="With time, where the format has it.")
@click.option(
    "--on", type=DayType(), metavar="DAY", help="The day of a snapshot, as 2014-10-01 (all days)."
)
@graph_options
def export(graph: KnowledgeGraph, form: str, output: Path, on: date | None, dynamic: bool) -> None:
    """
    Write the graph as FORMAT; with --on, what may hold on that day.

    \b
    Examples:
      kg export graphml -o cloud.graphml --on 2015-06-30
      kg export csv -o tables.zip
    """
    from ..export import export as write
    from ..export.drawing import STEP

    # Everything is read once and written once; an import has no counts.
    steps = 2 * sum(graph.manifest.get("counts", {}).values()) // STEP
    with progress(steps or None) as tell:
        write(
            graph.store,
            form,
            output,
            on=on,
            dynamic=dynamic,
            lang=graph.lang,
            manifest=graph.manifest,
            tell=tell,
        )
    imports = graph.manifest.get("imports")
    if imports:
        click.echo(LEFT_OUT[graph.lang == "fr"].format(names=", ".join(imports)), err=True)
