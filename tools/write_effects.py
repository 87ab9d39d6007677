"""Write docs/effects.md: what each effect changes on the flagship study, one at a time.

    python tools/write_effects.py

The surveillance radar of turkey-2019 against the F-16C, all draws of the study. Run it again when a
model or a number of the catalogue changes; a test recomputes part of the page.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np

from skyshed.analysis.effects_table import HEIGHTS, EffectRow, changes, effect_rows
from skyshed.analysis.placement import Model, build_model
from skyshed.analysis.study import processors
from skyshed.scenario.loader import load_study
from skyshed.terrain.dataset import open_terrain

STUDY, RADAR, TARGET = "turkey-2019", "see", "f-16c"
PAGE = Path(__file__).resolve().parent.parent / "docs" / "effects.md"

HEAD = """# What each effect changes

The surveillance radar of `{study}` (91N6E at Murted) against an F-16C that flies straight at it:
slant range at which its track is confirmed, median over azimuths, {draws} draws, builtin relief.
One effect is switched at a time, with the same draws of everything else. Written by
`tools/write_effects.py`, never by hand; a test recomputes a part.

A row gives the change draw by draw, in per cent: median (5 to 95 % of the draws). The two rows in
kilometres are what they are compared with. -100 % means that the track is no longer confirmed at
all.

| switched | {heights} |
|---|{rules}|
"""

FOOT = """
Gas, rain and clutter are effects of a study (`effects:` in its file, `--effects` of
`skyshed coverage`) and off by default; so is the duct, a what-if of `air:`. Lobes are drawn by
`skyshed chart` and never on maps. How each is computed stands in
[method.md](method.md#optional-effects).

- Over this relief a low target is seen only near the radar, in front of the first hills, where the
  echo is strong: power losses hardly count there, clutter and geometry do.
- Clutter is a bound: flat-land strength, beam and range cell of the radar are not public, so its
  interval is wide.
- A hard edge of sight takes away what one knife edge lets through behind a hill. With several edges
  in a row less gets through than computed, so the truth lies between the two rows.
- At nominal polarisation and grazing angles sea and flat land are both nearly mirrors: their rows
  hardly differ. Near the horizon diffraction decides, not lobes.
"""


def flagship() -> Model:
    """The study with the one radar, without what is not asked for here."""
    study = load_study(STUDY)
    alone = replace(
        study,
        radars=tuple(radar for radar in study.radars if radar.key == RADAR),
        batteries=(),
        claims=(),
        raids=(),
        networks=(),
        groups={},
        flights=(),
    )
    return build_model(alone, open_terrain(None))


def line(row: EffectRow, base: EffectRow | None) -> str:
    """One line of the table."""
    if base is None:
        spread = np.quantile(row.range_m / 1e3, [0.05, 0.5, 0.95], axis=1, method="inverted_cdf").T
        cells = [f"**{m:.0f}** ({low:.0f} to {high:.0f}) km" for low, m, high in spread]
        return f"| **{row.effect.label}** | " + " | ".join(cells) + " |"
    cells = [
        f"{_percent(m)} ({_percent(low)} to {_percent(high)})"
        for low, m, high in changes(row, base)
    ]
    return f"| {row.effect.label} | " + " | ".join(cells) + " |"


def _percent(change: float) -> str:
    number = round(100.0 * change)
    return "0" if number == 0 else f"{number:+d} %"


def lines(rows: list[EffectRow]) -> list[str]:
    """Lines of the table, each against its base."""
    found = {row.effect.key: row for row in rows}
    return [line(row, found.get(row.effect.base)) for row in rows]


def main() -> None:
    """Compute all rows and write the page."""
    model = flagship()
    rows = list(
        effect_rows(
            model,
            RADAR,
            model.study.target(TARGET),
            draws=model.study.draws,
            seed=model.study.seed,
            workers=processors(),
            tell=lambda label: print(label, flush=True),
        )
    )
    head = HEAD.format(
        study=STUDY,
        draws=model.study.draws,
        heights=" | ".join(height.label for height in HEIGHTS),
        rules="|".join("---:" for _ in HEIGHTS),
    )
    PAGE.write_text(head + "\n".join(lines(rows)) + "\n" + FOOT, encoding="utf-8")
    print(PAGE)


if __name__ == "__main__":
    main()
