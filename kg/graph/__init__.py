"""
The graph: records to triples, and the stores that hold them.
"""

from .store import MemoryStore, OxigraphStore, Solutions, Store

__all__ = ["MemoryStore", "OxigraphStore", "Solutions", "Store"]
