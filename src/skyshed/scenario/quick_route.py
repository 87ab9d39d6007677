"""A study made from radars named on the command line, for `skyshed route`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from skyshed.documents import parse_yaml
from skyshed.errors import DocumentError, ScenarioError
from skyshed.scenario.loader import parse_study
from skyshed.scenario.model import Study
from skyshed.scenario.quick import place_words, short_name, yaml_text
from skyshed.scenario.schema import DEFAULT_SEED

DEFAULT_DRAWS = 100
MOST_RADARS = 20
_NAME = "route"


@dataclass(frozen=True)
class RouteRadars:
    """Radars as ``ID@LAT,LON``, the target that flies, and how to compute."""

    radars: tuple[str, ...]
    target: str
    pd: float = 0.5
    draws: int = DEFAULT_DRAWS
    seed: int = DEFAULT_SEED
    terrain: Path | None = None
    catalogue: Path | None = None


def quick_route_study(asked: RouteRadars) -> Study:
    """The study of the radars that see a given flight.

    Parameters
    ----------
    asked : RouteRadars
        Radars and target.

    Returns
    -------
    Study
        As if read from a file; `document.text` is that file's text.

    Raises
    ------
    ScenarioError
        If something in it is wrong; the message names the option of the command line.
    """
    if not 1 <= len(asked.radars) <= MOST_RADARS:
        raise ScenarioError(
            f"expected 1 to {MOST_RADARS} radars such as asr-9@48.35,11.79, got"
            f" {len(asked.radars)}; give them, or a study with --study",
            path="--radar",
        )
    placed = [radar_at(text) for text in asked.radars]
    text = _text(asked, placed)
    try:
        return parse_study(parse_yaml(text, name=_NAME, error=ScenarioError))
    except DocumentError as cause:
        if cause.file != _NAME:
            raise
        option = "--target" if cause.path.startswith("targets") else "--radar"
        options = {"pd": "--pd", "draws": "--draws", "seed": "--seed", "catalogue": "--catalogue"}
        raise ScenarioError(cause.problem, path=options.get(cause.path, option)) from None


def radar_at(text: str) -> tuple[str, float, float]:
    """Read ``ID@LAT,LON``.

    Raises
    ------
    ScenarioError
        If it is not that; the message names ``--radar``.
    """
    name, _, place = text.partition("@")
    try:
        latitude_deg, longitude_deg = (float(part) for part in place.split(","))
    except ValueError:
        raise ScenarioError(
            f"expected a radar and its place such as asr-9@48.35,11.79, got {text[:60]!r}",
            path="--radar",
        ) from None
    return name.strip(), latitude_deg, longitude_deg


def _text(asked: RouteRadars, placed: Sequence[tuple[str, float, float]]) -> str:
    target, _, configuration = asked.target.partition(":")
    paths = {"terrain": asked.terrain, "catalogue": asked.catalogue}
    names = " and ".join(name.upper() for name, *_ in placed[:3])
    more = "" if len(placed) <= 3 else f" and {len(placed) - 3} more"
    lines = [
        "# Made by `skyshed route`; give it with --study to ask about other flights.",
        "format_version: 1",
        f"name: {short_name(f'route-{placed[0][0]}')}",
        f"title: {yaml_text(f'seen by {names}{more}')}",
        f"summary: {yaml_text(f'{names}{more} against given flights.')}",
        "question: When and where do these radars see the given flights?",
        *(f"{key}: {yaml_text(str(p.absolute()))}" for key, p in paths.items() if p is not None),
        "map: {radius: 50 km, cell: 2 km, above_ground: [100 m]}",
        f"pd: {asked.pd!r}",
        f"draws: {asked.draws}",
        f"seed: {asked.seed}",
        "sites:",
    ]
    for number, (_, latitude, longitude) in enumerate(placed, start=1):
        words = yaml_text(place_words(latitude, longitude))
        lines.append(
            f"  - {{id: site-{number}, name: {words}, latitude_deg: {latitude!r},"
            f" longitude_deg: {longitude!r}, note: Given on the command line.}}"
        )
    lines.append("radars:")
    for number, (name, latitude, longitude) in enumerate(placed, start=1):
        label = f"{name.upper()} at {place_words(latitude, longitude)}"
        lines.append(
            f"  - {{id: radar-{number}, radar: {json.dumps(name)}, site: site-{number},"
            f" label: {yaml_text(label)}}}"
        )
    lines += [
        "targets:",
        f"  - id: target\n    target: {yaml_text(target)}",
        f"    configuration: {yaml_text(configuration or 'clean')}",
        "headline: {radar: radar-1, target: target}",
    ]
    return "\n".join(lines) + "\n"
