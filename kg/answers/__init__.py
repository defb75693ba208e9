"""
The questions, one room a subject; each gives an `Answer`.
"""

from .answer import Answer
from .control import controlled, controllers
from .deals import deals
from .evidence import Evidence
from .history import history
from .leadership import leaders
from .naming import Directory
from .ownership import owned, owners
from .search import find

__all__ = [
    "Answer",
    "Directory",
    "Evidence",
    "controlled",
    "controllers",
    "deals",
    "find",
    "history",
    "leaders",
    "owned",
    "owners",
]
