"""
Cluster: control by accumulation on a Spark cluster, the same answers as the kernels.

For tables that no single machine holds: `python -m kg.cluster --help`. The plan,
its cost and when it is worth it are in `docs/scale.md`.
"""

from .job import Counts, run

__all__ = ["Counts", "run"]
