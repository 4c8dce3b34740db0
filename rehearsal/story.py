"""One event of a call as a line of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

Event = dict[str, object]
LONGEST_QUERY = 24


def told(event: Event) -> Iterator[str]:
    """Return the line for an event, with its time on the call's clock; none for what says nothing to a reader."""
    words = WORDS.get(str(event["kind"]))
    if words is not None:
        leg = f"[{event['leg']}] " if "leg" in event else ""
        yield f"{_clock(event.get('at'))}  {leg}{words(event)}"


def shortened(url: str) -> str:
    """Path and query, the query cut: sealed state is long and says nothing."""
    parts = urlsplit(url)
    query = parts.query if len(parts.query) <= LONGEST_QUERY else parts.query[:LONGEST_QUERY] + "…"
    return parts.path + (f"?{query}" if query else "")


def _clock(at: object) -> str:
    if not isinstance(at, int | float):
        return "     "
    return f"{int(at) // 60:02}:{int(at) % 60:02}"


def _webhook(event: Event) -> str:
    result = event["status"] if event["status"] is not None else f"error {event.get('error', '…')}"
    return f"· {event['what']}: {event['method']} {shortened(str(event['url']))} → {result}"


def _asked(event: Event) -> str:
    return f"? waits {event['timeout']} s" + (f" for {event['digits']} keys" if event["digits"] else " for keys")


WORDS: dict[str, Callable[[Event], str]] = {
    "webhook": _webhook,
    "asked": _asked,
    "said": lambda event: f"“{event['text']}”",
    "played": lambda event: f"♪ {shortened(str(event['url']))}, {event['length']} s" if "url" in event else "♪ tones",
    "paused": lambda event: f"… {event['length']} s",
    "pressed": lambda event: f"⌨ {event['keys']}" if event["keys"] else "⌨ nothing",
    "tone": lambda event: "● tone" if event["beep"] else "● records",
    "recorded": lambda event: f"● {event['length']} s, {event['status']}, ended by {event['ended'] or 'silence'}",
    "connected": lambda event: f"☎ connected with {event['number']}",
    "dialled": lambda event: f"☎ {event['number']}: {event['status']}, {'' if event['bridged'] else 'not '}connected",
    "queued": lambda event: f"waits in queue {event['queue']}",
    "problem": lambda event: f"✗ {event['code']} {event['name']}: {event['detail']}",
    "ended": lambda event: f"■ ended by {event['by']}, {event['status']}",
}
