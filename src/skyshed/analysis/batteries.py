"""The batteries of a study with their fitted missiles, and the unknowns that come with them."""

from collections.abc import Callable, Mapping

from skyshed.scenario.engagement_model import StudyBattery
from skyshed.scenario.model import Study
from skyshed.systems.battery import Battery, battery_parameters, target_speed_parameter
from skyshed.systems.interceptor import Interceptor, interceptor


def build_batteries(
    study: Study,
    ground_m: Mapping[str, float],
    *,
    tell: Callable[[str, int, int], None] = lambda what, done, total: None,
) -> dict[str, Battery]:
    """Fit the missiles of a study's batteries and join them to their radars.

    Parameters
    ----------
    study : Study
        The study.
    ground_m : mapping of str to float
        Ground under the radars, by their keys; launchers stand beside the radar that guides. [m]
    tell : callable
        Called with (what, done, total).

    Returns
    -------
    dict of str to Battery
        By the battery's key.

    Raises
    ------
    NotComputableError
        If a missile cannot be fitted; the sentence says what is missing or contradictory.
    """
    fitted: dict[tuple[str, float], Interceptor] = {}
    found = {}
    for done, battery in enumerate(study.batteries):
        tell("fitting missiles", done, len(study.batteries))
        asked = battery.missile.id, round(ground_m[battery.guide], -1)
        if asked not in fitted:
            fitted[asked] = interceptor(battery.missile, launch_altitude_m=asked[1])
        found[battery.key] = _battery(study, battery, fitted[asked])
    if study.batteries:
        tell("fitting missiles", len(study.batteries), len(study.batteries))
    return found


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
