"""
The house: rooms, floors, and the front door.
"""

import ast
from pathlib import Path

import kg

PACKAGE = Path(kg.__file__).parent

FLOORS = [
    {"errors"},
    {"findings", "folders", "names"},
    {"dates", "kernels", "shares", "tables"},
    {"model"},
    {"control", "graph"},
    {"claims", "cluster", "export", "loaders", "query", "register", "validate"},
    {"surroundings"},
    {"reach"},
    {"answers"},
    {"carried", "chart", "derive"},
    {"build", "drawn", "snapshot"},
    {"additions"},
    {"knowledge"},
    {"serve"},
    {"cli"},
    {"demo"},
]


def rooms():
    """
    Each room with the files that it is made of.
    """
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if room not in ("__init__", "__main__"):
            found.setdefault(room, []).append(path)
    return found


def imports(path):
    """
    The rooms that a file imports, at load time or inside functions.
    """
    depth = len(path.relative_to(PACKAGE).parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == depth:
            yield from [node.module] if node.module else [alias.name for alias in node.names]
        module = node.module if isinstance(node, ast.ImportFrom) and not node.level else None
        if module and module.split(".")[0] == "kg":
            yield module.removeprefix("kg.")


def test_every_room_looks_down():
    """
    A room imports only from floors below it, and every room has a floor.
    """
    floor = {room: level for level, names in enumerate(FLOORS) for room in names}
    for room, paths in rooms().items():
        assert room in floor, f"kg/{room} has no floor: add it to FLOORS"
        used = {name.split(".")[0] for path in paths for name in imports(path)} - {room}
        up = {other for other in used if floor[other] >= floor[room]}
        assert not up, f"kg/{room} looks up or sideways at {sorted(up)}"


def test_rooms_are_read_in_one_sitting():
    """
    No file of the package passes 400 lines.
    """
    long = {
        str(path.relative_to(PACKAGE)): lines
        for paths in rooms().values()
        for path in paths
        if (lines := path.read_text(encoding="utf-8").count("\n")) > 400
    }
    assert not long


def test_the_front_door_is_sorted_and_true():
    """
    Every name that the package offers exists, and they stand in order.
    """
    assert list(kg.__all__) == sorted(kg.__all__)
    assert all(hasattr(kg, name) for name in kg.__all__)
