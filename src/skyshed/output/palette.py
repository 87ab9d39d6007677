"""Colours by role, for light and dark pages.

Every light colour is used for one role only: figures are drawn with it, and the report turns it
into a CSS variable, so that one drawing serves both themes. The series were chosen to differ in
lightness, so that they survive colour blindness and a grey printer.
"""

from typing import Final

TOKENS: Final[dict[str, tuple[str, str]]] = {
    "paper": ("#fdfcf8", "#14171b"),
    "ink": ("#1b1e23", "#ebe8e2"),
    "muted": ("#5a616b", "#a5adb7"),
    "rule": ("#dad6cc", "#353b43"),
    "land": ("#f0ede4", "#22272d"),
    "sea": ("#e6ebee", "#171f27"),
    "unknown": ("#c9c5bb", "#3b3f44"),
    "coast": ("#6b747e", "#8a939d"),
    "border": ("#8f8b81", "#777e87"),
    "ground": ("#b9ae98", "#4a463d"),
    "ring": ("#b5400f", "#ff9d60"),
    "cover": ("#1d6585", "#63b8d8"),
    "second": ("#a8741a", "#e0b25c"),
    "height1": ("#0b3954", "#d9f0fa"),
    "height2": ("#2b6f96", "#8cc9e3"),
    "height3": ("#6ea8c6", "#4a90b2"),
    "height4": ("#a9cfe0", "#285873"),
    "height5": ("#cfe3ec", "#1f4459"),
    "height6": ("#dcebf2", "#1b394a"),
    "height7": ("#e6f1f6", "#18303e"),
    "height8": ("#eef6f9", "#162a36"),
    "share1": ("#d3e3ec", "#1e3542"),
    "share2": ("#a4c7da", "#2a5169"),
    "share3": ("#70a7c5", "#3c7594"),
    "share4": ("#3c80a6", "#5ca2c3"),
    "share5": ("#12547b", "#b2def1"),
    "altitude1": ("#00224f", "#fde838"),
    "altitude2": ("#2a3f6d", "#dcc95c"),
    "altitude3": ("#575c6e", "#b9ab72"),
    "altitude4": ("#7d7c78", "#96907a"),
    "altitude5": ("#a69c76", "#77777b"),
    "altitude6": ("#d2c065", "#575d6c"),
    "altitude7": ("#f9e03f", "#33446c"),
    "factor_covered": ("#2e7ba3", "#4fa3c9"),
    "factor_sector": ("#8a8d91", "#7f858c"),
    "factor_horizon": ("#efdcae", "#5c5238"),
    "factor_terrain": ("#8f5012", "#c07a35"),
    "factor_range": ("#6d559c", "#a48fd0"),
    "factor_power": ("#dd8a35", "#f2b06b"),
    "factor_elevation": ("#c2669b", "#e08fbd"),
    "published": ("#1f6684", "#62b6d6"),
    "derived": ("#7fb3b8", "#3f7f86"),
    "unverified": ("#d9a441", "#d9a442"),
    "assumed": ("#b4410e", "#f08c50"),
    "interactions": ("#b7b8b9", "#5f6368"),
}

FACTOR_TOKENS: Final = (
    "factor_covered",
    "factor_sector",
    "factor_horizon",
    "factor_terrain",
    "factor_range",
    "factor_power",
    "factor_elevation",
)
"""Colours of `analysis.coverage.FACTORS`, by code."""
THEMES: Final = ("light", "dark")


def colour(token: str) -> str:
    """Light colour of a role, as figures are drawn with it."""
    return TOKENS[token][0]


def rgba(token: str, theme: str) -> tuple[int, int, int, int]:
    """Colour of a role in a theme as four bytes."""
    text = TOKENS[token][THEMES.index(theme)]
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16), 255


def css_variables(theme: str) -> str:
    """Declarations of all roles for a style sheet."""
    shade = THEMES.index(theme)
    return "".join(f"--{name.replace('_', '-')}:{pair[shade]};" for name, pair in TOKENS.items())


def themed(svg: str) -> str:
    """Drawing whose fixed colours follow the theme of the page."""
    for name, (light, _) in TOKENS.items():
        svg = svg.replace(light, f"var(--{name.replace('_', '-')})")
    return svg
