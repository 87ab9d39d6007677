"""Which unknown decides: one at a time, and the share of the spread by basis."""

import numpy as np

from skyshed.analysis.readings import ReadingModel
from skyshed.analysis.results import SwingRow, Tornado
from skyshed.analysis.under_weightings import under_weightings
from skyshed.uncertainty.parameter import Parameter
from skyshed.uncertainty.sampling import nominal_values
from skyshed.uncertainty.sensitivity import one_at_a_time, spread_by_group

_ROWS = 12
_SPREAD_SIZE = 512  # 128 is too few: with an unlucky seed shares below 1 % read 12 %
_ENDS = {
    "signature_level": ("smallest quoted", "largest quoted"),
    "residual": ("smaller", "larger"),
    "sigma_is_median": ("mean", "median"),
    "cumulative": ("one scan", "three scans"),
    "swerling": ("steady", "case 3"),
}
_WORDS = {
    "Hz": ("GHz", 1e9),
    "m": ("m", 1.0),
    "m^2": ("m2", 1.0),
    "s": ("s", 1.0),
    "rad": ("deg", np.pi / 180.0),
    "N-units": ("N-units", 1.0),
}


def tornado(
    asked: ReadingModel,
    quantity: str,
    *,
    seed: int,
    draws: int = 200,
    weighting: str = "triangular",
) -> Tornado:
    """Swing of the answer with each unknown, and the share of its variance by basis.

    Parameters
    ----------
    asked : ReadingModel
        What is asked, as a function of the unknowns.
    quantity : str
        Words for the answer.
    seed : int
        Seed of the draws and of the variance shares.
    draws : int, default: 200
        Draws of the answer under each weighting. [1]
    weighting : str
        That of the share of the variance, one of `uncertainty.sampling.WEIGHTINGS`.

    Returns
    -------
    Tornado
        The largest swings first.
    """
    parameters = asked.parameters()
    nominal = float(asked.value(nominal_values(parameters))[0])
    rows = [
        SwingRow(
            key=swing.key,
            label=parameters[swing.key].label or swing.key,
            low_text=_end_in_words(swing.key, parameters[swing.key], high=False),
            high_text=_end_in_words(swing.key, parameters[swing.key], high=True),
            at_low=swing.at_low,
            at_high=swing.at_high,
            basis=parameters[swing.key].basis,
            grade=parameters[swing.key].grade,
        )
        for swing in one_at_a_time(asked.value, parameters)
        if swing.span > 0.0
    ]
    spread = spread_by_group(
        asked.value,
        parameters,
        {key: _basis(parameter) for key, parameter in parameters.items()},
        size=_SPREAD_SIZE,
        seed=seed,
        weighting=weighting,
    )
    under = under_weightings(asked.value, parameters, draws=draws, seed=seed, unit=asked.unit)
    return Tornado(
        quantity,
        asked.unit,
        nominal,
        tuple(rows[:_ROWS]),
        spread,
        under.by_weighting,
        under.box,
    )


def _basis(parameter: Parameter) -> str:
    return parameter.basis


def _end_in_words(key: str, parameter: Parameter, *, high: bool) -> str:
    for name, words in _ENDS.items():
        if key.endswith(name) or f".{name}." in key:
            return words[high]
    return _in_words(parameter.high if high else parameter.low, parameter.unit)


def _in_words(value: float, unit: str) -> str:
    name, size = _WORDS.get(unit, (unit, 1.0))
    if name == "m" and abs(value) >= 1000.0:
        name, size = "km", 1000.0
    shown = f"{value / size:.3g}"
    return shown if name == "1" else f"{shown} {name}"
