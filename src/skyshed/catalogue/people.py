"""SI values of the catalogue in the units in which people give them."""

from skyshed.units import format_quantity

#: Units by SI unit, each with the least size from which it is used, the largest first.
_LADDERS: dict[str, tuple[tuple[float, str], ...]] = {
    "m": ((1e3, "km"), (0.0, "m")),
    "s": ((36e3, "h"), (300.0, "min"), (0.0, "s")),
    "W": ((1e6, "MW"), (1e3, "kW"), (0.0, "W")),
    "Hz": ((1e9, "GHz"), (0.0, "MHz")),
    "USD": ((1e9, "BUSD"), (1e6, "MUSD"), (0.0, "USD")),
    "rad": ((0.0, "deg"),),
}


def unit_of_people(unit: str, largest: float, least: float | None = None) -> str:
    """The unit in which to write numbers of an SI unit.

    Parameters
    ----------
    unit : str
        SI unit; "1" for a bare number.
    largest : float
        The number of greatest size among those that are written together, in that unit.
    least : float, optional
        The one of least size. Times stay in seconds where it is some seconds, as a sixth of a
        minute is no time that anyone gives.

    Returns
    -------
    str
        Such as "km" for 250,000 m and "deg" for any angle.
    """
    if unit == "s" and least is not None and 0.0 < abs(least) < 60.0 and abs(largest) < 3600.0:
        return "s"
    ladder = _LADDERS.get(unit, ((0.0, unit),))
    return next(name for size, name in ladder if abs(largest) >= size)


def in_units_of_people(number: float, unit: str) -> str:
    """One SI number, such as "250 km" for 250,000 m."""
    return format_quantity(number, unit_of_people(unit, number))
