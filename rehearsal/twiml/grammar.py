"""The verbs a rehearsal runs, with their attributes, values and children. Whatever is not here is an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rehearsal.twiml.checks import ANYTHING, METHOD, NUMBER, URL, Check, boolean, keys, one_of, some_of, whole
from rehearsal.twiml.voices import GATHER_LANGUAGE, SAY_LANGUAGE, VOICE


@dataclass(frozen=True, slots=True)
class Rule:
    """What one verb takes. `nested` is the number of the error for a child that does not belong there."""

    attributes: Mapping[str, Check] = field(default_factory=dict)
    children: frozenset[str] = frozenset()
    text: bool = False
    nested: int = 12200


Grammar = Mapping[str, Rule]

_LOOP = whole(0, 1000, 13510)
_RECORDING_EVENTS = some_of("in-progress", "completed", "absent")
_LEG_EVENTS = some_of("initiated", "ringing", "answered", "completed")
_ACTION = {"action": URL, "method": METHOD}
_RECORDING = {
    "recordingStatusCallback": URL,
    "recordingStatusCallbackMethod": METHOD,
    "recordingStatusCallbackEvent": _RECORDING_EVENTS,
    "trim": one_of("trim-silence", "do-not-trim"),
}
_TOP = frozenset(
    {
        "Say",
        "Play",
        "Pause",
        "Gather",
        "Record",
        "Dial",
        "Redirect",
        "Hangup",
        "Reject",
        "Enqueue",
        "Leave",
    }
)
_SSML = frozenset({"break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w"})
_SSML_RULES = {
    "break": Rule({"strength": one_of("none", "x-weak", "weak", "medium", "strong", "x-strong"), "time": ANYTHING}),
    "emphasis": Rule({"level": one_of("strong", "moderate", "reduced")}, _SSML, text=True),
    "lang": Rule({"{http://www.w3.org/XML/1998/namespace}lang": ANYTHING}, _SSML, text=True),
    "p": Rule({}, _SSML, text=True),
    "s": Rule({}, _SSML, text=True),
    "phoneme": Rule({"alphabet": one_of("ipa", "x-sampa", "x-amazon-pinyin"), "ph": ANYTHING}, text=True),
    "prosody": Rule({"pitch": ANYTHING, "rate": ANYTHING, "volume": ANYTHING}, _SSML, text=True),
    "say-as": Rule(
        {
            "interpret-as": one_of(
                "characters",
                "spell-out",
                "cardinal",
                "number",
                "ordinal",
                "digits",
                "fraction",
                "unit",
                "date",
                "time",
                "address",
                "expletive",
                "telephone",
            ),
            "format": ANYTHING,
        },
        text=True,
    ),
    "sub": Rule({"alias": ANYTHING}, text=True),
    "w": Rule({"role": ANYTHING}, text=True),
}

VOICE_GRAMMAR: Grammar = {
    "Response": Rule({}, _TOP),
    "Say": Rule({"voice": VOICE, "language": SAY_LANGUAGE, "loop": _LOOP}, _SSML, text=True),
    "Play": Rule(
        {
            "loop": whole(0, 1000, 13410),
            "digits": Check(
                lambda value: bool(value) and not set(value) - set("0123456789*#wW"),
                "keys and w for a wait",
            ),
        },
        text=True,
    ),
    "Pause": Rule({"length": whole(1, 180, 13910)}),
    "Gather": Rule(
        _ACTION
        | {
            "input": one_of("dtmf", code=13326),  # speech is not rehearsed: no voice may leave the machine
            "timeout": whole(1, 600, 13313),
            "numDigits": whole(1, 100, 13314),
            "finishOnKey": keys(1, 13310),
            "actionOnEmptyResult": boolean(),
            "language": GATHER_LANGUAGE,
            "bargeIn": boolean(),
            "profanityFilter": boolean(),
        },
        frozenset({"Say", "Play", "Pause"}),
        nested=13320,
    ),
    "Record": Rule(
        _ACTION
        | _RECORDING
        | {
            "timeout": whole(0, 600, 13611),
            "maxLength": whole(1, 14400, 13612),
            "finishOnKey": keys(12, 13613),
            "playBeep": boolean(13616),
            "transcribe": one_of("false"),  # the provider's transcription would send the voice on
        }
    ),
    "Dial": Rule(
        _ACTION
        | {
            "callerId": NUMBER,
            "timeout": whole(1, 600, 13212),
            "timeLimit": whole(1, 14400),
            "answerOnBridge": boolean(),
            "hangupOnStar": boolean(),
            "sequential": boolean(),
            "record": one_of("do-not-record", code=13217),  # two voices would be on it, and neither agreed
            "ringTone": one_of("at", "au", "cn", "de", "es", "fr", "it", "mx", "uk", "us"),
        },
        frozenset({"Number"}),
        text=True,
        nested=13215,
    ),
    "Number": Rule(
        {
            "url": URL,
            "method": METHOD,
            "sendDigits": keys(32),
            "statusCallback": URL,
            "statusCallbackMethod": METHOD,
            "statusCallbackEvent": _LEG_EVENTS,
        },
        text=True,
    ),
    "Redirect": Rule({"method": METHOD}, text=True),
    "Hangup": Rule(),
    "Reject": Rule({"reason": one_of("rejected", "busy")}),
    "Enqueue": Rule(_ACTION | {"waitUrl": URL, "waitUrlMethod": METHOD, "maxQueueSize": whole(1, 5000)}, text=True),
    "Leave": Rule(),
    **_SSML_RULES,
}

MESSAGE_GRAMMAR: Grammar = {
    "Response": Rule({}, frozenset({"Message", "Redirect"})),
    "Message": Rule(
        _ACTION
        | {
            "to": ANYTHING,
            "from": ANYTHING,
            "statusCallback": URL,
        },
        frozenset({"Body", "Media"}),
        text=True,
    ),
    "Body": Rule(text=True),
    "Media": Rule(text=True),
    "Redirect": Rule({"method": METHOD}, text=True),
}

WAITING = frozenset({"Say", "Play", "Pause", "Hangup", "Redirect", "Leave", "Gather"})
