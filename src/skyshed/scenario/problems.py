"""Turn what pydantic found into one sentence with file, line and path."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from skyshed.documents import Document, NodePath, suggest
from skyshed.errors import DocumentError

_LONGEST = 60
_NO_BOUNDS: Mapping[str, Any] = MappingProxyType({})

# Kinds of error: what was expected and what to do, filled from pydantic's context.
_SENTENCES: dict[str, tuple[str, str]] = {
    "string_type": ("text", "put it in quotes"),
    "float_type": ("a number", "give a plain number"),
    "int_type": ("a whole number", "give a number without a point or quotes"),
    "int_from_float": ("a whole number", "give a number without a point"),
    "int_parsing": ("a whole number", "give a number without a point or quotes"),
    "int_parsing_size": ("a whole number of some digits", "give a smaller one"),
    "float_parsing": ("a number", "give a plain number"),
    "bool_parsing": ("true or false", "write one of them without quotes"),
    "bool_type": ("true or false", "write one of them without quotes"),
    "list_type": ("a list", "begin each line with '- '"),
    "model_type": ("'key: value' lines", "indent them under this key"),
    "dict_type": ("'key: value' lines", "indent them under this key"),
    "finite_number": ("a finite number", "give a plain number"),
    "too_short": ("at least {min_length} entry", "add one"),
    "too_long": ("at most {max_length} entries", "remove some"),
    "string_too_short": ("text", "fill it in"),
    "string_too_long": ("at most {max_length} characters", "shorten it"),
    "greater_than_equal": ("{ge} or more", "correct it"),
    "greater_than": ("more than {gt}", "correct it"),
    "less_than_equal": ("{le} or less", "correct it"),
    "less_than": ("less than {lt}", "correct it"),
}
_RANGES = {
    "latitude_deg": "a latitude between {ge} and {le} degrees",
    "longitude_deg": "a longitude between {ge} and {le} degrees",
    "draws": "between {ge} and {le} draws",
    "pd": "a probability between {ge} and {le}",
}


def first_problem(
    found: ValidationError, document: Document, model: type[BaseModel]
) -> DocumentError:
    """The error that stands first in the file.

    Parameters
    ----------
    found : ValidationError
        What pydantic says.
    document : Document
        The file that was validated.
    model : type
        The model it was validated against.

    Returns
    -------
    DocumentError
        Of the document's kind, to be raised by the caller.
    """
    problems = found.errors(include_url=False)
    # misspelt keys first: the key that is missed is often the one that is misspelt
    first = min(problems, key=lambda p: (p["type"] != "extra_forbidden", document.line(p["loc"])))
    path: NodePath = tuple(first["loc"])
    if first["type"] == "extra_forbidden":
        return document.error(path, _unknown_key(path, model))
    if first["type"] == "missing":
        return document.error(path[:-1], f"expected the key '{path[-1]}', which is missing; add it")
    return document.error(path, problem_sentence(dict(first), path, bounds_at(path, model)))


def problem_sentence(
    problem: Mapping[str, Any], path: NodePath, bounds: Mapping[str, Any] = _NO_BOUNDS
) -> str:
    """One of pydantic's findings in our words: expected, found, what to do.

    Parameters
    ----------
    problem : mapping
        What pydantic found.
    path : tuple of str and int
        Where.
    bounds : mapping
        Of the model at that place, from `bounds_at`; pydantic tells only the one that is passed.
    """
    kind, context, value = problem["type"], problem.get("ctx", {}), problem["input"]
    if kind == "value_error":
        return str(context["error"])
    name = str(path[-1]) if path else ""
    if kind == "literal_error":
        options = [str(option) for option in context["expected"].replace("'", "").split(" or ")]
        options = [part for option in options for part in option.split(", ")]
        hint = suggest(value, options) if isinstance(value, str) else ""
        one = "one of " if len(options) > 1 else ""
        return f"expected {one}{', '.join(options)}, got {shown(value)}; {hint or 'choose one'}"
    if kind == "string_pattern_mismatch":
        return (
            f"expected a short name of small letters, digits and hyphens, got {shown(value)};"
            " rename it"
        )
    expected, advice = _SENTENCES.get(kind) or (_bare(problem["msg"]), "correct it")
    if name in _RANGES and {"ge", "le"} <= bounds.keys() and not {"ge", "le"}.isdisjoint(context):
        expected, context = _RANGES[name], bounds
    return f"expected {expected.format(**context)}, got {shown(value)}; {advice}"


def bounds_at(path: NodePath, model: type[BaseModel]) -> dict[str, Any]:
    """Bounds that a model sets at a path, by pydantic's names, such as {"ge": 1, "le": 8}."""
    if not path or not isinstance(path[-1], str):
        return {}
    field = _fields(_model_at(path[:-1], model)).get(path[-1])
    found = {}
    for constraint in () if field is None else field.metadata:
        for name in ("ge", "le"):
            if (bound := getattr(constraint, name, None)) is not None:
                found[name] = f"{bound:g}" if isinstance(bound, float) else str(bound)
    return found


def _bare(message: str) -> str:
    """What pydantic expected, from "Input should be a valid date, unable to ..."."""
    return message.removeprefix("Input should be ").partition(",")[0].lower()


def _unknown_key(path: NodePath, model: type[BaseModel]) -> str:
    key = str(path[-1])
    options = _keys_at(path[:-1], model)
    hint = suggest(key, options) or f"known keys are {', '.join(options)}"
    return f"expected a known key, got '{key[:_LONGEST]}'; {hint}"


def _keys_at(path: NodePath, model: type[BaseModel]) -> list[str]:
    """Keys that the part at a path may have."""
    return list(_fields(_model_at(path, model)))


def _model_at(path: NodePath, model: type[BaseModel]) -> type[BaseModel]:
    """The model of the part at a path."""
    for part in path:
        if isinstance(part, str) and (field := _fields(model).get(part)) is not None:
            inner = _model_in(field.annotation)
            model = model if inner is None else inner
    return model


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """Fields by the name they have in the file."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model inside an annotation such as ``list[Model]`` or ``Model | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in get_args(annotation):
        if (model := _model_in(inner)) is not None:
            return model
    return None


def shown(value: Any) -> str:
    """What was found, short enough for one line."""
    if isinstance(value, str):
        return repr(value if len(value) <= _LONGEST else value[:_LONGEST] + "...")
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "nothing"}[value]
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    if isinstance(value, dict):
        return "'key: value' lines"
    return _digits(value) if isinstance(value, float) else str(value)[:_LONGEST]


def _digits(value: float) -> str:
    """As few as tell the number, as 180.00001 is no longitude and 180 is."""
    short = f"{value:g}"
    return short if float(short) == value or value != value else repr(value)
