"""Radar: detection theory, the range equation in absolute and calibrated form, scans, antenna."""
