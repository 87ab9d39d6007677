"""Where the nodes of the extra loss end: for who fills the table and for the loops that read it."""

from typing import Final

HIGHEST_M: Final = 30e3
"""Altitude of the last node; above it nothing is left that weakens."""
