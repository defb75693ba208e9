"""
Search: what goes by a name, or nearly.
"""

from .answer import Answer
from .naming import Directory
from .words import say

LIMIT = 20


def find(directory: Directory, text: str, lang: str) -> Answer:
    """
    Organizations and persons whose names resemble a text, the nearest first.
    """
    hits = directory.search(text)[:LIMIT]
    directory.expect(iri for iri, _, _ in hits)
    found = [(thing, matched) for iri, matched, _ in hits if (thing := directory.thing(iri))]
    items = [
        {"id": thing.id, "name": thing.name, "kind": thing.type, "matched": matched}
        for thing, matched in found
    ]
    notes = [] if items else [say("nothing-found", lang, text=text)]
    return Answer("find", None, None, items, notes, None, ("id", "name", "kind", "matched"))
