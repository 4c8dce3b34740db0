"""Reading a name: the writer's own, stated or claimed, and a relative's."""

from __future__ import annotations

from privacy.redaction.reading import Read, Run
from privacy.redaction.tokens import Sort
from privacy.redaction.tongue import words

_MOST = 4
_MOST_SMALL = 2  # words of a name without capitals: more would be guessing
_BEFORE = 3
_AND = frozenset({"and", "y", "e", "&"})
_TITLES = words("mr mrs ms miss dr doctor doctora sr sra srta senor senora don dona ing lic prof professor")
_NO_NAME_ENDS = ("ed", "ing")


def stated(read: Read, _: int, at: int) -> Run | None:
    """Read what follows "my name is": a name, with capitals or without."""
    at = read.skip(at, ":", ",", '"', "\u201c")
    return _capitals(read, at) or (None if read.named(at) else _small(read, at))


def claimed(read: Read, _: int, at: int) -> Run | None:
    """Read what follows "I am": a name only if it looks like one, or is one that we know, and then ends."""
    if read.at(at).folded in read.tongue.jobs:
        return None
    run = _capitals(read, at) or (_small(read, at) if read.known(at) else None)
    return run if run and read.is_stop(run[1]) else None


def aside(read: Read, _: int, at: int) -> Run | None:
    """Read what stands between commas behind "I": a name with capitals."""
    run = _capitals(read, at)
    return run if run and read.at(run[1]).text == "," else None


def announced(read: Read, _: int, at: int) -> Run | None:
    """Read what follows "this is": a name before "speaking" or "here", or behind a greeting."""
    run = _capitals(read, at) or (_small(read, at) if read.known(at) else None)
    return run if run and read.at(run[1]).folded in _SPEAKING else None


_SPEAKING = frozenset({"speaking", "calling", "here", "writing", "again"})


def called(read: Read, _: int, at: int) -> Run | None:
    """Read what follows "call me": a name with a capital or one that we know; crazy is none."""
    return _capitals(read, at) or ((at, at + 1) if read.known(at) else None)


def relative(read: Read, start: int, at: int) -> Run | None:
    """Read a relative's name behind "my sister", or before it: "Ana, my sister,"."""
    behind = read.skip(at, ",")
    run = _one_of_them(read, behind)
    while run and read.at(run[1]).folded in _AND and (more := _one_of_them(read, run[1] + 1)):
        run = (run[0], more[1])
    return run or _apposed(read, start, at)


def _one_of_them(read: Read, at: int) -> Run | None:
    return _capitals(read, at) or ((at, at + 1) if read.known(at) else None)


def signature(read: Read, _: int, at: int) -> Run | None:
    """Read a name that closes the text."""
    at = read.skip(at, ",", "\n", "\n")
    run = _capitals(read, at)
    if run is None and read.known(at):
        run = (at, at + 1)
    return run if run and read.at(read.skip(run[1], ".", "\n")).sort is Sort.END else None


def _capitals(read: Read, at: int) -> Run | None:
    """Read up to four words with capitals, particles and hyphens between them."""
    while read.at(at).folded in _TITLES:
        at = read.skip(at + 1, ".")
    end = at
    while end - at < 2 * _MOST and read.named(end):
        end += 1
        further = end
        while further - end < _BEFORE and (
            read.at(further).folded in read.tongue.particles or read.at(further).text == "-"
        ):
            further += 1
        if further > end and read.named(further):
            end = further
    return (at, end) if end > at else None


def _small(read: Read, at: int) -> Run | None:
    """Read up to two words that are no small words; in a text with capitals only one, if it ends a phrase."""
    token = read.at(at)
    if token.sort is not Sort.WORD or read.is_stop(at) or token.folded in read.tongue.never_names:
        return None
    if not read.known(at) and token.folded.endswith(_NO_NAME_ENDS):
        return None
    end = at + 1
    while end - at < _MOST_SMALL and read.at(end).sort is Sort.WORD and not read.is_stop(end):
        end += 1
    return (at, end) if read.known(at) or not read.cased or read.is_stop(end) else None


def _apposed(read: Read, start: int, at: int) -> Run | None:
    """Read the name before "my sister": behind a comma with one to close it, or before "is"."""
    mark = read.at(start - 1)
    closed = mark.text == "," and (read.at(at).text in {",", "."} or read.at(at).sort is Sort.END)
    if not (closed or mark.text == "(" or mark.folded in {"is", "es"}):
        return None
    end = begin = start - 1
    while begin > 0 and end - begin < _BEFORE and read.named(begin - 1):
        begin -= 1
    clear = read.at(begin - 1).ends_sentence or read.at(begin - 1).sort is Sort.MARK
    return (begin, end) if begin < end and clear else None
