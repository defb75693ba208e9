"""
GraphML, written by hand: one typed key an attribute, one stable id an edge.

networkx's writer repeats edge ids in a multigraph and refuses missing values.
"""

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from .drawing import Picture

TYPES = {bool: "boolean", float: "double", str: "string"}


def write_graphml(picture: Picture) -> str:
    """
    Nodes and edges as GraphML 1.0.
    """
    keys = {
        (side, name): kind
        for side, items in (("node", picture.nodes), ("edge", picture.edges))
        for name, kind in _kinds(items).items()
    }
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns'
        ' http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">',
    ]
    for (side, name), kind in sorted(keys.items()):
        lines.append(
            f'  <key id="{side}-{name}" for="{side}" attr.name="{name}" attr.type="{kind}"/>'
        )
    lines.append('  <graph id="french-cloud" edgedefault="directed">')
    for node in picture.nodes:
        lines.append(f"    <node id={quoteattr(node['id'])}>")
        lines += _data("node", node)
        lines.append("    </node>")
    for edge in picture.edges:
        ends = f"source={quoteattr(edge['source'])} target={quoteattr(edge['target'])}"
        lines.append(f"    <edge id={quoteattr(edge['id'])} {ends}>")
        lines += _data("edge", edge)
        lines.append("    </edge>")
    lines += ["  </graph>", "</graphml>", ""]
    return "\n".join(lines)


def _kinds(items: list[dict[str, Any]]) -> dict[str, str]:
    """
    The type of each attribute; text where items disagree.
    """
    found: dict[str, str] = {}
    for item in items:
        for name, value in item.items():
            if name in ("id", "source", "target"):
                continue
            kind = TYPES[type(value)]
            found[name] = kind if found.get(name, kind) == kind else "string"
    return found


def _data(side: str, item: dict[str, Any]) -> list[str]:
    return [
        f'      <data key="{side}-{name}">{escape(_text(value))}</data>'
        for name, value in sorted(item.items())
        if name not in ("id", "source", "target")
    ]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
