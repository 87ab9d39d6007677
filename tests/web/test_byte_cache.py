"""A cache that never holds more than it may."""

from hypothesis import given
from hypothesis import strategies as st

from skyshed.web.byte_cache import ByteCache


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 80)), max_size=60))
def test_never_above_the_bound(steps):
    cache = ByteCache(100)
    held = {}
    for key, size in steps:
        cache.put(key, size, size)
        held[key] = size
        assert cache.nbytes <= 100
    total = sum(size for key, size in held.items() if cache.get(key) == size)
    assert total <= 100 or cache.nbytes <= 100


def test_what_was_not_used_for_longest_goes_first():
    cache = ByteCache(100)
    for key in "ab":
        cache.put(key, key, 40)
    assert cache.get("a") == "a"
    cache.put("c", "c", 40)
    assert cache.get("b") is None
    assert cache.get("a") == "a"


def test_one_large_value_does_not_empty_it():
    cache = ByteCache(100)
    cache.put("small", 1, 10)
    cache.put("huge", 2, 90)
    assert cache.get("huge") is None
    assert cache.get("small") == 1


def test_replacing_counts_once():
    cache = ByteCache(100)
    cache.put("a", 1, 30)
    cache.put("a", 2, 20)
    assert (cache.get("a"), cache.nbytes) == (2, 20)
