"""
Cycles: organizations that hold each other, in the order that a walk needs.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from .columns import Column


def components(
    columns: Mapping[str, Column], stops: Collection[str], about: Iterable[str]
) -> Iterator[list[str]]:
    """
    Cycles of organizations at or above those asked about, holders before what they hold.

    The walk goes no further than `stops`. Tarjan's algorithm, without recursion.
    """
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()

    def above(one: str) -> Iterator[str]:
        blocks = columns[one].blocks if one in columns else ()
        return (holder for block in blocks for holder in block.holders if holder not in stops)

    for start in about:
        if start in index or start in stops:
            continue
        work = [(start, above(start))]
        index[start] = low[start] = len(index)
        stack.append(start)
        on_stack.add(start)
        while work:
            one, holders = work[-1]
            for holder in holders:
                if holder not in index:
                    index[holder] = low[holder] = len(index)
                    stack.append(holder)
                    on_stack.add(holder)
                    work.append((holder, above(holder)))
                    break
                if holder in on_stack:
                    low[one] = min(low[one], index[holder])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[one])
                if low[one] == index[one]:
                    cut = _last(stack, one)
                    cycle = stack[cut:]
                    del stack[cut:]
                    on_stack.difference_update(cycle)
                    yield cycle


def _last(stack: list[str], one: str) -> int:
    """
    Where one stands, searched from the top.
    """
    place = len(stack) - 1
    while stack[place] != one:
        place -= 1
    return place
