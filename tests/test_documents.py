"""YAML documents: what they mean, where things stand, and what is refused before it can harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skyshed.documents import format_path, load_yaml, parse_yaml, suggest
from skyshed.errors import CatalogueError, DocumentError, ScenarioError

STUDY = """\
# a study
title: Ring
radars:
  - name: one
    pfa: 1e-6
  - {name: two, pfa: 3}
sites: &sites
  here: {latitude_deg: 40.1}
again: *sites
"""


def problem_of(text: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        parse_yaml(text, name="a.yaml", error=ScenarioError)
    message = str(caught.value)
    assert message.startswith("a.yaml:")
    assert "\n" not in message
    return message


def test_data_and_lines():
    document = parse_yaml(STUDY, name="ring.yaml")
    assert document.data == {
        "title": "Ring",
        "radars": [{"name": "one", "pfa": 1e-6}, {"name": "two", "pfa": 3}],
        "sites": {"here": {"latitude_deg": 40.1}},
        "again": {"here": {"latitude_deg": 40.1}},
    }
    assert document.line(("title",)) == 2
    assert document.line(("radars", 0)) == 4
    assert document.line(("radars", 0, "pfa")) == 5
    assert document.line(("radars", 1, "pfa")) == 6
    assert document.line(("again", "here", "latitude_deg")) == 9  # where it is used
    assert document.line(("radars", 1, "missing")) == 6  # of the parent
    assert document.line(("missing",)) == 2  # of the first key


def test_data_of_an_alias_are_a_copy():
    data = parse_yaml(STUDY, name="ring.yaml").data
    data["again"]["here"]["latitude_deg"] = 0.0
    assert data["sites"]["here"]["latitude_deg"] == 40.1


def test_errors_of_a_document_say_where():
    document = parse_yaml(STUDY, name="ring.yaml", error=ScenarioError)
    error = document.error(("radars", 1, "pfa"), "expected a number between 0 and 1, got 3")
    assert type(error) is ScenarioError
    assert str(error) == "ring.yaml:6: radars[1].pfa: expected a number between 0 and 1, got 3"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("Yes", "Yes"),
        ("on", "on"),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("", None),
        ("null", None),
        ("1:30", "1:30"),
        ("2019-08-02", "2019-08-02"),
        ("010", 10),
        ("0o17", 15),
        ("0xff", 255),
        ("-3", -3),
        ("+4", 4),
        ("1_000", "1_000"),
        ("1e5", 1e5),
        ("-.5", -0.5),
        ("5.", 5.0),
        ("1.2.3", "1.2.3"),
        ("-10 dBsm", "-10 dBsm"),
        ("'5'", "5"),
        ('"~"', "~"),
        ("|\n  two\n  lines\n", "two\nlines\n"),
        ("6.4 ± 0.5 km", "6.4 ± 0.5 km"),
    ],
)
def test_scalars_follow_the_core_schema_of_yaml_1_2(text, value):
    read = parse_yaml(f"key: {text}", name="a.yaml").data["key"]
    assert read == value
    assert type(read) is type(value)


def test_keys_are_text():
    assert parse_yaml("2019: a\nno: b\n~: c\n", name="a").data == {"2019": "a", "no": "b", "~": "c"}


@pytest.mark.parametrize(
    ("text", "where", "hint"),
    [
        ("a: 1\nb: 2\na: 3\n", "a.yaml:3: ", "got 'a' again (first in line 1); remove one"),
        ("x:\n - a: 1\n   a: 2\n", "a.yaml:3: x[0]: ", "got 'a' again"),
        ("a: !!python/object/apply:os.system [ls]\n", "a.yaml:1: a: ", "'!!python/object/apply"),
        ("a: !custom 5\n", "a.yaml:1: a: ", "got the tag '!custom'; remove it"),
        ("!!map {a: 1}\n", "a.yaml:1: ", "got the tag '!!map'"),
        ("a: {!!str b: 1}\n", "a.yaml:1: a: ", "got the tag '!!str'"),
        ("a: *b\n", "a.yaml:1: a: ", "expected an anchor '&b'"),
        ("a: &a\n  - *a\n", "a.yaml:2: a[0]: ", "expected an anchor '&a' that ends before"),
        ("b: &b {x: 1}\na:\n  <<: *b\n", "a.yaml:3: a: ", "merge sign '<<'; repeat the keys"),
        ("", "a.yaml:1: ", "an empty document"),
        ("# only a remark\n", "a.yaml:", "an empty document"),
        ("- 1\n", "a.yaml:1: ", "got a list"),
        ("~", "a.yaml:1: ", "got nothing"),
        ("words", "a.yaml:1: ", "got a single value"),
        ("a: 1\n---\nb: 2\n", "a.yaml:2: ", "a second after '---'"),
        ("%YAML 1.1\n---\na: no\n", "a.yaml:2: ", "'%' directive"),
        ("? [a]\n: 5\n", "a.yaml:1: ", "expected a word as key"),
        (": 5\n", "a.yaml:1: ", "expected a word as key"),
        ("a: [\n", "a.yaml:2: ", "expected YAML"),
        ("a: b: c\n", "a.yaml:1: ", "mapping values are not allowed here"),
        ("a:\n\tb: 1\n", "a.yaml:2: ", "indent with spaces instead of tabs"),
        ("a: .nan\n", "a.yaml:1: a: ", "expected a finite number, got .nan"),
        ("a: -.INF\n", "a.yaml:1: a: ", "expected a finite number"),
        ("a: 1e999\n", "a.yaml:1: a: ", "got a huge one"),
        (f"a: {'9' * 5000}\n", "a.yaml:1: a: ", "got a huge one"),
        ("a: 1\nb: \0\n", "a.yaml:2: ", "U+0000; is it a YAML file?"),
        ("a: \x1b[31m\n", "a.yaml:1: ", "U+001B"),
        ('a: "\\e[31m"\n', "a.yaml:1: a: ", "U+001B"),
        ('a: "\\ud800"\n', "a.yaml:1: a: ", "U+D800"),
        ('a: "\\U00110000"\n', "a.yaml: ", "expected YAML"),
        ("a: " + "[" * 100_000, "a.yaml:1: a[0][0]: ", "at most 40 levels"),
        ("a: &a 1\nb: [" + "*a," * 101 + "]\n", "a.yaml:2: b[100]: ", "at most 100 aliases"),
        ("a: [" + "1," * 100_000 + "]\n", "a.yaml:1: a", "at most 100000 nodes"),
        ("a: '" + "x" * 1_000_000 + "'\n", "a.yaml: ", "at most 1 MB of YAML"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_refusals_say_where_and_what_to_do(text, where, hint):
    message = problem_of(text)
    assert message.startswith(where)
    assert hint in message
    assert len(message) < 250


def test_exploding_aliases_are_stopped_early():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    assert "with aliases expanded" in problem_of("\n".join(lines))


def test_a_file_that_is_too_large_is_refused_before_it_is_parsed(tmp_path):
    path = tmp_path / "big.yaml"
    path.write_bytes(b"a: [" + b"1, " * 3_500_000 + b"]\n")
    with pytest.raises(DocumentError, match=r"big\.yaml: expected at most 1 MB of YAML"):
        load_yaml(path)


def test_load_reads_utf8_with_or_without_a_mark_and_any_line_ends(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes("\ufeffa: é\r\nb:\r\n  - c\r\n".encode())
    document = load_yaml(path)
    assert document.path == path
    assert document.data == {"a": "é", "b": ["c"]}
    assert document.line(("b", 0)) == 3


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (b"a: 1\nb: \xe9\n", ":2: expected text in UTF-8, got the byte 0xe9; save it as UTF-8"),
        ("a: 1\n".encode("utf-16"), ":1: expected text in UTF-8"),
        (b"\x89PNG\r\n", ":1: expected text in UTF-8"),
        (b"PK\x03\x04", ":1: expected text, got the character U+0003"),
    ],
)
def test_load_refuses_what_is_not_text(tmp_path, content, hint):
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        load_yaml(path)
    assert f"{path}{hint}" in str(caught.value)


def test_load_refuses_what_is_not_a_file(tmp_path):
    with pytest.raises(CatalogueError, match=r"none\.yaml: expected a YAML file, got none"):
        load_yaml(tmp_path / "none.yaml", error=CatalogueError)
    with pytest.raises(DocumentError, match="got a folder"):
        load_yaml(tmp_path)


@given(st.text(alphabet="ab:-[]{}&*!|>'\"\\%#?~,.019<xeU \t\n\u0085\ufeff", max_size=60))
def test_any_text_is_a_document_or_a_document_error(text):
    try:
        document = parse_yaml(text, name="a.yaml")
    except DocumentError:
        return
    assert isinstance(document.data, dict)
    assert all(1 <= line <= text.count("\n") + 60 for line in document.lines.values())


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("radars", 1, "pfa"), "radars[1].pfa"),
        (("s-400/91n6e", "rcs_m2"), "s-400/91n6e.rcs_m2"),
        (("a key.x", 0), '["a key.x"][0]'),
        (("x" * 1000,), '["' + "x" * 57 + '..."]'),
    ],
)
def test_paths(path, text):
    assert format_path(path) == text


@pytest.mark.parametrize(
    ("name", "options", "suggestion"),
    [
        ("pfaa", ["pd", "pfa"], "did you mean 'pfa'?"),
        ("F35A", ["f-35a", "f-16c"], "did you mean 'f-35a'?"),
        ("91n6e", ["s-400/91n6e", "s-400/92n6e"], "did you mean 's-400/91n6e'?"),
        ("zeppelin", ["f-35a"], ""),
        ("x", [], ""),
    ],
)
def test_suggestions(name, options, suggestion):
    assert suggest(name, options) == suggestion


def test_folded_text_is_joined_without_marks():
    document = parse_yaml("note: >-\n  one line\n  and the next\n", name="a.yaml")
    assert document.data["note"] == "one line and the next"
