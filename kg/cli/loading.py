"""
The command that publishes the graph to another store.
"""

from pathlib import Path

import click

from ..knowledge import open as open_graph
from .printing import chosen_format, print_rows, progress
from .root import main


@main.command()
@click.option("--endpoint", metavar="URL", help="Where the store answers the Graph Store Protocol.")
@click.option("--update", metavar="URL", help="Where it answers SPARQL Update: one transaction.")
@click.option(
    "--graph",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder of builds to publish (KG_GRAPH).",
)
@click.option("--dry-run", is_flag=True, help="Say what would be sent, and send nothing.")
def load(endpoint: str | None, update: str | None, folder: Path | None, dry_run: bool) -> None:
    """
    Publish the graph to a store: each of our named graphs is replaced there, no other
    is touched.

    \b
    --endpoint replaces one graph after the other, each of them whole; while it
    runs, no conclusions are there. --update sends one request, which Oxigraph and
    Jena run as one transaction: readers see all of the old or all of the new. User
    and password come from KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD.

    \b
    Examples:
      kg load --endpoint http://127.0.0.1:7878/store --dry-run
      kg load --update http://127.0.0.1:7878/update --dry-run
    """
    from ..graph.publishing import Publication

    graph = open_graph(folder)
    publication = Publication(graph.store, endpoint=endpoint, update=update)
    rows = [
        [step.method, step.url, name, str(count)]
        for step in publication.steps
        for name, count in step.graphs.items()
    ]
    if not dry_run:
        with progress(len(publication.steps)) as tell:
            publication.run(tell)
    print_rows(["method", "address", "graph", "triples"], rows, chosen_format(None))
    click.echo("Nothing was sent." if dry_run else f"Published to {publication.url}.", err=True)
