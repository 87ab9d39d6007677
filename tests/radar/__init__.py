"""Tests of skyshed.radar."""
