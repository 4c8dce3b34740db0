"""Record: what the caller says becomes a recording, an action request and a status callback."""

from __future__ import annotations

from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from rehearsal.calls import silence, wav
from rehearsal.calls.phone import HungUp, Take, Tone
from rehearsal.calls.run import Run, Target
from rehearsal.calls.scripted import HANG_UP
from rehearsal.errors import Problem
from rehearsal.line import fields
from rehearsal.line.webhooks import Webhook
from rehearsal.records import Recording
from rehearsal.twiml.document import Document

TOO_SHORT, ONLY_SILENCE = 16101, 16102
SHORTEST = 0.1


def record(run: Run, element: ET.Element, document: Document) -> Target | None:
    """Record. With nothing on it the next verb runs and no action is requested."""
    tone = Tone(
        float(element.get("maxLength", "3600")),
        float(element.get("timeout", "5")),
        element.get("finishOnKey", "1234567890*#"),
    )
    run.tell(
        "tone",
        beep=element.get("playBeep", "true") == "true",
        longest=tone.longest,
        silence=tone.silence,
        keys=tone.keys,
    )
    recording = Recording(run.board.new_sid("RE"), run.call.sid, run.board.options.now(), 0, b"", "in-progress")
    _report(run, element, document, recording)
    take = run.phone.speak(tone)
    _keep(run, element, take, recording)
    run.tell("recorded", recording=recording.sid, length=recording.seconds, ended=take.ended, status=recording.status)
    _report(run, element, document, recording)
    target = None
    if recording.status == "completed":
        target = run.target(element, document, fields.of_recording_action(run.board, recording, take.ended))
    if take.ended == HANG_UP:
        _after_hanging_up(run, target)
    return target


def _keep(run: Run, element: ET.Element, take: Take, recording: Recording) -> None:
    """Finish the recording with what was said; silence leaves it absent, and it is not kept."""
    said = take.samples
    if element.get("trim", "trim-silence") == "trim-silence":
        said = silence.trimmed(said)
    if any(silence.voiced(said)):
        recording.status, recording.seconds = "completed", max(1, round(len(said) / wav.RATE))
        recording.audio = take.raw if take.raw is not None else wav.write(said)
        run.board.recordings.put(recording.sid, recording)
    else:
        recording.status = "absent"
        recording.error = TOO_SHORT if len(take.samples) < SHORTEST * wav.RATE else ONLY_SILENCE


def _report(run: Run, element: ET.Element, document: Document, recording: Recording) -> None:
    """Tell the line what became of a recording, if it asked for that: a finished one after the action's answer."""
    wanted = element.get("recordingStatusCallbackEvent", "completed").split(" ")
    where = element.get("recordingStatusCallback", "")
    if not where or recording.status not in wanted:
        return
    url, method = urljoin(document.url, where), element.get("recordingStatusCallbackMethod", "POST")
    webhook = Webhook("recording", url, method, fields.of_recording_status(run.board, recording))
    if recording.status != "completed":
        run.courier.later(run.story, [webhook])
    elif run.board.faults.take("recording", "early"):
        run.courier.now(run.story, webhook)
    else:
        run.soon.append(webhook)


def _after_hanging_up(run: Run, target: Target | None) -> None:
    """Let the line learn what was said; nobody hears its answer."""
    run.call.status = "completed"
    if target is not None:
        try:
            run.fetch(target)
        except Problem as problem:
            run.trouble(problem)
    raise HungUp
