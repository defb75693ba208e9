"""
Options that several commands share.
"""

import locale
import os
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import click

from ..dates import parse_day
from ..errors import UsageError
from ..knowledge import KnowledgeGraph
from ..knowledge import open as open_graph
from .printing import FORMATS, chosen_format

Command = Callable[..., Any]


class DayType(click.ParamType[date]):
    """
    A day written as 2014-10-01.
    """

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """
        The day, or a usage error that says how to write one.
        """
        if isinstance(value, date):
            return value
        try:
            return parse_day(value)
        except UsageError as error:
            self.fail(str(error), param, ctx)


def default_lang() -> str:
    """
    fr where the locale is French, en elsewhere.
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "fr" if os.environ[name].startswith("fr") else "en"
    return "fr" if (locale.getlocale()[0] or "").startswith("fr") else "en"


def on_option(command: Command) -> Command:
    """
    `--on DAY`, today unless said.
    """
    return click.option(
        "--on", type=DayType(), metavar="DAY", help="The day asked about, as 2014-10-01 (today)."
    )(command)


def format_option(command: Command) -> Command:
    """
    `--format`, a table on a terminal and TSV in a pipe unless said.
    """
    return click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        callback=lambda ctx, param, value: chosen_format(value),
        help="How to print (table on a terminal, tsv in a pipe).",
    )(command)


def graph_options(command: Command) -> Command:
    """
    `--graph DIR`, `--endpoint URL`, `--store` and `--lang`; the command gets the opened graph.
    """

    @click.option(
        "--graph",
        "folder",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="The folder of builds to ask (KG_GRAPH).",
    )
    @click.option("--endpoint", metavar="URL", help="Ask a SPARQL 1.1 endpoint instead.")
    @click.option(
        "--store",
        type=click.Choice(("oxigraph", "rdflib")),
        default="oxigraph",
        help="The engine that answers.",
    )
    @click.option("--lang", type=click.Choice(("fr", "en")), help="The language of texts (locale).")
    @wraps(command)
    def wrapped(
        *args: Any,
        folder: Path | None,
        endpoint: str | None,
        store: str,
        lang: str | None,
        **options: Any,
    ) -> Any:
        graph: KnowledgeGraph = open_graph(
            folder, store=store, lang=lang or default_lang(), endpoint=endpoint
        )
        return command(graph, *args, **options)

    return wrapped
