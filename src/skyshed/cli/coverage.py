"""Read the options of `skyshed coverage` and `skyshed reach`."""

from pathlib import Path

from skyshed.errors import ScenarioError
from skyshed.scenario.quick import Question
from skyshed.scenario.quick_reach import ReachQuestion


def question(
    radar: str,
    at: str,
    target: str,
    *,
    agl: str,
    altitude: str,
    pd: float,
    radius: str,
    cell: str,
    mount: str | None,
    draws: int,
    seed: int,
    terrain: Path | None,
    catalogue: Path | None,
    effects: str = "",
) -> Question:
    """What is asked on the command line.

    Raises
    ------
    ScenarioError
        If the place is not two numbers or an effect is not known.
    """
    latitude_deg, longitude_deg = _place(at)
    target_id, _, configuration = target.partition(":")
    return Question(
        radar=radar,
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        target=target_id,
        configuration=configuration or "clean",
        above_ground=_list(agl),
        above_sea_level=_list(altitude),
        radius=radius,
        cell=cell,
        pd=pd,
        draws=draws,
        seed=seed,
        mount=mount,
        terrain=terrain,
        catalogue=catalogue,
        effects=_effects(effects),
    )


def reach_question(
    battery: str,
    missile: str,
    at: str,
    target: str,
    *,
    agl: str,
    altitude: str,
    speed: str,
    course: str,
    guide: str,
    see: str,
    reaction: str,
    ring: str,
    pd: float,
    radius: str,
    cell: str,
    mount: str | None,
    draws: int,
    seed: int,
    terrain: Path | None,
    catalogue: Path | None,
) -> ReachQuestion:
    """What is asked on the command line; errors as for `question`."""
    latitude_deg, longitude_deg = _place(at)
    target_id, _, configuration = target.partition(":")
    return ReachQuestion(
        battery=battery,
        missile=missile,
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        target=target_id,
        configuration=configuration or "clean",
        guide=guide,
        see=see,
        above_ground=_list(agl),
        above_sea_level=_list(altitude),
        speed=speed,
        course=course,
        reaction=reaction,
        ring=ring,
        radius=radius,
        cell=cell,
        pd=pd,
        draws=draws,
        seed=seed,
        mount=mount,
        terrain=terrain,
        catalogue=catalogue,
    )


def _place(text: str) -> tuple[float, float]:
    parts = text.split(",")
    try:
        latitude_deg, longitude_deg = (float(part) for part in parts)
    except ValueError:
        raise ScenarioError(
            f"expected latitude,longitude in degrees such as 40.08,32.57, got {text[:40]!r}",
            path="--at",
        ) from None
    return latitude_deg, longitude_deg


def _effects(text: str) -> tuple[tuple[str, str], ...]:
    """Pairs of name and value of a text such as gas,rain=10mm/h,clutter=40dB."""
    needed = {"gas": "", "rain": "=10mm/h", "clutter": "=40dB"}
    found = {}
    for part in _list(text):
        name, mark, value = part.partition("=")
        if name not in needed or bool(mark) != bool(needed[name]) or (mark and not value):
            known = ", ".join(name + example for name, example in needed.items())
            lobing = "; lobes are drawn by skyshed chart" if name == "lobing" else ""
            raise ScenarioError(
                f"expected effects out of {known}, got {part[:40]!r}{lobing}", path="--effects"
            )
        if name in found:
            raise ScenarioError(
                f"expected each effect once, got {name} twice; remove one", path="--effects"
            )
        found[name] = value
    return tuple(found.items())


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
