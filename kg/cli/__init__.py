"""
The command line: parse, call, print. What it can do, Python can do.
"""

from . import imports, library, questions, reasoning, sovereignty, upkeep
from .root import main

__all__ = ["imports", "library", "main", "questions", "reasoning", "sovereignty", "upkeep"]
