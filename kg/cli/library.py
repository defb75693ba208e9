"""
The commands that hand out the graph: the query library and SPARQL.
"""

import json
from typing import Any

import click

from ..answers.answer import cell
from ..errors import UsageError
from ..knowledge import KnowledgeGraph
from ..query import get
from .options import format_option, graph_options
from .printing import print_rows, print_solutions
from .root import main


@main.command()
@format_option
@graph_options
def queries(graph: KnowledgeGraph, form: str) -> None:
    """
    The query library: what each asks, with which parameters.

    \b
    Example: kg queries
    """
    library = graph.queries.values()
    if form == "json":
        listing = [
            {
                "id": query.id,
                "summary": query.summary,
                "description": query.description,
                "tags": list(query.tags),
                "parameters": {
                    name: {"meaning": one.meaning, "example": str(one.example)}
                    for name, one in query.parameters.items()
                },
                "returns": dict(query.returns),
            }
            for query in library
        ]
        click.echo(json.dumps(listing, ensure_ascii=False, indent=2))
        return
    rows = [[query.id, query.summary, ", ".join(query.parameters)] for query in library]
    print_rows(["query", "summary", "parameters"], rows, "tsv" if form == "ttl" else form)


@main.command()
@click.argument("query")
@click.option("-p", "params", multiple=True, metavar="NAME=VALUE", help="A parameter's value.")
@format_option
@graph_options
def run(graph: KnowledgeGraph, query: str, params: tuple[str, ...], form: str) -> None:
    """
    Run QUERY of the library.

    \b
    Example: kg run ownership/who-owns -p organization=numergy -p day=2015-06-30
    """
    pairs = dict(_pair(param) for param in params)
    for name, parameter in get(graph.queries, query).parameters.items():
        if name not in pairs:
            example = cell(parameter.example)
            click.echo(f"{name} is {example}, the query's example: -p {name}=...", err=True)
    print_solutions(graph.run(query, **pairs), form)


def _pair(param: str) -> tuple[str, str]:
    name, equals, value = param.partition("=")
    if not equals:
        raise UsageError(f"'{param}' is not a parameter: write it as name=value.")
    return name, value


@main.command()
@click.argument("file", default="-", type=click.File("r", encoding="utf-8"))
@format_option
@graph_options
def sparql(graph: KnowledgeGraph, file: Any, form: str) -> None:
    """
    Any SELECT, ASK, CONSTRUCT or DESCRIBE, from FILE or the input.

    \b
    Example: echo 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }' | kg sparql -
    """
    from ..export import turtle

    answer = graph.sparql(file.read())
    if isinstance(answer, bool):
        click.echo(json.dumps(answer))
    elif isinstance(answer, list):
        click.echo(turtle(answer), nl=False)
    else:
        print_solutions(answer, form)
