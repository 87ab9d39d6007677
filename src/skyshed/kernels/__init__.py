"""Compiled inner loops on plain arrays; each has a slow, readable twin in the tests."""
