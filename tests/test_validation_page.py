"""The page that the tests write about themselves."""

import pytest

from tests.validation_page import number, write_page

RECORDS = [
    {
        "subject": subject,
        "reference": "a source | with a bar",
        "cases": cases,
        "worst": worst,
        "tolerance": 0.5,
        "unit": "dB",
    }
    for subject, cases, worst in (("beta", 3, 0.0123456), ("Alpha", 4, 0.0), ("alpha", 5, 0.1))
]


def test_rows_are_sorted_and_whole(tmp_path):
    path = tmp_path / "validation.md"
    write_page(path, RECORDS)
    rows = [line for line in path.read_text("utf-8").splitlines() if line.startswith("| ")]
    assert [row.split(" | ")[0] for row in rows] == ["| what", "| Alpha", "| alpha", "| beta"]
    assert all(row.count("|") == 7 for row in rows)
    assert "| 0.012 | 0.5 | dB |" in rows[3]
    assert path.read_text("utf-8").endswith("3 groups.\n")


def test_order_of_the_tests_does_not_show(tmp_path):
    for name, records in (("a", RECORDS), ("b", RECORDS[::-1])):
        write_page(tmp_path / name, records)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (float("nan"), "-"),
        (0.15, "0.15"),
        (2.0, "2"),
        (1234.0, "1200"),
        (1e-10, "1e-10"),
        (2.34e-9, "2.3e-9"),
    ],
)
def test_numbers_have_two_digits(value, text):
    assert number(value) == text
