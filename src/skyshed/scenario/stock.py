"""What the catalogue says a battery has to shoot with: launchers, missiles, channels, times."""

from skyshed.catalogue.model import MissileEntry, SystemEntry
from skyshed.uncertainty.parameter import BASES, GRADES, Parameter

_DIRECT = {
    "launchers": "launchers_per_battery",
    "rounds": "ready_missiles_per_battery",
    "target_channels": "simultaneous_targets_battery",
    "missile_channels": "simultaneous_missiles_battery",
    "reaction": "reaction_time_s",
    "reload": "reload_time_s",
}
#: How many of each missile a launcher carries where it differs by missile.
_PER_LAUNCHER = {
    "patriot/gem-t": "gem_t_per_launcher",
    "patriot/pac-3-cri": "cri_per_launcher",
    "patriot/pac-3-mse": "mse_per_launcher",
}


def catalogue_numbers(system: SystemEntry, missile: MissileEntry) -> dict[str, Parameter]:
    """Numbers of a battery as far as the catalogue has them, or they follow from what it has.

    Parameters
    ----------
    system, missile
        The system and the missile that all its launchers carry.

    Returns
    -------
    dict of str to Parameter
        By the names of `engagement_model.BATTERY_NUMBERS`; counts [1], times [s].

    Notes
    -----
    Without a number for the battery, the missiles ready to fire and the targets engaged at once are
    launchers times those of a launcher, and the missiles guided at once are two for each target, as
    a salvo of two asks.
    """
    found = {
        name: system.parameters[key] for name, key in _DIRECT.items() if key in system.parameters
    }
    keys = (_PER_LAUNCHER.get(missile.id, ""), "missiles_per_launcher", "tubes_per_launcher")
    carried = (system.parameters[key] for key in keys if key in system.parameters)
    per_launcher = next(carried, None)
    if "rounds" not in found and "launchers" in found and per_launcher is not None:
        found["rounds"] = _product(
            found["launchers"],
            per_launcher,
            label=f"{missile.name} missiles ready to fire in a battery",
            note="Launchers times missiles on a launcher.",
        )
    each = system.parameters.get("simultaneous_targets_launcher")
    if "target_channels" not in found and "launchers" in found and each is not None:
        found["target_channels"] = _product(
            found["launchers"],
            each,
            label=f"targets engaged at once by a battery of {system.name}",
            note="Launchers times targets that one of them engages.",
        )
    if "missile_channels" not in found and "target_channels" in found:
        targets = found["target_channels"]
        found["missile_channels"] = Parameter(
            2.0 * targets.nominal,
            targets.low,
            2.0 * targets.high,
            basis="assumed",
            grade="D",
            sources=targets.sources,
            note="No figure for one battery: two missiles for each target engaged at once, at"
            " least one.",
            label=f"missiles guided at once by a battery of {system.name}",
        )
    return found


def _product(launchers: Parameter, each: Parameter, *, label: str, note: str) -> Parameter:
    """Launchers times what each of them has."""
    low, high = launchers.low * each.low, launchers.high * each.high
    weaker = max(launchers.basis, each.basis, key=BASES.index)
    return Parameter(
        launchers.nominal * each.nominal,
        low,
        high,
        shape="triangular" if low < high else "fixed",
        basis="derived" if weaker == "published" else weaker,
        grade=max(launchers.grade, each.grade, key=GRADES.index),
        sources=tuple(dict.fromkeys((*launchers.sources, *each.sources))),
        note=note,
        label=label,
    )
