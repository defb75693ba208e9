"""
Text: how wide it is, and where it breaks, before anybody draws it.

Widths are those of DejaVu Sans, as wide as any sans serif in use (Verdana has
nearly the same): a label measured here fits its box in other fonts too.
"""

import unicodedata
from functools import lru_cache

FONT = "'DejaVu Sans',Verdana,'Bitstream Vera Sans',Arial,Helvetica,sans-serif"

# Thousandths of the font size, for the characters from the space to the tilde.
REGULAR = (
    *(318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337),
    *(636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531),
    *(1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787),
    *(603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500),
    *(500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612),
    *(635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838),
)
BOLD = (
    *(348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365),
    *(696, 696, 696, 696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 580),
    *(1000, 774, 762, 734, 830, 683, 683, 821, 837, 372, 372, 775, 637, 995, 837, 850),
    *(733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838, 500),
    *(500, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687),
    *(716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838),
)
PLAIN = {"–": 500, "’": 380, "«": 646, "»": 646, "·": 380, "\u00a0": 348, "\u202f": 348}
WIDEST = 1170
"""
A character that no table has is taken to be as wide as the widest ligature.
"""


@lru_cache(maxsize=4096)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """
    The most room that a text takes at a font size, in the size's unit.

    Examples:
        >>> width("Orange", 10.0) < width("Orange", 10.0, bold=True)
        True
        >>> width("Dépôt", 10.0) == width("Depot", 10.0)
        True
    """
    table = BOLD if bold else REGULAR
    return sum(_advance(character, table) for character in text) * size / 1000


def _advance(character: str, table: tuple[int, ...]) -> int:
    code = ord(character)
    if 32 <= code < 127:
        return table[code - 32]
    if character in PLAIN:
        return PLAIN[character]
    base = unicodedata.normalize("NFD", character)
    if 32 <= ord(base[0]) < 127:
        return table[ord(base[0]) - 32]
    hidden = unicodedata.combining(character) or unicodedata.category(character) == "Cf"
    return 0 if hidden else WIDEST


def wrap(text: str, room: float, size: float, *, bold: bool = False, most: int = 3) -> list[str]:
    """
    A text in lines no wider than `room`; what `most` lines cannot hold ends in an ellipsis.

    A word wider than the room is cut.

    Examples:
        >>> wrap("Caisse des Dépôts et Consignations", 120.0, 12.0)
        ['Caisse des Dépôts', 'et Consignations']
    """
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        for piece in _pieces(word, room, size, bold=bold):
            longer = f"{line} {piece}" if line else piece
            if line and width(longer, size, bold=bold) > room:
                lines.append(line)
                line = piece
            else:
                line = longer
    lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], fit(" ".join(lines[most - 1 :]), room, size, bold=bold)]
    return lines


def fit(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """
    A text cut with an ellipsis where it is wider than `room`.
    """
    if width(text, size, bold=bold) <= room:
        return text
    while text and width(text + "…", size, bold=bold) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def _pieces(word: str, room: float, size: float, *, bold: bool) -> list[str]:
    if width(word, size, bold=bold) <= room:
        return [word]
    pieces = [""]
    for character in word:
        if pieces[-1] and width(pieces[-1] + character, size, bold=bold) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces
