"""Every source that the numbers and the texts of a run name."""

from collections.abc import Iterable

from skyshed.catalogue.loader import sources as catalogue_sources
from skyshed.scenario.model import Study
from skyshed.uncertainty.parameter import Parameter

MODEL_SOURCES: dict[str, dict[str, str]] = {
    "itu_p453": {
        "title": "Recommendation ITU-R P.453: the radio refractive index",
        "publisher": "ITU-R",
        "date": "",
        "address": "",
        "note": "Global mean profile N = 315 exp(-h / 7.35 km).",
    },
    "etopo5": {
        "title": "ETOPO5, 5-minute gridded elevation data",
        "publisher": "NOAA National Geophysical Data Center",
        "date": "1993",
        "address": "",
        "note": "Public domain. The builtin relief, sea floor set to 0.",
    },
    "srtm-dted1": {
        "title": "SRTM, 3 arc seconds (DTED level 1)",
        "publisher": "NASA and NGA, courtesy of the U.S. Geological Survey",
        "date": "2000 (flight)",
        "address": "",
        "note": "Five tiles, used to find the error of the builtin relief.",
    },
}
"""Sources of numbers that belong to no catalogue entry."""


def bibliography(study: Study, parameters: Iterable[Parameter]) -> dict[str, dict[str, str]]:
    """Sources by id: title, publisher, date, address, note.

    Parameters
    ----------
    study : Study
        Brings its own sources.
    parameters : iterable of Parameter
        The numbers that entered.

    Returns
    -------
    dict of str to dict
        Only what is named; entries that stand for recollection or assumption included.
    """
    named = {source for parameter in parameters for source in parameter.sources}
    found = {
        key: {
            "title": source.title,
            "publisher": source.publisher,
            "date": source.date,
            "address": source.address or "",
            "note": source.note,
        }
        for key, source in catalogue_sources(extra=study.catalogue).items()
        if key in named
    }
    found |= {key: value for key, value in MODEL_SOURCES.items() if key in named}
    return found | {key: dict(value) for key, value in study.sources.items()}
