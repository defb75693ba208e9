"""
The gate: what is wrong with tables and graph, in the curator's terms.
"""

from .claims import check
from .report import as_github, as_json, as_text
from .shapes import check_shapes

__all__ = ["as_github", "as_json", "as_text", "check", "check_shapes"]
