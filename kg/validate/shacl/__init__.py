"""
SHACL by queries: shapes compiled to SPARQL, run over Oxigraph, whole or after a change.
"""

from .changes import check_changes
from .model import Result
from .running import Engine, Report
from .terms import ShapesError

__all__ = ["Engine", "Report", "Result", "ShapesError", "check_changes"]
