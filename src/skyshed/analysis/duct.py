"""The duct of a study's air: a what-if of its own, never one of the draws."""

from dataclasses import replace

from skyshed.analysis.placement import Model


def in_duct(model: Model) -> Model:
    """The same study while its duct lies on the ground.

    Parameters
    ----------
    model : Model
        A study on its terrain whose air names a duct.

    Returns
    -------
    Model
        Radars on the ground see with the duct's constant effective-radius factor instead of the
        drawn refractivity. One in an aircraft looks down from above the duct and stays as it is.

    Raises
    ------
    ValueError
        If the study names no duct.

    Notes
    -----
    A real duct traps waves below its top and leaves shadows above; a large k only lifts the
    horizon. It stands for low flyers, inside the duct, and for nothing else.
    """
    air = model.study.air
    if air is None or air.duct_k_factor is None:
        raise ValueError(f"study {model.study.name}: its air names no duct")
    k_factor = air.duct_k_factor
    return replace(
        model,
        placed={
            key: placed if placed.radar.entry.airborne else replace(placed, k_factor=k_factor)
            for key, placed in model.placed.items()
        },
    )
