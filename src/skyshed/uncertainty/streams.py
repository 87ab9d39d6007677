"""Named random streams: adding one model never changes the numbers of another."""

import operator
from hashlib import blake2b

import numpy as np


def stream(seed: int, run: int, entity: str, purpose: str) -> np.random.Generator:
    """Random generator that belongs to one seed, run, entity and purpose.

    Parameters
    ----------
    seed : int
        Seed of the study. [1]
    run : int
        Number of the Monte Carlo run, or 0 for draws of what is unknown. [1]
    entity : str
        Name of the thing the numbers belong to, such as ``"s-400/91n6e"``.
    purpose : str
        What the numbers are for, such as ``"plots"``.

    Returns
    -------
    numpy.random.Generator
        A fresh Philox generator. The same four arguments give the same numbers on every platform
        and in every process; any other four give independent ones.

    Raises
    ------
    TypeError
        If `seed` or `run` is not an integer.

    Notes
    -----
    Philox is counter-based, so its 128-bit key names a whole stream. The key is the BLAKE2b digest
    of the four arguments, each written with its length so that no two sets share a text.
    """
    parts = (str(operator.index(seed)), str(operator.index(run)), entity, purpose)
    text = "".join(f"{len(part)}:{part}" for part in parts)
    key = blake2b(text.encode("utf-8"), digest_size=16).digest()
    return np.random.Generator(np.random.Philox(key=int.from_bytes(key, "little")))
