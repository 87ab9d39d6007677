"""SI values of the catalogue in the units in which people give them."""

from skyshed.units import format_quantity


def unit_of_people(unit: str, largest: float) -> str:
    """The unit in which to write a number of an SI unit.

    Parameters
    ----------
    unit : str
        SI unit; "1" for a bare number.
    largest : float
        The number of greatest size among those that are written together, in that unit.

    Returns
    -------
    str
        Such as "km" for 250,000 m and "deg" for any angle.
    """
    size = abs(largest)
    if unit == "m" and size >= 1000.0:
        return "km"
    if unit == "s" and size >= 300.0:
        return "h" if size >= 36_000.0 else "min"
    if unit == "W" and size >= 1000.0:
        return "MW" if size >= 1e6 else "kW"
    if unit == "Hz":
        return "GHz" if size >= 1e9 else "MHz"
    return {"rad": "deg"}.get(unit, unit)


def in_units_of_people(number: float, unit: str) -> str:
    """One SI number, such as "250 km" for 250,000 m."""
    return format_quantity(number, unit_of_people(unit, number))
