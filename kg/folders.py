"""
Folders: where the ontology, the tables and the queries lie, and where builds go.

In a checkout they are the repository's own; once installed they are inside the
package, and builds go to the user's cache.
"""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def material(name: str) -> Path:
    """
    The folder `ontology`, `data` or `queries`.
    """
    inside = PACKAGE / "material" / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def builds() -> Path:
    """
    The folder that builds are published to, unless a command names another.

    The environment variable KG_GRAPH wins.
    """
    chosen = os.environ.get("KG_GRAPH")
    if chosen:
        return Path(chosen)
    if (PACKAGE / "material").is_dir():
        cache = os.environ.get("XDG_CACHE_HOME")
        return (Path(cache) if cache else Path.home() / ".cache") / "french-cloud"
    return PACKAGE.parent / "build" / "graph"
