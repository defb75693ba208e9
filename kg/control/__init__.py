"""
Who controls whom on a day, from holdings within bounds and rights.

The package knows neither RDF nor files: it takes the claims of a day and
gives conclusions, each with its derivation and what is missing.
"""

from .claims import WHOLE, Bounds, Day, Holding, Right
from .conclusions import conclude, judge
from .majority import Deadlock
from .pairs import judge_pair
from .power import PowerOf, Refusal, voting_power
from .reasons import reason
from .registry import CONTROLS, RELATIONS, RULES, Rule
from .timeline import Period, timeline
from .verdicts import Conclusion, Gap, Joint, Judgement

__all__ = [
    "CONTROLS",
    "RELATIONS",
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
    "PowerOf",
    "Refusal",
    "Right",
    "Rule",
    "conclude",
    "judge",
    "judge_pair",
    "reason",
    "timeline",
    "voting_power",
]
