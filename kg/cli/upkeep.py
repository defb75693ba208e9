"""
The commands that keep the graph: check, build; and the shell's completion.
"""

import json
import sys
from pathlib import Path

import click

from ..errors import InvalidData, UsageError
from ..findings import ERROR, Finding
from .options import default_lang
from .printing import chosen_format, print_rows, progress
from .root import main, print_findings

STAGES_OF_A_BUILD = 6


@main.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "github")),
    default="text",
    help="How to print findings.",
)
@click.option("--lang", type=click.Choice(("fr", "en")), help="The language of texts (locale).")
def check(path: Path | None, form: str, lang: str | None) -> None:
    """
    Check the tables in PATH: each finding with file, line and column.

    \b
    Example: kg check data
    """
    from .. import build as stages

    with progress(STAGES_OF_A_BUILD) as tell:
        try:
            findings = stages.make(path, tell=tell).warnings
        except InvalidData as error:
            findings = [finding for finding in error.findings if isinstance(finding, Finding)]
    print_findings(findings, form, lang or default_lang())
    if any(finding.severity == ERROR for finding in findings):
        sys.exit(1)


@main.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--output", type=click.Path(path_type=Path), metavar="DIR", help="Where to publish.")
@click.option(
    "--source", "sources", multiple=True, metavar="ID", help="Keep only what this source says."
)
@click.option("--format", "form", type=click.Choice(("text", "json")), help="How to print counts.")
@click.option("--lang", type=click.Choice(("fr", "en")), help="The language of texts (locale).")
def build(
    path: Path | None,
    output: Path | None,
    sources: tuple[str, ...],
    form: str | None,
    lang: str | None,
) -> None:
    """
    Check, load, derive, validate and publish the tables in PATH.

    \b
    Examples:
      kg build
      kg build data --output /tmp/graph --source itespresso-2015-01-cloudwatt
    """
    from .. import build as stages

    with progress(STAGES_OF_A_BUILD) as tell:
        try:
            generation = stages.build(path, output, sources=sources, tell=tell)
        except InvalidData as error:
            print_findings(error.findings, "text", lang or default_lang())
            sys.exit(1)
    for warning in generation.warnings:
        click.echo(warning.text(lang or default_lang()), err=True)
    if form == "json":
        click.echo(json.dumps(generation.manifest, ensure_ascii=False, indent=2))
        return
    counts = [[name, str(count)] for name, count in generation.manifest["counts"].items() if count]
    counts.append(["quads", str(generation.manifest["quads"])])
    print_rows(["table", "rows"], counts, chosen_format(None))
    click.echo(f"{generation.folder}", err=True)


@main.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def completion(shell: str) -> None:
    """
    Print the completion script of a shell.

    \b
    Example: kg completion bash > ~/.local/share/bash-completion/completions/kg
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is None:
        raise UsageError(f"No completion for {shell}.")
    click.echo(found(main, {}, "kg", "_KG_COMPLETE").source())
