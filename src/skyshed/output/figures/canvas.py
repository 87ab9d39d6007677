"""From a Matplotlib figure to an SVG drawing that follows the theme of the page.

Colours become CSS variables, text stays text, and rasters are small palette images, one per theme,
put where a named rectangle stands in the drawing.
"""

import base64
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from skyshed.output.figures.png import palette_png
from skyshed.output.palette import THEMES, colour, rgba, themed

FONTS: Final = ("DejaVu Sans",)
TEXT_PT: Final = 8.0
_STYLE: Final[dict[str, Any]] = {
    "svg.fonttype": "none",
    "text.parse_math": False,
    "font.family": list(FONTS),
    "font.size": TEXT_PT,
    "axes.edgecolor": colour("muted"),
    "axes.labelcolor": colour("muted"),
    "axes.titlecolor": colour("ink"),
    "axes.linewidth": 0.6,
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "text.color": colour("ink"),
    "xtick.color": colour("muted"),
    "ytick.color": colour("muted"),
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "axes.unicode_minus": True,
    "path.simplify_threshold": 0.3,
}
_FAMILY: Final = "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"
_HALO: Final = ".halo text{paint-order:stroke;stroke-width:2.6px;stroke-linejoin:round}"


@dataclass(frozen=True)
class Drawing:
    """A finished figure: file name, what it shows in words, SVG for the page and for itself."""

    name: str
    alt: str
    inline: str
    standalone: str


@dataclass(frozen=True)
class Raster:
    """Pixels of a figure: an index per pixel, row 0 on top, into a list of colour roles.

    None among `tokens` is transparent.
    """

    index: NDArray[np.uint8]
    tokens: Sequence[str | None]

    def png(self, theme: str) -> bytes:
        """The image in one theme."""
        palette = [(0, 0, 0, 0) if t is None else rgba(t, theme) for t in self.tokens]
        return palette_png(self.index, palette)


def style() -> Any:
    """Context in which all artists of a figure are made."""
    import matplotlib

    return matplotlib.rc_context(_STYLE)


def new_figure(width_in: float, height_in: float) -> Any:
    """Empty figure, without any global state of Matplotlib."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width_in, height_in), dpi=72)


def tidy(axes: Any) -> None:
    """Leave only the left and lower lines of a chart, with a light grid."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(True, color=colour("rule"), linewidth=0.5)
    axes.set_axisbelow(True)


def finish(
    figure: Any, *, name: str, alt: str, rasters: Mapping[str, Raster] | None = None
) -> Drawing:
    """Turn a figure into a drawing.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Artists whose gid is ``raster-...`` are rectangles to be replaced by the raster of that
        name; a gid ``class:NAME`` becomes the CSS class of that name.
    name : str
        File name without its ending.
    alt : str
        What the figure shows, for people who cannot see it.
    rasters : mapping of str to Raster
        Images by gid.

    Returns
    -------
    Drawing
        The same bytes for the same figure.
    """
    import matplotlib

    text = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    svg = _clean(text.getvalue(), name, alt)
    svg = _fonts(svg)
    page, alone = themed(svg), svg
    for gid, raster in (rasters or {}).items():
        page = _place(page, f"{name}-{gid}", raster, THEMES)
        alone = _place(alone, f"{name}-{gid}", raster, ("light",))
    halo = f"{_HALO}.halo text{{stroke:{colour('paper')}}}"
    sheet = f"<style>svg{{background:{colour('paper')}}}{halo}</style>"
    alone = alone.replace("<defs>", f"{sheet}<defs>", 1)
    return Drawing(name, alt, page, '<?xml version="1.0" encoding="UTF-8"?>\n' + alone)


def _clean(svg: str, name: str, alt: str) -> str:
    from markupsafe import escape

    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", svg, count=1)
    svg = svg.replace("<svg ", f'<svg role="img" aria-label="{escape(alt)}" ', 1)
    svg = re.sub(r'id="class:([a-z-]+)"', r'class="\1"', svg)
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = svg.replace("url(#", f"url(#{name}-").replace('href="#', f'href="#{name}-')
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"(?<=[ML ]|\n)(-?\d+\.\d\d)\d+", r"\1", svg)  # a hundredth of a point is enough
    return re.sub(r"\s*\n\s*", "\n", svg)


def _fonts(svg: str) -> str:
    """Leave the choice of the typeface to the page: the one measured here is among the widest."""
    svg = re.sub(r"font: ([^;\"]*?)'DejaVu Sans'[^;\"]*", rf"font: \1{_FAMILY}", svg)
    return re.sub(r"font-family: 'DejaVu Sans'[^;\"]*", f"font-family: {_FAMILY}", svg)


def _place(svg: str, identity: str, raster: Raster, themes: Sequence[str]) -> str:
    pattern = re.compile(rf'<g id="{re.escape(identity)}">\s*<path d="([^"]*)".*?</g>', re.DOTALL)
    found = pattern.search(svg)
    if found is None:
        raise ValueError(f"the figure has no rectangle {identity}")
    numbers = np.array(re.findall(r"-?\d+\.?\d*", found[1]), dtype=float).reshape(-1, 2)
    (left, top), (right, bottom) = numbers.min(axis=0), numbers.max(axis=0)
    images = "".join(
        f'<image class="on-{theme}" x="{left:g}" y="{top:g}" width="{right - left:g}" '
        f'height="{bottom - top:g}" preserveAspectRatio="none" style="image-rendering:pixelated" '
        f'href="data:image/png;base64,{base64.b64encode(raster.png(theme)).decode()}"/>'
        for theme in themes
    )
    return svg[: found.start()] + images + svg[found.end() :]
