"""The shape of REST: who may ask, what an error and a list look like, and the faults that hit a request."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import TypeVar
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request

from rehearsal.board import Board
from rehearsal.errors import NAMES, Problem
from rehearsal.line.fields import VERSION

T = TypeVar("T")
Record = dict[str, object]
STATUS = {
    20001: 400,
    20003: 401,
    20009: 409,
    20404: 404,
    20429: 429,
    20500: 500,
    20503: 503,
    21205: 400,
    21211: 400,
    21212: 400,
    21602: 400,
    21604: 400,
    21610: 400,
    21617: 400,
    21623: 400,
}
FAULT_CODES = {401: 20003, 404: 20404, 409: 20009, 429: 20429, 500: 20500}
LARGEST_PAGE = 1000


def resource(board: Board, name: str, kind: str) -> Blueprint:
    """Return a blueprint under the account: Basic auth, faults of this kind, and errors in the provider's shape."""
    blueprint = Blueprint(name, __name__, url_prefix=f"/{VERSION}/Accounts/<account>")

    @blueprint.url_value_preprocessor
    def take_account(_endpoint: str | None, values: dict[str, object] | None) -> None:
        given = (values or {}).pop("account", "")
        request.environ["rehearsal.account"] = str(given).removesuffix(".json")

    @blueprint.before_request
    def admit() -> Response | None:
        if not _admitted(board):
            return failure(Problem(20003, "account and token do not match"))
        return _fault(board, kind)

    blueprint.register_error_handler(Problem, failure)
    return blueprint


def failure(problem: Problem) -> Response:
    """Return an error as JSON, with its HTTP status."""
    status = STATUS.get(problem.code, 400)
    response = jsonify(
        code=problem.code,
        message=f"{NAMES[problem.code]}: {problem.detail}",
        more_info=f"https://www.twilio.com/docs/errors/{problem.code}",
        status=status,
    )
    response.status_code = status
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
    return response


def page(board: Board, path: str, key: str, records: Iterable[Record]) -> Response:
    """One page of a list, with the addresses of its neighbours."""
    everything = list(records)
    size, number = _page_size(), _number("Page", 0)
    start = size * number
    here = everything[start : start + size]
    more = len(everything) > start + size

    def uri(place: int) -> str:
        query = request.args.to_dict() | {"PageSize": str(size), "Page": str(place)}
        return f"/{VERSION}/Accounts/{board.options.account}/{path}?{urlencode(query)}"

    return jsonify(
        {
            key: here,
            "page": number,
            "page_size": size,
            "start": start,
            "end": start + max(0, len(here) - 1),
            "uri": uri(number),
            "first_page_uri": uri(0),
            "next_page_uri": uri(number + 1) if more else None,
            "previous_page_uri": uri(number - 1) if number else None,
        }
    )


def only(allowed: Sequence[str]) -> None:
    """Refuse parameters the provider does not know: a misspelt one would be ignored there. Raises Problem 20001."""
    unknown = set(request.form) - set(allowed)
    if unknown:
        raise Problem(20001, ", ".join(sorted(unknown)))


def known(item: T | None) -> T:
    """Return what was found. Raises Problem 20404 for None."""
    if item is None:
        raise Problem(20404, request.path)
    return item


def matches(**values: str) -> bool:
    """Tell whether what the query asks for, parameter by parameter, is what there is."""
    return all(request.args.get(name, value) == value for name, value in values.items())


def gone() -> Response:
    """Return the answer to a deletion."""
    return Response(status=204)


def by_date(name: str) -> Callable[[datetime], bool]:
    """Return the filter on a date that the query asks for: on, before or after a day (YYYY-MM-DD) or a moment."""
    wanted = [(how, request.args.get(name + how, "")) for how in ("", "<", ">")]

    def fits(when: datetime) -> bool:
        return all(_compared(when, how, text) for how, text in wanted if text)

    return fits


def date(when: datetime | None) -> str | None:
    """Return a date as the provider writes it."""
    return format_datetime(when) if when else None


def _compared(when: datetime, how: str, text: str) -> bool:
    if not how:
        return when.strftime("%Y-%m-%d") == text[:10]
    shown = when.strftime("%Y-%m-%dT%H:%M:%SZ")[: len(text)]
    return shown <= text if how == "<" else shown >= text


def _page_size() -> int:
    return min(max(1, _number("PageSize", 50)), LARGEST_PAGE)


def _number(name: str, default: int) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isdigit() else default


def _admitted(board: Board) -> bool:
    given = request.authorization
    if given is None or given.type != "basic" or request.environ["rehearsal.account"] != board.options.account:
        return False
    right = f"{board.options.account}:{board.options.token}"
    return hmac.compare_digest(f"{given.username}:{given.password}".encode(), right.encode())


def _fault(board: Board, kind: str) -> Response | None:
    fault = board.faults.take(kind, "slow", "hang", "fail")
    if fault is None:
        return None
    time.sleep(fault.seconds)
    if fault.how == "slow":
        return None
    status = 503 if fault.how == "hang" else fault.status
    response = failure(Problem(FAULT_CODES.get(status, 20503), "on command"))
    response.status_code = status
    return response
