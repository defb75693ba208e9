"""
Generations: builds are published whole or not at all.
"""

import json

import pyoxigraph as ox
import pytest

from kg.errors import StoreError
from kg.graph.generation import current, publish


def quads(*names):
    """
    A triple for each name.
    """
    node = ox.NamedNode("https://example.org/p")
    return [ox.Quad(ox.NamedNode(f"https://example.org/{name}"), node, node) for name in names]


def test_a_published_generation_answers(tmp_path):
    """
    What is published is what a reader opens, with its manifest.
    """
    publish(tmp_path, quads("a", "b"), {"counts": {}})
    generation = current(tmp_path)
    assert generation.manifest["quads"] == 2
    assert len(list(generation.store().quads())) == 2


def test_a_failing_build_leaves_the_last_one(tmp_path):
    """
    A build that breaks half-way changes nothing that readers see and leaves no litter.
    """
    publish(tmp_path, quads("a"), {})

    def broken():
        yield from quads("b", "c")
        raise RuntimeError("half-way")

    with pytest.raises(RuntimeError, match="half-way"):
        publish(tmp_path, broken(), {})
    assert current(tmp_path).manifest["quads"] == 1
    assert [path.name for path in tmp_path.glob(".building-*")] == []


def test_old_generations_are_cleared(tmp_path):
    """
    Only the current generation and the one before it stay on disk.
    """
    for name in "abcd":
        publish(tmp_path, quads(name), {})
    kept = sorted(path.name for path in (tmp_path / "generations").iterdir())
    assert kept == ["3", "4"]


def test_an_open_reader_outlives_the_next_build(tmp_path):
    """
    A reader goes on answering from its generation while the next is published.
    """
    publish(tmp_path, quads("a"), {})
    reader = current(tmp_path).store()
    publish(tmp_path, quads("a", "b"), {})
    assert len(list(reader.quads())) == 1
    assert len(list(current(tmp_path).store().quads())) == 2


def test_no_build_says_what_to_run(tmp_path):
    """
    A folder without a build is an error that names the command to run.
    """
    with pytest.raises(StoreError, match="Run: kg build"):
        current(tmp_path)


def test_a_damaged_manifest_is_told(tmp_path):
    """
    A manifest that cannot be read, or of another form, is an error and not a guess.
    """
    generation = publish(tmp_path, quads("a"), {})
    (generation.folder / "manifest.json").write_text("{")
    with pytest.raises(StoreError, match="damaged"):
        current(tmp_path)
    (generation.folder / "manifest.json").write_text(json.dumps({"format": 99}))
    with pytest.raises(StoreError, match="another form"):
        current(tmp_path)
