"""
Stamp: what every exported file says of itself.

Title, data version, day, licence, and the day up to which its sources reach.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..graph import Store
from ..graph.triples import CURATED, ONTOLOGY
from ..names import BASE, KG

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_NAME = "CC BY 4.0"
PUBLISHER = "french-cloud"
TITLE = {
    "en": "Who controls what in the French cloud market",
    "fr": "Qui contrôle quoi dans le cloud français",
}
WORDS = {
    "en": ("data version", "day", "all days", "sources up to", "licence"),
    "fr": ("version des données", "jour", "tous les jours", "sources jusqu'au", "licence"),
}


@dataclass(frozen=True, slots=True)
class Stamp:
    """
    The version, day and licence of an export.

    `version` is the ontology's, with the digest of the tables where the graph
    was published by a build. `known_to` is the first day on which the latest
    source may have been published. `made` is the day of the build, else `known_to`.
    """

    version: str
    on: date | None
    known_to: date | None
    made: date | None
    lang: str = "en"

    @property
    def title(self) -> str:
        """
        What the graph is.
        """
        return TITLE[self.lang]

    @property
    def day(self) -> str:
        """
        The day of the snapshot, or that all days are there.
        """
        return self.on.isoformat() if self.on else WORDS[self.lang][2]

    def items(self) -> list[tuple[str, str]]:
        """
        Each thing that is stated, with its word.
        """
        version, day, _, known_to, licence = WORDS[self.lang]
        found = [(version, self.version), (day, self.day)]
        if self.known_to:
            found.append((known_to, self.known_to.isoformat()))
        return [*found, (licence, f"{LICENCE_NAME}, {LICENCE}")]

    def line(self) -> str:
        """
        The whole stamp in one line.
        """
        return f"{self.title}. " + "; ".join(f"{word}: {text}" for word, text in self.items())

    def plain(self) -> dict[str, str]:
        """
        The stamp under English keys, for formats that carry pairs.
        """
        found = {
            "title": self.title,
            "data_version": self.version,
            "day": self.day,
            "known_to": self.known_to.isoformat() if self.known_to else "",
            "licence": LICENCE,
            "publisher": PUBLISHER,
            "home": BASE,
        }
        return {key: text for key, text in found.items() if text}


def stamp_of(store: Store, on: date | None, manifest: Mapping[str, Any], lang: str = "en") -> Stamp:
    """
    The stamp of an export of a store, built as its manifest says.
    """
    version = f"SELECT ?v WHERE {{ GRAPH <{ONTOLOGY}> {{ <{KG.rstrip('#')}> <{VERSION}> ?v }} }}"
    rows = store.select(version).rows
    named = str(rows[0][0]) if rows else "0"
    digest = manifest.get("data")
    published = f"GRAPH <{CURATED}> {{ ?s <{KG}publishedNotBefore> ?d }}"
    latest = store.select(f"SELECT (MAX(?d) AS ?last) WHERE {{ {published} }}").rows
    found = latest[0][0] if latest else None
    known_to = found if isinstance(found, date) else None
    built = str(manifest.get("built", ""))[:10]
    made = date.fromisoformat(built) if built else known_to
    return Stamp(f"{named}+{digest}" if digest else named, on, known_to, made, lang)


VERSION = "http://www.w3.org/2002/07/owl#versionInfo"
