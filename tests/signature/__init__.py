"""Tests of skyshed.signature."""
