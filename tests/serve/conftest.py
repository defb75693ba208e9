"""
A server for the tests of a folder: the real application, in a process of its own.
"""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import build
from kg.graph.generation import publish

ROOT = Path(__file__).resolve().parents[2]


def free_port():
    """
    A port of the loopback interface that nobody listens on.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(folder, *options):
    """
    `kg serve` over a folder of builds; yields its address, ends it gracefully.
    """
    port = free_port()
    command = [sys.executable, "-m", "kg", "serve", "--graph", str(folder), "--port", str(port)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(
        [*command, *options], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            if process.poll() is not None:
                raise AssertionError(process.stdout.read().decode())
            with contextlib.suppress(OSError), urllib.request.urlopen(address + "/health"):
                break
            time.sleep(0.05)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """
    The address of a server over the curated graph.
    """
    folder = tmp_path_factory.mktemp("served")
    build.build(output=folder)
    with running(folder, "--timeout", "3") as address:
        yield address


@pytest.fixture(scope="session")
def small_served(tmp_path_factory):
    """
    The address of a server over the three graphs of the W3C protocol tests.
    """
    folder = tmp_path_factory.mktemp("small")
    base = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
    quads = [
        ox.Quad(
            ox.NamedNode(base.format(number)),
            ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
            ox.NamedNode("http://xmlns.com/foaf/0.1/Document"),
            ox.NamedNode(base.format(number)),
        )
        for number in range(4)
    ]
    publish(folder, quads, {"counts": {}})
    limits = ("--timeout", "2", "--rows", "50", "--result", "200000")
    with running(folder, *limits) as address:
        yield address
