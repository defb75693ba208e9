"""
Write every format of two graphs, and what its readers should find in it.

`build/readers/<graph>/` gets the files, and `expected.json` with the number of
nodes and edges and the sum of shares: of the real graph, and of the small one
that breaks writers.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parent)]

from exported import expected  # noqa: E402
from nasty import nasty_store  # noqa: E402

from kg import build  # noqa: E402
from kg.export import FORMATS, export  # noqa: E402

OUTPUT = HERE.parents[1] / "build" / "readers"


def write(name, store):
    """
    All formats of one graph, and what is in them.
    """
    folder = OUTPUT / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for form in FORMATS.values():
        endings = form.lines[:1] + form.endings[:1] if form.lines else form.endings[:1]
        for ending in endings or ("",):
            export(store, form.name, folder / f"{form.name}{ending}")
    found = {}
    for kind, planned in (("all", True), ("timed", False)):
        nodes, edges = expected(store, planned=planned)
        total = sum(edge[-1] or 0 for edge in edges)
        found[kind] = {"nodes": nodes, "edges": len(edges), "capital": total}
    (folder / "expected.json").write_text(json.dumps(found))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as tables:
        write("nasty", nasty_store(Path(tables)))
    write("real", build.store_of(build.make()))
