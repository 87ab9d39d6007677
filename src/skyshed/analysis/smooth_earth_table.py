"""The table behind the smooth-Earth part of the edge loss, filled once per process."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray


@cache
def smooth_earth_table() -> NDArray[np.float32]:
    """Height at which the smooth-Earth loss falls to a given value, in the units of P.526.

    Returns
    -------
    ndarray of float32, shape (excess, height, loss)
        See `skyshed.kernels.smooth_earth`. Universal: it depends on no radar and no draw, so one
        copy serves the process. Read-only.
    """
    from skyshed.kernels.smooth_earth import (
        EXCESS_NODES,
        HEIGHT_NODES,
        LOSS_NODES,
        fill_height_table,
    )

    table = np.empty((EXCESS_NODES, HEIGHT_NODES, LOSS_NODES), dtype=np.float32)
    cuts = np.linspace(0, EXCESS_NODES, 9).astype(int)
    fill_height_table(table, 0, 0)  # compiles before the threads start
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda ab: fill_height_table(table, *ab), pairwise(cuts)))
    table.flags.writeable = False
    return table
