"""Palette images as PNG, the same bytes for the same pixels."""

import struct
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def palette_png(index: NDArray[np.uint8], palette: Sequence[tuple[int, int, int, int]]) -> bytes:
    """Encode an indexed image.

    Parameters
    ----------
    index : ndarray of uint8, shape (row, column)
        Number of the colour of each pixel, first row on top.
    palette : sequence of (red, green, blue, alpha)
        At most 256 colours, 0 to 255 each.

    Returns
    -------
    bytes
        A PNG file.
    """
    if index.ndim != 2 or not 0 < len(palette) <= 256 or int(index.max()) >= len(palette):
        raise ValueError(f"expected indices below {len(palette)} in two dimensions")
    rows, columns = index.shape
    colours = np.array(palette, dtype=np.uint8)
    header = struct.pack(">IIBBBBB", columns, rows, 8, 3, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            _chunk(b"PLTE", colours[:, :3].tobytes()),
            _chunk(b"tRNS", colours[:, 3].tobytes()),
            _chunk(b"IDAT", _scanlines(index)),
            _chunk(b"IEND", b""),
        )
    )


def grey_alpha_png(grey: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> bytes:
    """Encode a grey image with transparency.

    Parameters
    ----------
    grey, alpha : ndarray of uint8, shape (row, column)
        First row on top; alpha 0 is transparent.

    Returns
    -------
    bytes
        A PNG file.
    """
    if grey.ndim != 2 or grey.shape != alpha.shape:
        raise ValueError(f"expected two images of one shape, got {grey.shape} and {alpha.shape}")
    rows, columns = grey.shape
    header = struct.pack(">IIBBBBB", columns, rows, 8, 4, 0, 0, 0)
    pixels = np.stack([grey, alpha], axis=-1).reshape(rows, 2 * columns)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            _chunk(b"IDAT", _scanlines(pixels)),
            _chunk(b"IEND", b""),
        )
    )


def _scanlines(pixels: NDArray[np.uint8]) -> bytes:
    """Rows of bytes, compressed; filter type 0 leads each row."""
    rows, width = pixels.shape
    lines = np.zeros((rows, width + 1), dtype=np.uint8)
    lines[:, 1:] = pixels
    return zlib.compress(lines.tobytes(), 6)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
