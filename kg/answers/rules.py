"""
Rules: the tests that answers apply, each with its law and the data that it takes.
"""

from ..control import RULES
from .answer import Answer

COLUMNS = ("id", "kind", "title", "definition", "law", "data")


def rules(lang: str) -> Answer:
    """
    Every rule, in the order in which they are answered.
    """
    items = [
        {
            "id": rule.id,
            "kind": rule.kind,
            "title": rule.title(lang),
            "definition": rule.definition(lang),
            "law": rule.law(lang),
            "data": rule.needed(lang),
        }
        for rule in RULES.values()
    ]
    return Answer("rules", None, None, items, columns=COLUMNS)
