"""
A server for tests: the real application, in a process of its own.
"""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def free_port():
    """
    A port of the loopback interface that nobody listens on.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(folder, *options, code=ROOT):
    """
    `kg serve` over a folder of builds; yields its address, ends it gracefully.

    `code` is the folder in which the package lies.
    """
    with serving(folder, *options, code=code) as (address, _, _):
        yield address


@contextlib.contextmanager
def serving(folder, *options, code=ROOT):
    """
    The same; yields the address, the process, and the file of what it says.
    """
    port = free_port()
    command = [sys.executable, "-m", "kg", "serve", "--graph", str(folder), "--port", str(port)]
    environment = {**os.environ, "PYTHONPATH": str(code), "LC_ALL": "C.UTF-8"}
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile() as log:  # a pipe that nobody reads would stop it once full
        process = subprocess.Popen(
            [*command, *options],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=folder,
        )
        try:
            for _ in range(300):
                if process.poll() is not None:
                    log.seek(0)
                    raise AssertionError(log.read().decode())
                with contextlib.suppress(OSError), urllib.request.urlopen(address + "/health"):
                    break
                time.sleep(0.05)
            yield address, process, log
        finally:
            process.terminate()
            process.wait(timeout=20)


def descendants(pid):
    """
    The processes that a process has started, and those that these have.
    """
    found = []
    with contextlib.suppress(OSError):
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in map(int, children.read_text().split()):
                found += [child, *descendants(child)]
    return found


@contextlib.contextmanager
def oxigraph(*options):
    """
    The Oxigraph server of the `oxigraph` package; yields its root address.
    """
    binary = Path(sys.executable).parent / "oxigraph"
    if not binary.exists():
        pytest.skip("the oxigraph package is not installed here")
    port = free_port()
    command = [str(binary), *options, "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            assert process.poll() is None, "the server ended"
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)
