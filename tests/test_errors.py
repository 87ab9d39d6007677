"""The error tree and the form of its messages."""

import pickle

import pytest

from skyshed import errors


def test_every_error_descends_from_the_base():
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    assert len(kinds) == 8
    assert all(issubclass(kind, errors.SkyshedError) for kind in kinds)


def test_quantity_error_is_a_value_error():
    assert issubclass(errors.QuantityError, ValueError)


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ({"file": "a.yaml", "line": 14, "path": "radars[1].pfa"}, "a.yaml:14: radars[1].pfa: no"),
        ({"file": "a.yaml", "line": 14}, "a.yaml:14: no"),
        ({"file": "a.yaml"}, "a.yaml: no"),
        ({"line": 14}, "line 14: no"),
        ({"path": "radars"}, "radars: no"),
        ({}, "no"),
    ],
)
def test_document_error_says_where(place, message):
    assert str(errors.ScenarioError("no", **place)) == message


def test_document_error_survives_the_way_back_from_a_worker_process():
    error = errors.CatalogueError("no", file="a.yaml", line=3, path="x")
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is errors.CatalogueError
    assert str(back) == str(error)
    assert (back.problem, back.file, back.line, back.path) == ("no", "a.yaml", 3, "x")
