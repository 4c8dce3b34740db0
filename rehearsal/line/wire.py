"""One request to the line, over http on this machine, with the provider's limits on time, size and redirects."""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from rehearsal.errors import Problem

LARGEST = 64 * 1024
LARGEST_AUDIO = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Letter:
    """A request ready to be sent."""

    method: str
    url: str
    body: bytes | None
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. `headers` have lower-case names; repeated ones are joined."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def type(self) -> str:
        """The media type, without parameters, in small letters; empty when none was named."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to connect, for a read, and in total; bytes of an answer."""

    connect: float
    read: float
    total: float
    size: int = LARGEST


class Wire:
    """Knows which origins may be reached, and where each really listens."""

    def __init__(self, reach: Mapping[str, str]) -> None:
        self._reach = {origin_of(urlsplit(origin)): urlsplit(where) for origin, where in reach.items()}

    def send(self, letter: Letter, limits: Limits) -> Reply:
        """Send one request as it stands. Raises Problem 11200, 11205, 11206 or 11750."""
        parts = urlsplit(letter.url)
        where = self._reach.get(origin_of(parts))
        if where is None:
            raise Problem(11200, f"a rehearsal does not leave this machine: {origin_of(parts)}")
        connection = http.client.HTTPConnection(where.hostname or "", where.port or 80, timeout=limits.connect)
        try:
            _connect(connection)
            connection.sock.settimeout(limits.read)
            _put(connection, letter, parts)
            return _answer(connection, limits)
        except TimeoutError:
            raise Problem(11200, "no answer in time") from None
        except http.client.HTTPException as error:
            raise Problem(11206, type(error).__name__) from None
        except OSError as error:
            raise Problem(11205, type(error).__name__) from None
        finally:
            connection.close()


def origin_of(parts: SplitResult) -> str:
    """Scheme, host and port as written, in small letters."""
    return f"{parts.scheme}://{parts.netloc}".lower()


def target_of(parts: SplitResult) -> str:
    """Return what stands in the request line: path and query, untouched."""
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _connect(connection: http.client.HTTPConnection) -> None:
    try:
        connection.connect()
    except OSError as error:
        raise Problem(11205, f"connection refused or too slow ({type(error).__name__})") from None


def _put(connection: http.client.HTTPConnection, letter: Letter, parts: SplitResult) -> None:
    connection.putrequest(letter.method, target_of(parts), skip_host=True, skip_accept_encoding=True)
    for name, value in ({"Host": parts.netloc} | dict(letter.headers)).items():
        connection.putheader(name, value)
    connection.endheaders(letter.body)


def _answer(connection: http.client.HTTPConnection, limits: Limits) -> Reply:
    deadline = time.monotonic() + limits.total
    answer = connection.getresponse()
    received = {name.lower(): ", ".join(answer.headers.get_all(name) or ()) for name in answer.headers}
    return Reply(answer.status, received, _read(answer, deadline, limits))


def _read(answer: http.client.HTTPResponse, deadline: float, limits: Limits) -> bytes:
    body = b""
    while chunk := answer.read1(8192):
        body += chunk
        if len(body) > limits.size:
            raise Problem(11750, f"more than {limits.size} bytes")
        if time.monotonic() > deadline:
            raise TimeoutError
    return body
