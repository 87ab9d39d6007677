"""A target of the catalogue: its signature towards a radar, one value per draw."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.catalogue.model import RadarEntry, TargetEntry
from skyshed.errors import CatalogueError
from skyshed.radar.calibration import mean_from_median
from skyshed.signature.rcs import band_of, rcs_by_aspect
from skyshed.uncertainty.parameter import Parameter

FloatArray = NDArray[np.float64]
Values = Mapping[str, FloatArray]

_ASPECTS = ("nose", "beam", "tail")
_ASPECT_WORDS = {"nose": "from the front", "beam": "from the side", "tail": "from behind"}
_BAND_WORDS = {
    "vhf": "at VHF",
    "uhf_l": "in UHF and L band",
    "s_c": "in S and C band",
    "x_ku": "in X and Ku band",
}
_RESIDUAL = 0.25  # share of the half-interval that a band or an aspect may go its own way
_SPIKE_WIDTH = "signature.beam_spike_width_rad"


def signature_band(radar: RadarEntry) -> str:
    """Row of the cross-section tables that a radar sees: by its nominal frequency."""
    return band_of(radar.parameters["frequency_hz"].nominal)


def target_parameters(
    entry: TargetEntry, band: str, *, configuration: str = "clean"
) -> dict[str, Parameter]:
    """Uncertain numbers of a target's signature in one band, by key.

    Parameters
    ----------
    entry : TargetEntry
        From the catalogue.
    band : str
        Row of the cross-section table.
    configuration : str
        Such as "reflectors".

    Returns
    -------
    dict of str to Parameter
        One common level per target (-1 the low bounds of the table, 0 its nominal values, +1 the
        high bounds), a small residual for the band and for each aspect, what the configuration
        adds, and the width of the beam-on spike.

    Raises
    ------
    CatalogueError
        If the target has no such configuration.

    Notes
    -----
    One level for all cells of a table: independent cells would make "some azimuth sees it" too
    likely.
    """
    if configuration not in entry.configurations:
        known = ", ".join(entry.configurations)
        raise CatalogueError(
            f"{entry.id}: no configuration {configuration!r}; the catalogue has {known}"
        )
    nose = entry.rcs_m2[band, "nose"]
    found = {
        f"{entry.id}.signature_level": Parameter(
            0.0,
            -1.0,
            1.0,
            "1",
            basis=nose.basis,
            grade=nose.grade,
            sources=nose.sources,
            note=(
                "Where between its low (-1), nominal (0) and high (+1) cross-section the target"
                f" really is; {nose.note}"
            ).strip("; "),
            label=f"radar cross-section of the {entry.name}",
        )
    }
    for key, label in ((band, _BAND_WORDS[band]), *_ASPECT_WORDS.items()):
        found[f"{entry.id}.residual.{key}"] = Parameter(
            0.0,
            -_RESIDUAL,
            _RESIDUAL,
            "1",
            basis="assumed",
            grade="D",
            sources=("assumption",),
            note="How far one band or aspect may depart from the common level; our choice.",
            label=f"cross-section of the {entry.name} {label}, apart from the rest",
        )
    adds = entry.configurations[configuration].get(band)
    if adds is not None:
        found[f"{entry.id}+{configuration}.{band}.adds_rcs_m2"] = adds
    found[_SPIKE_WIDTH] = Parameter(
        np.radians(10.0),
        np.radians(4.0),
        np.radians(25.0),
        "rad",
        basis="assumed",
        grade="D",
        sources=("assumption",),
        note="Beam-on echoes are narrow; a few degrees to a few tens of degrees.",
        label="width of the beam-on spike of the cross-section",
    )
    return found


def median_rcs_m2(
    entry: TargetEntry,
    values: Values,
    band: str,
    *,
    configuration: str = "clean",
    aspect_rad: ArrayLike = 0.0,
) -> FloatArray:
    """Median cross-section towards a radar.

    Parameters
    ----------
    entry, band, configuration
        As in `target_parameters`.
    values : mapping of str to ndarray, shape (draw,)
        Drawn values.
    aspect_rad : array_like, shape (aspect,) or ()
        0 nose-on, pi tail-on. [rad]

    Returns
    -------
    ndarray, shape (draw,) or (draw, aspect)
        Median over the fluctuation. [m^2]
    """
    common = values[f"{entry.id}.signature_level"] + values[f"{entry.id}.residual.{band}"]
    levels = []
    for aspect in _ASPECTS:
        cell = entry.rcs_m2[band, aspect]
        position = np.clip(common + values[f"{entry.id}.residual.{aspect}"], -1.0, 1.0)
        bound = np.where(position < 0.0, cell.low, cell.high)
        levels.append(cell.nominal * (bound / cell.nominal) ** np.abs(position))
    aspects = np.asarray(aspect_rad, dtype=float)
    nose, beam, tail = (level[:, None] for level in levels)
    rcs = rcs_by_aspect(
        np.atleast_1d(aspects), nose, beam, tail, spike_width_rad=values[_SPIKE_WIDTH][:, None]
    )
    adds = values.get(f"{entry.id}+{configuration}.{band}.adds_rcs_m2")
    if adds is not None:
        rcs = rcs + adds[:, None]
    return rcs if aspects.ndim else rcs[:, 0]


def mean_rcs_m2(
    entry: TargetEntry,
    values: Values,
    band: str,
    *,
    swerling: ArrayLike,
    configuration: str = "clean",
    aspect_rad: ArrayLike = 0.0,
) -> FloatArray:
    """Mean cross-section, as the range equation wants it: the median over the median-to-mean ratio.

    Parameters
    ----------
    swerling : array_like, shape (draw,)
        Fluctuation case of each draw.
    entry, values, band, configuration, aspect_rad
        As in `median_rcs_m2`.

    Returns
    -------
    ndarray, shape (draw,) or (draw, aspect)
        Mean over the fluctuation. [m^2]
    """
    median = median_rcs_m2(entry, values, band, configuration=configuration, aspect_rad=aspect_rad)
    case = np.asarray(swerling)
    return mean_from_median(median, case[:, None] if median.ndim > 1 else case)
