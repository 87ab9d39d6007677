"""What went wrong, as one sentence with a status."""

from typing import Any, get_type_hints

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request

from skyshed.analysis.study import TargetBelowGround
from skyshed.documents.document import NodePath, format_path
from skyshed.errors import DocumentError, SkyshedError
from skyshed.scenario.problems import bounds_at, problem_sentence, shown
from skyshed.web.jobs import Busy, Superseded, TooSlow
from skyshed.web.replies import JsonReply, problem

_OBJECT = 'an object such as {"key": value}', "send one"
_SHAPES = {
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dict_type": _OBJECT,
    "list_type": ("a list such as [1, 2]", "send one"),
    "string_type": ("a text", "put it in quotes"),
    "float_type": ("a number", "send it without quotes"),
    "float_parsing": ("a number", "send it without quotes"),
    "int_type": ("a whole number", "send it without a point or quotes"),
    "int_parsing": ("a whole number", "send it without a point or quotes"),
    "bool_type": ("true or false", "send one of them without quotes"),
    "bool_parsing": ("true or false", "send one of them without quotes"),
}
_SENTENCES = {
    404: "there is no such page",
    405: "this address does not take such a request",
    400: "expected a body in JSON, got something else; correct it",
}


IN_BODY = "x-skyshed-refusals"
"""Header of the page: a browser logs every 4xx as an error of the page, however well it is told."""
REFUSED = "X-Skyshed-Refused"
"""Header of a reply with status 200 that would have had this one."""


def add_error_replies(app: FastAPI) -> None:
    """Register a reply for everything that can go wrong."""
    app.add_exception_handler(RequestValidationError, _wrong_shape)
    app.add_exception_handler(SkyshedError, _not_answerable)
    app.add_exception_handler(Superseded, _superseded)
    app.add_exception_handler(Busy, _busy)
    app.add_exception_handler(TooSlow, _too_slow)
    app.add_exception_handler(HTTPException, _http)


def _asked_so(request: Request, reply: JsonReply) -> JsonReply:
    """A refusal with the status that the asker wants: its own, or 200 and its own in a header."""
    if request.headers.get(IN_BODY) == "in-body":
        reply.headers[REFUSED] = str(reply.status_code)
        reply.status_code = 200
    return reply


async def _wrong_shape(request: Request, error: Exception) -> JsonReply:
    return _asked_so(request, _shape_problem(request, error))


def _shape_problem(request: Request, error: Exception) -> JsonReply:
    assert_is = error if isinstance(error, RequestValidationError) else None
    found = [] if assert_is is None else list(assert_is.errors())
    if not found:
        return problem(422, "expected another request, got one that cannot be read")
    # a misspelt key first: the key that is missed is often the one that is misspelt
    first = min(found, key=lambda one: one["type"] != "extra_forbidden")
    path: NodePath = tuple(part for part in first["loc"] if part not in ("body", "query", "path"))
    field = format_path(path)
    kind = first["type"]
    if kind == "json_invalid":
        return problem(422, _SENTENCES[400])
    if kind == "missing":
        name = str(path[-1]) if path else "body"
        return problem(422, f"expected the key '{name}', which is missing; add it", field)
    if kind == "extra_forbidden":
        name = str(path[-1])[:60]
        return problem(422, f"expected a known key, got '{name}'; remove it", field)
    return problem(422, _sentence(first, path, _bounds(request, path)), field)


def _bounds(request: Request, path: NodePath) -> dict[str, Any]:
    """Bounds at a place in the body that an address takes: the page's own, not a study file's."""
    takes = get_type_hints(request.scope.get("endpoint")) if "endpoint" in request.scope else {}
    model = takes.get("asked")
    return bounds_at(path, model) if isinstance(model, type) else {}


def _sentence(found: dict[str, Any], path: NodePath, bounds: dict[str, Any]) -> str:
    """One of pydantic's findings in words that fit JSON; the rest is said as for a study file."""
    words = _SHAPES.get(found["type"])
    if words is None:
        return problem_sentence(found, path, bounds)
    expected, advice = words
    value = found["input"]
    if not isinstance(value, (str, float)) and "quotes" in advice:
        advice = "send one"
    got = "an object" if isinstance(value, dict) and value else shown(value)
    got = "an empty object" if value == {} else got
    return f"expected {expected}, got {got}; {advice}"


async def _not_answerable(request: Request, error: Exception) -> JsonReply:
    if isinstance(error, DocumentError):
        field = f"scene.{error.path}" if error.path and error.file is None else error.path
        return _asked_so(request, problem(422, error.problem, field))
    if isinstance(error, TargetBelowGround):
        return _asked_so(request, problem(422, _below_ground(error), "scene.height"))
    return _asked_so(request, problem(422, str(error)))


def _below_ground(error: TargetBelowGround) -> str:
    """The same as the command line says, in the words of the page."""
    return (
        f"{error.altitude_m:,.0f} m above the sea is below the ground at the radar"
        f" ({error.ground_m:,.0f} m). Choose \N{LEFT DOUBLE QUOTATION MARK}above the"
        " ground\N{RIGHT DOUBLE QUOTATION MARK} or a greater height"
    )


async def _superseded(request: Request, error: Exception) -> JsonReply:
    return _asked_so(request, problem(409, "superseded"))


async def _busy(request: Request, error: Exception) -> JsonReply:
    return problem(503, "the server has enough to do; ask again in a second", Retry_After="1")


async def _too_slow(request: Request, error: Exception) -> JsonReply:
    return problem(503, "the answer took too long; ask for less, or again later", Retry_After="5")


async def _http(request: Request, error: Exception) -> JsonReply:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return problem(status, _SENTENCES.get(status, "the request cannot be served"))
