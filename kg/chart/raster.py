"""
Raster: a chart as PNG or PDF, by libraries of the extra `draw`.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import MissingExtra, UsageError

FORMATS = ("svg", "png", "pdf")
SCALE = 2.0
FAMILY = "DejaVu Sans"
MACHINE_FONTS = (
    ("/usr/share/fonts/truetype/dejavu", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("/usr/share/fonts/dejavu-sans-fonts", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("/usr/share/fonts/TTF", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("/System/Library/Fonts/Supplemental", "Verdana.ttf", "Verdana Bold.ttf"),
    ("C:/Windows/Fonts", "verdana.ttf", "verdanab.ttf"),
)
LARGEST = 16_000
"""
The longest side of a PNG, in pixels: larger ones are made smaller.
"""


def form_of(name: str) -> str:
    """
    The format that a file's name asks for; `-` is SVG.

    Raises:
        UsageError: the name ends in none of the known ways.
    """
    if name == "-":
        return "svg"
    ending = Path(name).suffix.removeprefix(".").lower()
    if ending not in FORMATS:
        found = f"'.{ending}' is no picture" if ending else f"'{name}' has no ending"
        raise UsageError(f"{found} that can be drawn: write a name ending in .svg, .png or .pdf.")
    return ending


def png(svg: str, longest: float) -> bytes:
    """
    An SVG without style sheet as PNG, twice its size; `longest` is its longer side.

    Raises:
        MissingExtra: resvg-py is not installed.
    """
    try:
        import resvg_py
    except ImportError:
        raise MissingExtra("resvg-py", "draw") from None
    zoom = min(SCALE, LARGEST / longest)
    made: bytes = resvg_py.svg_to_bytes(svg_string=svg, zoom=zoom, font_files=fonts())
    return bytes(made)


def pdf(svg: str) -> bytes:
    """
    An SVG without style sheet as PDF, its text as text.

    Raises:
        MissingExtra: svglib is not installed.
    """
    try:
        from reportlab.graphics import renderPDF
        from reportlab.pdfgen.canvas import Canvas
        from svglib.fonts import register_font
        from svglib.svglib import svg2rlg
    except ImportError:
        raise MissingExtra("svglib", "draw") from None
    from io import BytesIO, StringIO

    for path, weight in zip(pdf_fonts(), ("normal", "bold"), strict=True):
        register_font(FAMILY, path, weight=weight)
    drawing: Any = svg2rlg(StringIO(svg))
    made = BytesIO()
    # Without a date and a random id inside: the same chart gives the same bytes.
    canvas = Canvas(made, pagesize=(drawing.width, drawing.height), invariant=1)
    renderPDF.draw(drawing, canvas, 0, 0)
    canvas.save()
    return made.getvalue()


def fonts() -> list[str]:
    """
    Fonts that come with the extra, for machines that have none.
    """
    try:
        import reportlab
    except ImportError:
        return []
    folder = Path(reportlab.__file__).parent / "fonts"
    return [str(folder / name) for name in ("Vera.ttf", "VeraBd.ttf")]


@lru_cache(maxsize=1)
def pdf_fonts() -> tuple[str, str]:
    """
    The regular and the bold font that a PDF holds: of the machine, else of the extra.

    Those of a machine have more letters (Polish, Greek); the extra's have the
    Western European ones. A letter that the font lacks is an empty box.
    """
    for folder, regular, bold in MACHINE_FONTS:
        found = Path(folder) / regular, Path(folder) / bold
        if all(path.is_file() for path in found):
            return str(found[0]), str(found[1])
    own = fonts()
    return own[0], own[1]
