"""
Picture: a chart that shows itself in a notebook and saves itself to a file.
"""

import re
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from ..errors import UsageError
from . import raster

SIZE = re.compile(r'width="([0-9.]+)" height="([0-9.]+)"')


class Picture:
    """
    A chart as SVG, and on demand as PNG or PDF.

    Examples:
        picture = kg.open().draw("cloudwatt", on="2014-10-01")
        picture.save("cloudwatt.svg")
        picture.svg[:4]   # '<svg'
    """

    def __init__(self, render: Callable[[str], str], theme: str = "auto") -> None:
        self._render = render
        self.theme = theme

    @cached_property
    def svg(self) -> str:
        """
        The SVG document.
        """
        return self._render(self.theme)

    def bytes(self, form: str) -> bytes:
        """
        The chart as `svg`, `png` or `pdf`; those two are light unless the theme is dark.

        Raises:
            UsageError: there is no such format.
            MissingExtra: the library for it is not installed.
        """
        if form not in raster.FORMATS:
            raise UsageError(f"'{form}' is no picture: write {', '.join(raster.FORMATS)}.")
        if form == "svg":
            return self.svg.encode("utf-8")
        flat = self.svg if self.theme != "auto" else self._render("light")
        if form == "pdf":
            return raster.pdf(flat)
        size = SIZE.search(flat)
        return raster.png(flat, max(map(float, size.groups())) if size else 1000.0)

    def save(self, path: str | Path) -> None:
        """
        Write the chart in the format that the name ends in, whole or not at all.

        Raises:
            UsageError: the name ends in none of .svg, .png, .pdf, or cannot be written.
        """
        made = self.bytes(raster.form_of(str(path)))
        target = Path(path)
        draft = target.with_name(f".{target.name}.part")
        try:
            if target.exists() and not target.is_file():
                target.write_bytes(made)
                return
            try:
                draft.write_bytes(made)
                draft.replace(target)
            finally:
                draft.unlink(missing_ok=True)
        except OSError as error:
            raise UsageError(f"{path} cannot be written: {error}.") from None

    def __str__(self) -> str:
        return self.svg

    def _repr_svg_(self) -> str:
        return self.svg
