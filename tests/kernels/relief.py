"""Made-up terrain for the tests: a fractal relief, the same every time."""

import numpy as np


def fractal_relief(n: int, *, height_m: float, seed: int = 0) -> np.ndarray:
    """Heights from 0 to `height_m` on (2n+1, 2n+1) cells, with a spectrum like that of hills."""
    rng = np.random.default_rng(seed)
    side = 2 * n + 1
    wave = np.hypot(*np.meshgrid(np.fft.fftfreq(side), np.fft.fftfreq(side)))
    wave[0, 0] = 1.0
    heights = np.fft.ifft2(np.fft.fft2(rng.normal(size=wave.shape)) * wave**-1.8).real
    return ((heights - heights.min()) / np.ptp(heights) * height_m).astype(np.float32)
