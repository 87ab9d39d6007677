"""Why a battery never meets what flies low: the missile's lowest altitude, which is an input."""

import numpy as np

from skyshed.analysis.engageable_setting import Setting, Threat


def below_floor_words(found: Setting, threat: Threat) -> str:
    """The reason, where a target flies below the missile's lowest altitude in most draws.

    Parameters
    ----------
    found : Setting
        The battery, drawn.
    threat : Threat
        What flies.

    Returns
    -------
    str
        Such as "it flies below the missile's lowest altitude, quoted as 60 m above ground, which is
        an input"; empty for a target at an altitude above sea level, whose height above ground
        differs from place to place, and where the floor is not the reason.
    """
    if threat.agl_m is None:
        return ""
    floor = found.tables.floor_agl_m[found.drawn.member]
    if np.mean(floor > threat.agl_m) <= 0.5:
        return ""
    quoted = found.battery.interceptor.fit.quoted.altitude_min
    said = "assumed as" if quoted is None else "quoted as"
    height = float(np.median(floor)) if quoted is None else quoted.nominal
    return (
        f"it flies below the missile's lowest altitude, {said} {height:.0f} m above ground, which"
        " is an input"
    )
