"""Replies in JSON, and one sentence for everything that goes wrong."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from starlette.responses import Response

from skyshed.analysis.results import Interval


class JsonReply(Response):
    """JSON of plain values, arrays and intervals; what is not finite becomes null."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """Encode; lone surrogates of a request's text become question marks."""
        text = json.dumps(plain(content), ensure_ascii=False, allow_nan=False)
        return text.encode("utf-8", "replace")


def problem(status: int, sentence: str, field: str = "", **headers: str) -> JsonReply:
    """An error: one sentence, and the field of the request that it is about."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return JsonReply({"detail": sentence, "field": field}, status_code=status, headers=named)


def plain(value: Any) -> Any:
    """Numbers, text, lists and mappings only; nan ("never", "unknown") becomes None."""
    if isinstance(value, Interval):
        low, median, high, nominal = value.low, value.median, value.high, value.nominal
        return plain({"low": low, "median": median, "high": high, "nominal": nominal})
    if isinstance(value, (np.ndarray, np.generic)):
        return plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        return [plain(item) for item in value]
    return value


def rounded(values: Any, decimals: int = 1) -> Any:
    """Lengths to the decimetre: no reader needs more, and replies stay small."""
    return np.round(np.asarray(values, dtype=float), decimals)
