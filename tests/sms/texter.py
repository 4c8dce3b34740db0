"""Somebody who texts, and the provider between them and the line: it signs, posts and reads what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from flask import Flask, Response
from twilio.request_validator import RequestValidator

from privacy.alias import alias, digests
from provider.inbound import InboundOptions, Refused
from provider.profiles import TWILIO
from sms.routes import Texts, texts
from talk.segments import count
from tests.ivr.phone import ORIGIN, TOKEN, new_sid
from tests.plugins.site import Site

NUMBER = "+14155550134"
OURS = "+15005550001"


@dataclass(slots=True)
class Texter:
    """The line's door for texts as it stands now; `spent` are the segments that it has sent."""

    site: Site
    spent: int = 0
    app: Flask = field(init=False)

    def __post_init__(self) -> None:
        keyring = self.site.intake.keyring
        inbound = InboundOptions(
            (TOKEN,), ORIGIN, TWILIO,
            lambda number: tuple(alias(number, key) for key in keyring.day_keys()),
            lambda kind, sid: digests(kind, sid, keyring.day_keys()),
        )  # fmt: skip
        self.app = Flask("line")
        self.app.register_blueprint(texts(Texts(self.site.intake, inbound, lambda _, __, default: default)))
        self.app.register_error_handler(Refused, lambda refused: Response(status=refused.status))

    def text(self, body: str, sender: str = NUMBER, *, sid: str = "", to: str = OURS, status: int = 200) -> str:
        """Send a text; return the reply, "" for none."""
        form = {"MessageSid": sid or new_sid("SM"), "From": sender, "To": to, "Body": body, "NumMedia": "0"}
        signature = RequestValidator(TOKEN).compute_signature(f"{ORIGIN}/sms/message", form)
        headers = {"X-Twilio-Signature": signature}
        answer = self.app.test_client().post("/sms/message", data=form, headers=headers, base_url=ORIGIN)
        assert answer.status_code == status
        if status != 200:
            return ""
        messages = [each.text or "" for each in ET.fromstring(answer.text).iter("Message")]
        self.spent += sum(count(each).segments for each in messages)
        return "\n".join(messages)
