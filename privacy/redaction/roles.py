"""Reading what somebody is, where there is one of them: the night guard, his wife."""

from __future__ import annotations

from privacy.redaction.reading import Read, Run
from privacy.redaction.tokens import Sort

_MOST = 5
_SOON = 3


def role(read: Read, _: int, at: int) -> Run | None:
    """Read what follows "I am the" or "I am his", up to the last word that is a job or a relation."""
    end = at
    while end - at < _MOST and _goes_on(read, end):
        end += 1
    jobs = [place for place in range(at, end) if _is_job(read, place)]
    if not jobs:
        return None
    return (at, _described(read, jobs[0] + 1)) if read.tongue.job_first else (at, jobs[-1] + 1)


def role_of_speaker(read: Read, _: int, at: int) -> Run | None:
    """Read what follows "as the", if "I" comes soon behind it: others are described that way too."""
    run = role(read, _, at)
    if run is None:
        return None
    soon = (read.at(place).folded for place in range(run[1], run[1] + _SOON))
    return run if any(word in read.tongue.selves for word in soon) else None


def _goes_on(read: Read, place: int) -> bool:
    token = read.at(place)
    return token.sort is Sort.WORD and (token.folded in {"only", "own"} or not read.is_stop(place))


def _is_job(read: Read, place: int) -> bool:
    word = read.at(place).folded
    if word in read.tongue.no_jobs:
        return False
    return word in read.tongue.jobs or word.endswith(read.tongue.job_endings)


def _described(read: Read, end: int) -> int:
    """Return where a job ends that is told behind it: guardia nocturno, guardia de noche, jefe del turno de noche."""
    if read.at(end).folded.endswith(_ADJECTIVES):
        end += 1
    for _ in range(2):
        shift = read.at(end).folded == "del" and read.at(end + 1).folded == "turno"
        kind = read.at(end).folded == "de" and not read.is_stop(end + 1) and not read.at(end + 1).capital
        end += 2 if shift or kind else 0
    return end


_ADJECTIVES = ("urno", "urna", "unico", "unica", "general")
