"""
The command line: parse, call, print. What it can do, Python can do.
"""

from . import library, questions, reasoning, serving, sovereignty, upkeep
from .root import main

__all__ = ["library", "main", "questions", "reasoning", "serving", "sovereignty", "upkeep"]
