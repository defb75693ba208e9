"""
GEXF 1.3, for Gephi and Gephi Lite: a snapshot, or a graph with time.

An attribute's id is its title, because Gephi Lite shows the id; the relation is
the edge's `kind`, which keeps parallel edges apart in Gephi. Intervals end on
the last day held: GEXF counts it in, we do not.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import IO

from .attributes import Value, as_text, fitted
from .drawing import Edge, Node, Picture
from .job import Job
from .stamp import PUBLISHER, Stamp
from .vocabulary import local
from .xml import attribute, lines_to

TYPES = {"double": "double", "boolean": "boolean"}
Spell = tuple[str | None, str | None]


def write_gexf(job: Job, stream: IO[bytes]) -> None:
    """
    The picture of a day, or of all days, without time.
    """
    lines_to(stream, _document(job, job.picture(), timed=False))


def write_gexf_dynamic(job: Job, stream: IO[bytes]) -> None:
    """
    The picture of all days, each edge on the days on which its claim holds.

    What is planned never holds, so it is left out. A node is there while one of
    its edges is.
    """
    lines_to(stream, _document(job, job.picture(planned=False), timed=True))


def _document(job: Job, drawn: Picture, *, timed: bool) -> Iterator[str]:
    mode = 'mode="static"'
    if timed:
        mode = 'mode="dynamic" timeformat="date" timerepresentation="interval"'
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gexf xmlns="http://gexf.net/1.3" version="1.3">'
    yield from _meta(job.stamp)
    yield f'<graph defaultedgetype="directed" {mode}>'
    for side, columns in (("node", drawn.node_columns), ("edge", drawn.edge_columns)):
        yield f'<attributes class="{side}">'
        for name, kind in sorted(columns.items()):
            kind = TYPES.get(kind, "string")
            yield f'<attribute id="{name}" title="{name}" type="{kind}"/>'
        yield "</attributes>"
    spells = _node_spells(drawn.edges) if timed else {}
    yield "<nodes>"
    for node in job.ticked(drawn.nodes):
        yield _node(node, drawn.node_columns, spells.get(node.id, []))
    yield "</nodes>"
    yield "<edges>"
    for edge in job.ticked(drawn.edges):
        yield _edge(edge, drawn.edge_columns, timed)
    yield "</edges></graph></gexf>"


def _meta(stamp: Stamp) -> Iterator[str]:
    made = f' lastmodifieddate="{stamp.made}"' if stamp.made else ""
    yield f"<meta{made}><creator>{PUBLISHER}</creator>"
    yield f"<description>{attribute(stamp.line())}</description></meta>"


def _node(node: Node, columns: dict[str, str], spells: list[Spell]) -> str:
    values = _values(columns, node.attributes)
    head = f'<node id="{attribute(node.id)}" label="{attribute(node.label)}">'
    return f"{head}{values}{_spells(spells)}</node>"


def _edge(edge: Edge, columns: dict[str, str], timed: bool) -> str:
    weight = f' weight="{edge.weight!r}"' if edge.weight is not None else ""
    spells = _spells([_inclusive(edge)]) if timed else ""
    return (
        f'<edge id="{attribute(edge.id)}" source="{attribute(edge.source)}"'
        f' target="{attribute(edge.target)}" kind="{attribute(local(edge.kind))}"'
        f' label="{attribute(edge.label)}"{weight}>'
        f"{_values(columns, edge.attributes)}{spells}</edge>"
    )


def _values(columns: dict[str, str], attributes: dict[str, Value]) -> str:
    inner = "".join(
        f'<attvalue for="{name}" value="{attribute(as_text(value))}"/>'
        for name, value in fitted(columns, attributes)
    )
    return f"<attvalues>{inner}</attvalues>"


def _inclusive(edge: Edge) -> Spell:
    """
    The interval of an edge, up to the last day held.
    """
    if edge.end is None:
        return edge.start, None
    last = (date.fromisoformat(edge.end) - timedelta(days=1)).isoformat()
    # What began and ended on one day was held on it.
    return edge.start, max(last, edge.start) if edge.start else last


def _node_spells(edges: Iterable[Edge]) -> dict[str, list[Spell]]:
    """
    When a node has an edge: the intervals of its edges, those that meet made one.
    """
    found: dict[str, set[Spell]] = defaultdict(set)
    for edge in edges:
        spell = _inclusive(edge)
        found[edge.source].add(spell)
        found[edge.target].add(spell)
    return {id: _joined(spells) for id, spells in found.items()}


def _joined(spells: set[Spell]) -> list[Spell]:
    joined: list[Spell] = []
    for start, end in sorted(spells, key=lambda spell: (spell[0] or "", spell[1] or "9999")):
        if joined and _meets(joined[-1][1], start):
            last = joined[-1]
            joined[-1] = (
                last[0],
                None if None in (last[1], end) else max(last[1] or "", end or ""),
            )
        else:
            joined.append((start, end))
    return joined


def _meets(end: str | None, start: str | None) -> bool:
    if end is None or start is None:
        return True
    return date.fromisoformat(start) <= date.fromisoformat(end) + timedelta(days=1)


def _spells(spells: list[Spell]) -> str:
    inner = ""
    for start, end in spells:
        begins = f' start="{start}"' if start else ""
        ends = f' end="{end}"' if end else ""
        # A spell without a day would not say that it is open on both sides.
        inner += f"<spell{begins}{ends}/>" if begins or ends else ""
    return f"<spells>{inner}</spells>" if inner else ""
