"""Draw the lobes of a radar over sea or flat land: `skyshed chart`."""

import json
from pathlib import Path

import typer

from skyshed.errors import OutputError, QuantityError, ScenarioError
from skyshed.units import parse_quantity

_ROUGHNESS = {"sea": "0.3 m", "land": "0.5 m"}
_MOST_ROUGHNESS_M = 100.0


def draw_chart(
    radar: str,
    target: str,
    *,
    surface: str,
    roughness: str | None,
    ceiling: str,
    vertical: bool,
    mount: str | None,
    pd: float,
    draws: int,
    seed: int,
    out: Path | None,
    catalogue: Path | None,
) -> None:
    """Compute the chart, write it as SVG with its numbers beside it, and say where it is.

    Raises
    ------
    SkyshedError
        If an option cannot be or the files cannot be written.
    """
    path = out or Path("out") / f"lobes-{radar.replace('/', '-')}-{target.replace(':', '-')}.svg"
    if path.suffix.lower() != ".svg":
        raise OutputError(f"--out: expected a file that ends in .svg, got {path.name}")
    if surface not in _ROUGHNESS:
        raise ScenarioError(f"expected sea or land, got {surface!r}", path="--surface")
    if not 0.05 <= pd <= 0.99:
        raise ScenarioError(f"expected a probability from 0.05 to 0.99, got {pd:g}", path="--pd")
    if not 1 <= draws <= 10_000:
        raise ScenarioError(f"expected 1 to 10,000 draws, got {draws}", path="--draws")
    words = roughness or _ROUGHNESS[surface]
    rough = _length(words, "--roughness", 0.0, _MOST_ROUGHNESS_M)
    top = _length(ceiling, "--ceiling", 100.0, 40e3)
    from skyshed.analysis.lobe_chart import lobe_chart
    from skyshed.analysis.lobes import SURFACES, Lobes
    from skyshed.analysis.study import processors
    from skyshed.catalogue import loader
    from skyshed.output.figures.lobe_chart import lobe_chart_drawing
    from skyshed.store import write_text

    target_id, _, configuration = target.partition(":")
    lobes = Lobes(SURFACES[surface], rough, polarisation="vertical" if vertical else "horizontal")
    chart = lobe_chart(
        loader.radar(radar, extra=catalogue),
        loader.target(target_id, extra=catalogue),
        lobes=lobes,
        ceiling_m=top,
        configuration=configuration or "clean",
        mount=mount,
        pd=pd,
        draws=draws,
        seed=seed,
        workers=processors(),
    )
    kind = "sea" if surface == "sea" else "flat land"
    drawing = lobe_chart_drawing(chart, name=path.stem, surface=f"{kind}, {rough:g} m rough")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, drawing.standalone)
    numbers = {
        "radar": chart.radar, "target": chart.target, "surface": surface, "roughness_m": rough,
        "pd": pd, "draws": draws, "seed": seed,
        "distance_m": chart.distance_m.round(1).tolist(),
        "altitude_m": chart.altitude_m.round(1).tolist(),
        "share_of_draws": chart.share.round(3).tolist(),
    }  # fmt: skip
    write_text(path.with_suffix(".json"), json.dumps(numbers) + "\n")
    typer.echo(
        "A smooth surface everywhere and an antenna that looks at it as at the target: lobes as"
        " strong as they can be. Maps do not use them."
    )
    typer.echo(f"chart: {path}\nnumbers: {path.with_suffix('.json')}")


def _length(text: str, option: str, least: float, most: float) -> float:
    try:
        value = parse_quantity(text, "length").value
    except QuantityError as cause:
        raise ScenarioError(str(cause), path=option) from None
    if not least <= value <= most:
        raise ScenarioError(f"expected {least:g} to {most:g} m, got {text}", path=option)
    return float(value)
