"""
Measure: seconds, memory, the machine, and digests that compare answers.
"""

import importlib.metadata
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

RUNS = 5

LONG = 30.0
"""
CPU seconds above which a work is run once, not three times.
"""

PACKAGES = (
    "numpy",
    "numba",
    "scipy",
    "networkx",
    "igraph",
    "duckdb",
    "polars",
    "pyarrow",
    "pyoxigraph",
    "rdflib",
)


def timed(work: Callable[[], object], runs: int = RUNS) -> tuple[float, float]:
    """
    Median CPU and wall seconds of some work in this process.
    """
    cpu, wall = [], []
    for _ in range(runs):
        start = time.process_time(), time.perf_counter()
        work()
        cpu.append(time.process_time() - start[0])
        wall.append(time.perf_counter() - start[1])
    return statistics.median(cpu), statistics.median(wall)


def timed_process(*arguments: str, runs: int = RUNS) -> tuple[float, float]:
    """
    Median CPU and wall seconds of a whole `kg` process, after one call to warm up.
    """
    command = [sys.executable, "-m", "kg", *arguments]
    subprocess.run(command, check=True, capture_output=True)
    cpu, wall = [], []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        wall.append(time.perf_counter() - start)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(cpu), statistics.median(wall)


def peak_memory() -> float:
    """
    The most memory that this process has had resident, in MB.

    Linux counts it for the program itself; elsewhere the figure of the
    process may include what its parent had when it was started.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def pair_digest(first: NDArray[Any], second: NDArray[Any]) -> str:
    """
    A figure that two sets of pairs share if, and in practice only if, they are equal.

    The count, and the sum of a hash (splitmix64) of each pair, which does not
    depend on their order.
    """
    total = 0
    with np.errstate(over="ignore"):
        for start in range(0, len(first), 1 << 20):
            key = first[start : start + (1 << 20)].astype(np.uint64) << np.uint64(32)
            key |= second[start : start + (1 << 20)].astype(np.uint64)
            key += np.uint64(0x9E3779B97F4A7C15)
            key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            total += int(np.add.reduce(key ^ (key >> np.uint64(31))))
    return f"{len(first)}:{total % 2**64:016x}"


def machine() -> str:
    """
    The processor, the cores that may be used, the memory and the system.
    """
    name = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                name = line.split(":", 1)[1].strip()
                break
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{name}, {cores} cores, {memory:.0f} GiB, {platform.system()}"


def versions() -> str:
    """
    The version of Python and of each library that is compared.
    """
    found = [f"Python {platform.python_version()}"]
    for name in PACKAGES:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            found.append(f"{name} absent")
    return ", ".join(found)
