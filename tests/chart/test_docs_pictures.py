"""
The pictures of the documentation show what the graph says.
"""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from kg.cli import main

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "pictures.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ kg (draw .* -o (docs/pictures/\S+))$", PAGE, re.MULTILINE)


def content(svg):
    """
    What a picture says and which claims it shows, without where they stand.
    """
    root = ElementTree.fromstring(svg)
    claims = sorted(one.get("data-claim") for one in root.iter() if one.get("data-claim"))
    return sorted(root.itertext()), claims


@pytest.mark.parametrize(("command", "path"), COMMANDS)
def test_the_pictures_are_true(graph, monkeypatch, command, path):
    """
    Drawn again from the tables, each picture says the same. If not: make pictures.
    """
    monkeypatch.setattr(
        "kg.cli.options.open_graph",
        lambda *args, lang, **options: type(graph)(graph.store, lang=lang),
    )
    done = CliRunner().invoke(main, [*command.split(" -o ")[0].split(), "-o", "-"])
    assert done.exit_code == 0
    kept = (ROOT / path).read_text(encoding="utf-8")
    assert content(done.output) == content(kept), "run: make pictures"


def test_every_picture_has_its_command_and_is_shown():
    """
    No picture lies about without a command that makes it, and the page shows each.
    """
    kept = {f"docs/pictures/{path.name}" for path in (ROOT / "docs" / "pictures").iterdir()}
    assert kept == {path for _, path in COMMANDS}
    assert set(re.findall(r"!\[[^\]]+\]\((pictures/\S+)\)", PAGE)) == {
        path.removeprefix("docs/") for path in kept
    }
