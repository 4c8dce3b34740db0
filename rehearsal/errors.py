"""The provider's numbered errors, with the names its own dictionary gives them."""

from __future__ import annotations

NAMES: dict[int, str] = {
    11200: "HTTP retrieval failure",
    11205: "HTTP connection failure",
    11206: "HTTP protocol violation",
    11215: "HTTP too many redirects",
    11750: "Response body too large",
    11770: "Empty response body",
    12100: "Document parse failure",
    12102: "The root element must be Response",
    12200: "Schema validation",
    12300: "Invalid Content-Type",
    12400: "Internal failure",
    13212: "Dial: Invalid timeout value",
    13214: "Dial: Invalid callerId value",
    13215: "Dial: Invalid nested element",
    13217: "Dial: Invalid record value",
    13223: "Dial: Invalid phone number format",
    13310: "Gather: Invalid finishOnKey value",
    13313: "Gather: Invalid timeout value",
    13314: "Gather: Invalid numDigits value",
    13320: "Gather: Invalid nested verb",
    13326: "Gather: Invalid input value",
    13331: "Gather: Invalid language value",
    13410: "Play: Invalid loop value",
    13420: "Play: Invalid Content-Type",
    13510: "Say: Invalid loop value",
    13511: "Say: Invalid voice value",
    13520: "Say: Invalid text",
    13611: "Record: Invalid timeout value",
    13612: "Record: Invalid maxLength value",
    13613: "Record: Invalid finishOnKey value",
    13616: "Record: Invalid playBeep value",
    13910: "Pause: Invalid length value",
    14101: "Message: Invalid To attribute",
    14102: "Message: Invalid From attribute",
    14103: "Message: Invalid Body",
    17583: "Status callback body too large",
    20001: "Unknown parameters",
    20003: "Authenticate",
    20009: "Resource is not in a final state",
    20404: "The requested resource was not found",
    20429: "Too Many Requests",
    20500: "Internal Server Error",
    20503: "Service Unavailable",
    21205: "Invalid Url",
    21211: "Invalid 'To' Phone Number",
    21212: "Invalid 'From' Phone Number",
    21602: "Message body is required",
    21604: "'To' phone number is required",
    21610: "Attempt to send to unsubscribed recipient",
    21617: "The concatenated message body exceeds the 1600 character limit",
    21623: "Number of media files exceeds allowed limit",
    30003: "Unreachable destination handset",
}


class Problem(Exception):
    """An error that the real provider would log with this number. `detail` says what was wrong, for the developer."""

    def __init__(self, code: int, detail: str) -> None:
        super().__init__(f"{code} {NAMES[code]}: {detail}")
        self.code = code
        self.detail = detail

    @property
    def name(self) -> str:
        """The dictionary's name of the number."""
        return NAMES[self.code]
