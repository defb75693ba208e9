"""
A server for tests: the real application, in a process of its own.
"""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

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
    port = free_port()
    command = [sys.executable, "-m", "kg", "serve", "--graph", str(folder), "--port", str(port)]
    environment = {**os.environ, "PYTHONPATH": str(code), "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(
        [*command, *options],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=folder,
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
