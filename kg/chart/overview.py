"""
Overview: a map of everybody, placed once so that it never moves.
"""

import json
from pathlib import Path
from typing import Any

from ..answers import Directory
from ..claims import read_claims
from ..control.parties import NATURAL, UNKNOWN, Party
from ..graph import Store
from ..names import Iri
from .parties import read_parties
from .places import place
from .svg import clean

FORMAT = 1
DRAWN = ("counted", "alternative", "planned")


def overview(store: Store, directory: Directory) -> dict[str, Any]:
    """
    Nodes and edges of the whole graph, over all time, ready for a page to draw.

    `nodes` have `id`, `name`, `kind`, `country`, `x`, `y` and `size` (by the
    number of edges); `edges` have `id` (the claim), `from`, `to`, `kind`,
    `standing`, `since` and `until` as published with their bounds as days,
    and `share`, `share_min`, `share_max` in percent. What is not known is null.
    Two edges of one claim have the same id: several hold one right.

    Raises:
        UsageError: there are more agents than a map can show.
    """
    edges = _edges(store)
    parties = read_parties(store)
    agents = {end: None for edge in edges for end in (edge["from"], edge["to"])}
    agents |= {
        thing.slug: None
        for thing in directory.things
        if parties.get(thing.slug, Party("", UNKNOWN)).kind != NATURAL
    }
    ids = sorted(agents)
    degree = dict.fromkeys(ids, 0)
    for edge in edges:
        degree[edge["from"]] += 1
        degree[edge["to"]] += 1
    places = place(ids, [(edge["from"], edge["to"]) for edge in edges])
    names = {thing.slug: clean(directory.name(thing)) for thing in directory.things}
    nodes = [
        {
            "id": id,
            "name": names.get(id, id),
            "kind": parties[id].kind if id in parties else UNKNOWN,
            "country": parties[id].country if id in parties else None,
            "x": places[id][0],
            "y": places[id][1],
            "size": round(3 + 2 * degree[id] ** 0.5, 1),
        }
        for id in ids
    ]
    return {"format": FORMAT, "nodes": nodes, "edges": edges}


def _edges(store: Store) -> list[dict[str, Any]]:
    claims = read_claims(store)
    edges = []
    for claim in claims.shareholdings:
        if claim.standing in DRAWN:
            share = claim.capital if claim.capital.known else claim.votes
            edge = _edge(claim, claim.holder, claim.held, "holds")
            figures = (share.printed, share.minimum, share.maximum)
            for name, value in zip(("share", "share_min", "share_max"), figures, strict=True):
                edge[name] = float(value) if value is not None else None
            edges.append(edge)
    for right in claims.rights:
        if right.standing in DRAWN:
            for holder in dict.fromkeys(right.holders):
                kind = "part" if right.kind == "attachment" else right.kind
                unknown = dict.fromkeys(("share", "share_min", "share_max"))
                edges.append(_edge(right, holder, right.organization, kind) | unknown)
    return sorted(edges, key=lambda edge: (edge["id"], edge["from"]))


def _edge(claim: Any, tail: Iri, head: Iri, kind: str) -> dict[str, Any]:
    period = claim.period
    bounds = {
        "since_min": period.starts_not_before,
        "since_max": period.starts_not_after,
        "until_min": period.ends_not_before,
        "until_max": period.ends_not_after,
    }
    return {
        "id": claim.claim.slug,
        "from": tail.slug,
        "to": head.slug,
        "kind": kind,
        "standing": claim.standing,
        "since": claim.starts or None,
        "until": claim.ends or None,
        **{name: day.isoformat() if day else None for name, day in bounds.items()},
    }


def write_overview(data: dict[str, Any], path: Path) -> None:
    """
    Store a map as JSON, whole or not at all: the same graph gives the same bytes.
    """
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_text(text + "\n", encoding="utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
