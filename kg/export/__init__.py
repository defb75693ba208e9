"""
Exports: the graph in the forms that other tools open.
"""

import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..graph import Store
from .drawing import Edge, Node, Picture, Tell, picture
from .formats import FORMATS, Format, listing
from .job import job_of, silent
from .output import check, write_to
from .rdf import describe, turtle


def format_of(name: str, on: date | None = None, *, dynamic: bool = False) -> Format:
    """
    A format by its name; `dynamic` asks for the one with time.

    Raises:
        UsageError: there is no such format, it has no form with time, or it
            shows all days and a day is asked for.
    """
    if name not in FORMATS:
        raise UsageError(f"'{name}' is not a format: write one of {', '.join(FORMATS)}.")
    form = FORMATS[name]
    if dynamic and not form.timed:
        if f"{name}-dynamic" not in FORMATS:
            timed = ", ".join(one.name for one in FORMATS.values() if one.timed)
            raise UsageError(f"{name} has no form with time; {timed} has.")
        form = FORMATS[f"{name}-dynamic"]
    if form.timed and on:
        still = form.name.removesuffix("-dynamic")
        raise UsageError(f"{form.name} shows all days: leave the day out, or write {still}.")
    return form


def export(
    store: Store,
    form: str,
    output: Path,
    *,
    on: date | None = None,
    dynamic: bool = False,
    lang: str = "en",
    manifest: Mapping[str, Any] | None = None,
    tell: Tell = silent,
) -> Path:
    """
    Write the graph in a format, whole or not at all; with a day, its state on it.

    `output` is a file, or a folder or a .zip for several files; `-` is stdout.

    Raises:
        UsageError: no such format, no such day in it, a name that is not its
            own, or a place that cannot be written.
    """
    chosen = format_of(form, on, dynamic=dynamic)
    check(chosen, output)
    job = job_of(store, on, lang=lang, manifest=manifest, tell=tell)
    job.lines = output.suffix.lower() in chosen.lines
    write = chosen.load()
    write_to(chosen, output, lambda place: write(job, place))
    return output


def write(store: Store, form: str, on: date | None = None, *, lines: bool = False) -> str:
    """
    The graph in a format of one file, as a text.

    Raises:
        UsageError: there is no such format, or it is several files.
    """
    chosen = format_of(form, on)
    if chosen.several:
        raise UsageError(f"{form} is several files: export it to a folder or a .zip.")
    job = job_of(store, on)
    job.lines = lines
    stream = io.BytesIO()
    chosen.load()(job, stream)
    return stream.getvalue().decode()


def to_networkx(store: Store, on: date | None = None) -> Any:
    """
    A networkx MultiDiGraph: nodes by id, one edge a claim, keyed by the claim's id.
    """
    import networkx

    drawn = picture(store, on)
    graph = networkx.MultiDiGraph(on=on.isoformat() if on else None)
    for node in drawn.nodes:
        graph.add_node(node.id, label=node.label, **node.attributes)
    for edge in drawn.edges:
        weight = {} if edge.weight is None else {"weight": edge.weight}
        said = {**edge.attributes, "label": edge.label, **weight}
        graph.add_edge(edge.source, edge.target, key=edge.id, **said)
    return graph


__all__ = [
    "FORMATS",
    "Edge",
    "Node",
    "Picture",
    "describe",
    "export",
    "format_of",
    "listing",
    "picture",
    "to_networkx",
    "turtle",
    "write",
]
