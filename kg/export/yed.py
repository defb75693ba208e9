"""
GraphML for yEd, which shows only labels and shapes of its own elements.
"""

from typing import IO

from .drawing import Edge, Node, Picture
from .graphml import Plain, document
from .job import Job
from .xml import attribute, lines_to

SHAPES = {
    "rectangle": "roundrectangle",
    "ellipse": "ellipse",
    "hexagon": "hexagon",
    "diamond": "diamond",
    "octagon": "octagon",
}
HEIGHT, LETTER, MARGIN = 30.0, 7.5, 20.0


def write_yed(job: Job, stream: IO[bytes]) -> None:
    """
    Nodes and edges as GraphML with yEd's shapes, labels and line widths.
    """
    lines_to(stream, document(job, job.picture(), Look()))


class Look(Plain):
    """
    yEd's own elements.
    """

    namespaces = ' xmlns:y="http://www.yworks.com/xml/graphml"'
    keys = (
        '<key id="node-graphics" for="node" yfiles.type="nodegraphics"/>\n'
        '<key id="edge-graphics" for="edge" yfiles.type="edgegraphics"/>'
    )

    def node(self, node: Node, drawn: Picture) -> str:
        """
        A shape by the node's class, as wide as its label.
        """
        shape = SHAPES[drawn.vocabulary.shape(node.kind)]
        width = MARGIN + LETTER * len(node.label)
        return (
            '<data key="node-graphics"><y:ShapeNode>'
            f'<y:Geometry height="{HEIGHT}" width="{width}" x="0.0" y="0.0"/>'
            '<y:Fill color="#FFFFFF" transparent="false"/>'
            '<y:BorderStyle color="#000000" type="line" width="1.0"/>'
            f"<y:NodeLabel>{attribute(node.label)}</y:NodeLabel>"
            f'<y:Shape type="{shape}"/></y:ShapeNode></data>'
        )

    def edge(self, edge: Edge, drawn: Picture) -> str:
        """
        A line as wide as the weight; dashed where a share is unknown or does not count,
        dotted where it is planned.
        """
        rule = drawn.vocabulary.edges.get(edge.kind)
        unknown = rule and rule.weight and edge.weight is None
        style = {"solid": "dashed" if unknown else "line"}.get(edge.line, edge.line)
        return (
            '<data key="edge-graphics"><y:PolyLineEdge>'
            f'<y:LineStyle color="#000000" type="{style}" width="{pen(edge.weight)}"/>'
            '<y:Arrows source="none" target="standard"/>'
            f"<y:EdgeLabel>{attribute(edge.label)}</y:EdgeLabel></y:PolyLineEdge></data>"
        )


def pen(weight: float | None) -> float:
    """
    The width of a line: 1 for an unknown share, up to 5 for the whole.
    """
    return 1.0 if weight is None else round(1.0 + weight / 25, 2)
