"""
The command line: parse, call, print. What it can do, Python can do.
"""

from . import (
    drawing,
    exporting,
    imports,
    library,
    loading,
    questions,
    reasoning,
    registers,
    serving,
    sovereignty,
    upkeep,
)
from .root import main

__all__ = [
    "drawing",
    "exporting",
    "imports",
    "library",
    "loading",
    "main",
    "questions",
    "reasoning",
    "registers",
    "serving",
    "sovereignty",
    "upkeep",
]
