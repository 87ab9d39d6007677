"""The air: US standard atmosphere 1976 and the refractivity that bends radar rays."""
