"""
The README: what it shows is what the commands print.
"""

import re
import shlex

import pytest
from click.testing import CliRunner
from conftest import REPOSITORY

from kg import build
from kg.cli import main

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
EXAMPLES = (REPOSITORY / "docs" / "examples.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```text\n\$ (kg [^\n]+)\n(.*?)```", README + EXAMPLES, re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """
    A published build of the real tables.
    """
    folder = tmp_path_factory.mktemp("graph")
    build.build(REPOSITORY / "data", folder, ontology=REPOSITORY / "ontology")
    return folder


@pytest.mark.parametrize(("command", "shown"), BLOCKS, ids=[block[0] for block in BLOCKS])
def test_the_readme_shows_real_output(folder, monkeypatch, command, shown):
    """
    Every command of the README and of the examples prints what stands below it, line breaks apart.
    """
    monkeypatch.setenv("KG_GRAPH", str(folder))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "112")
    result = CliRunner().invoke(main, [*shlex.split(command)[1:], "--format", "table"])
    assert result.exit_code in (0, 5), result.output
    assert shown.split()
    printed = " ".join((result.stdout + " " + result.stderr).split())
    assert " ".join(shown.split()) in printed


def test_the_python_lines_run(folder, monkeypatch):
    """
    The Python example of the README runs as it stands.
    """
    monkeypatch.setenv("KG_GRAPH", str(folder))
    example = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(example) == 1
    exec(compile(example[0], "README.md", "exec"), {})


def test_every_target_exists():
    """
    Every make target that the README names exists.
    """
    targets = re.findall(r"(?:`|^)make (\w+)", README, re.MULTILINE)
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    assert all(f"\n{target}:" in makefile for target in targets)
