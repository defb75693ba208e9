"""
Who controls whom on a day, from holdings within bounds and rights.

The package knows neither RDF nor files: it takes the claims of a day and
gives conclusions, each with its derivation and what is missing.
"""

from .claims import WHOLE, Bounds, Day, Holding, Right
from .conclusions import Conclusion, Gap, Joint, Judgement, conclude, judge
from .majority import Deadlock
from .reasons import reason
from .registry import RULES, Rule
from .timeline import Period, timeline

__all__ = [
    "RULES",
    "WHOLE",
    "Bounds",
    "Conclusion",
    "Day",
    "Deadlock",
    "Gap",
    "Holding",
    "Joint",
    "Judgement",
    "Period",
    "Right",
    "Rule",
    "conclude",
    "judge",
    "reason",
    "timeline",
]
