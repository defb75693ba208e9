"""
The command that serves the graph: endpoint, pages, JSON API.
"""

import logging
import sys
from pathlib import Path

import click

from ..errors import MissingExtra, UsageError
from ..folders import builds
from .root import main


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, help="The port to listen on.")
@click.option(
    "--graph",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder of builds to serve (KG_GRAPH).",
)
@click.option("--workers", default=2, show_default=True, help="Processes that answer queries.")
@click.option(
    "--timeout", default=10.0, show_default=True, metavar="S", help="Seconds a query may run."
)
@click.option("--rows", default=200_000, show_default=True, help="Rows a result may have.")
@click.option("--result", default=64 * 1024**2, show_default=True, help="Bytes it may have.")
@click.option("--long", default=2, show_default=True, help="Long queries that run at a time.")
@click.option("--memory", default=2048, show_default=True, help="MiB a worker may address.")
@click.option(
    "--root-path", default="", metavar="PATH", help="The path under which a proxy shows this."
)
@click.option(
    "--access-log/--no-access-log", default=True, help="Write a line for each request on stderr."
)
def serve(
    host: str,
    port: int,
    folder: Path | None,
    workers: int,
    timeout: float,
    rows: int,
    result: int,
    long: int,
    memory: int,
    root_path: str,
    access_log: bool,
) -> None:
    """
    Serve the graph to browsers and SPARQL clients; read-only, on this machine only
    unless --host says otherwise.

    \b
    Example: kg serve --port 8000
    """
    try:
        import uvicorn

        from ..serve.app import make_app
        from ..serve.wire import Wire
    except ImportError as error:
        raise MissingExtra(error.name or "uvicorn", "server") from None
    from ..graph.generation import current
    from ..knowledge import open as open_graph
    from ..serve.limits import MIB, Limits

    if min(workers, rows, result, memory) < 1 or timeout <= 0 or long < 0:
        raise UsageError("Workers, timeout, rows, result and memory are numbers above zero.")
    root_path = root_path.rstrip("/")
    if root_path and not root_path.startswith("/"):
        raise UsageError(f"'{root_path}' is not a path: write it with a slash, such as /cloud.")
    place = folder or builds()
    open_graph(folder)  # builds the graph if there is none yet
    limits = Limits(
        workers=workers, seconds=timeout, rows=rows, result=result, long=long, memory=memory * MIB
    )
    form = "%(asctime)s %(levelname)s %(name)s %(message)s"
    logging.basicConfig(level=logging.INFO, format=form, stream=sys.stderr)
    logging.getLogger("kg.access").disabled = not access_log
    app = make_app(current(place), limits, root_path)
    click.echo(f"Serving http://{host}:{port}{root_path}/ - end it with Ctrl-C.", err=True)
    uvicorn.run(
        app,
        host=host,
        port=port,
        http=Wire,
        ws="none",
        server_header=False,
        access_log=False,
        log_config=None,
        timeout_graceful_shutdown=int(timeout) + 2,
    )
