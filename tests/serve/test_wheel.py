"""
The wheel: what is installed from it serves the same pages, with nothing of the repository at hand.
"""

import os
import re
import subprocess
import sys
import urllib.request
import zipfile

import pytest
from serve.servers import ROOT, running

from kg import build

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """
    The wheel of this repository, built without a network.
    """
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", str(ROOT), "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--quiet", "--wheel-dir", str(folder)], check=True)
    return next(folder.glob("*.whl"))


def test_every_part_of_the_pages_is_in_the_wheel(wheel):
    """
    Templates, texts, our own and vendored files and their licences are in it, byte for byte.
    """
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        kept = [
            path
            for folder in ("web", "pages")
            for path in (ROOT / "kg" / "serve" / folder).rglob("*")
            if path.is_file() and path.suffix != ".pyc"
        ]
        assert len(kept) > 30
        for path in kept:
            name = path.relative_to(ROOT).as_posix()
            assert name in names, name
            assert archive.read(name) == path.read_bytes(), name
        licences = archive.read("kg/serve/web/static/LICENSES.txt").decode()
    for vendored in ("yasgui.min.js", "yasgui.min.css"):
        assert vendored in licences
    assert {name for name in names if name.startswith("kg/material/ontology/")}


def test_what_is_installed_serves_a_page(wheel, tmp_path):
    """
    Installed elsewhere and started from there, it serves pages, sheets and the editor's files.
    """
    place = tmp_path / "installed"
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--quiet", "--target"]
    subprocess.run([*command, str(place), str(wheel)], check=True)
    where = subprocess.run(
        [sys.executable, "-c", "import kg; print(kg.__file__)"],
        env={**os.environ, "PYTHONPATH": str(place)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert where.stdout.startswith(str(place))
    build.build(output=tmp_path / "graph")
    with running(tmp_path / "graph", code=place) as address:
        path = "/organization/cloudwatt?on=2014-10-01"
        with urllib.request.urlopen(address + path) as response:
            text = response.read().decode()
        assert "Cloudwatt on 1 October 2014" in text
        for loaded in re.findall(r'(?:href|src)="(/(?:static/|charts)[^"]+)"', text):
            assert urllib.request.urlopen(address + loaded).status == 200
        assert urllib.request.urlopen(address + "/static/vendor/yasgui.min.js").status == 200
        assert urllib.request.urlopen(address + "/queries").status == 200
