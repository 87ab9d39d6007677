"""The batteries of a study with their fitted missiles, and the unknowns that come with them."""

from collections.abc import Callable, Mapping

from skyshed.analysis.parallel import in_order
from skyshed.scenario.engagement_model import StudyBattery
from skyshed.scenario.model import Study
from skyshed.systems.battery import Battery, battery_parameters, target_speed_parameter
from skyshed.systems.interceptor import Interceptor, interceptor


def build_batteries(
    study: Study,
    ground_m: Mapping[str, float],
    *,
    workers: int = 1,
    tell: Callable[[str, int, int], None] = lambda what, done, total: None,
) -> dict[str, Battery]:
    """Fit the missiles of a study's batteries and join them to their radars.

    Parameters
    ----------
    study : Study
        The study.
    ground_m : mapping of str to float
        Ground under the radars, by their keys; launchers stand beside the radar that guides. [m]
    workers : int
        Threads that fit missiles; the result does not depend on it.
    tell : callable
        Called with (what, missiles done, missiles in all).

    Returns
    -------
    dict of str to Battery
        By the battery's key.

    Raises
    ------
    NotComputableError
        If a missile cannot be fitted; the sentence says what is missing or contradictory.
    """
    asked = {b.key: (b.missile.id, round(ground_m[b.guide], -1)) for b in study.batteries}
    missiles = {asked[battery.key]: battery.missile for battery in study.batteries}

    def fit(key: tuple[str, float]) -> Interceptor:
        return interceptor(missiles[key], launch_altitude_m=key[1])

    fitted: dict[tuple[str, float], Interceptor] = {}
    if missiles:
        tell("fitting missiles", 0, len(missiles))
    for key, one in zip(missiles, in_order(fit, missiles, workers=workers), strict=True):
        fitted[key] = one
        tell("fitting missiles", len(fitted), len(missiles))
    return {
        battery.key: _battery(study, battery, fitted[asked[battery.key]])
        for battery in study.batteries
    }


def _battery(study: Study, battery: StudyBattery, fired: Interceptor) -> Battery:
    see = battery.see if battery.see != battery.guide else None
    parameters = battery_parameters(battery.key, battery.system, see=see, label=battery.label) | {
        f"{battery.key}.reaction_time_s": battery.reaction
    }
    parameters |= target_speed_parameter(battery.system, battery.missile)
    return Battery(
        key=battery.key,
        label=battery.label,
        see=see,
        guide=battery.guide,
        interceptor=fired,
        parameters=parameters,
        launchers=max(1, round(battery.launchers.nominal)),
        target_channels=max(1, round(battery.target_channels.nominal)),
        missile_channels=max(1, round(battery.missile_channels.nominal)),
    )
