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
    "unknown": ("#b3b1aa", "#4a4e54"),
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
    "altitude1": ("#0a2f46", "#fbf3b4"),
    "altitude2": ("#15506a", "#cfe0a0"),
    "altitude3": ("#2f7585", "#98c79c"),
    "altitude4": ("#5d9a97", "#63a79c"),
    "altitude5": ("#93bba2", "#3d8390"),
    "altitude6": ("#c6d6a8", "#275e76"),
    "altitude7": ("#efe3a6", "#1b3d57"),
    "factor_covered": ("#2e7ba3", "#4fa3c9"),
    "factor_sector": ("#d5d3d0", "#3c4148"),
    "factor_horizon": ("#ebdfc2", "#4f4a3c"),
    "factor_terrain": ("#bd9058", "#8f6430"),
    "factor_range": ("#c7a6cc", "#9c7ba6"),
    "factor_power": ("#71406c", "#d9a3d2"),
    "factor_elevation": ("#5b8f6c", "#76b08a"),
    "factor_time": ("#e6c22f", "#e8c95c"),
    "factor_guidance": ("#2a2733", "#f4f1ea"),
    "factor_energy": ("#f2a48a", "#2c4a86"),
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
REACH_FACTOR_TOKENS: Final = (*FACTOR_TOKENS, "factor_time", "factor_guidance", "factor_energy")
"""Colours of `analysis.engageable.FACTORS`, by code."""
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
