"""
The questions, one room a subject; each gives an `Answer`.
"""

from .answer import Answer
from .changes import changes
from .control import controlled, controllers
from .deals import deals
from .evidence import Evidence
from .explain import explain, undetermined
from .groups import group
from .history import history
from .leadership import leaders
from .naming import Directory
from .ownership import owned, owners
from .rules import rules
from .search import find
from .sovereignty import sovereignty
from .views import ControlView

__all__ = [
    "Answer",
    "ControlView",
    "Directory",
    "Evidence",
    "changes",
    "controlled",
    "controllers",
    "deals",
    "explain",
    "find",
    "group",
    "history",
    "leaders",
    "owned",
    "owners",
    "rules",
    "sovereignty",
    "undetermined",
]
