"""One setting: its name in the environment, its parser and its help, kept beside the field it fills."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.faults import Fault, Unfit

Read = Mapping[str, Any]  # values read so far, by field; of many types, as the fields are
_KEY = "setting"


@dataclass(frozen=True, slots=True)
class Setting:
    """How a field is filled. `otherwise` gives the text used when nothing is set, from what was read before it."""

    name: str
    parse: Callable[[str], object]
    help: str
    default: str = ""
    otherwise: Callable[[Read], str | None] | None = None
    needed: bool = False
    secret: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The variables that fill it: a secret may stand in a file instead."""
        return (self.name, f"{self.name}_FILE") if self.secret else (self.name,)


def setting(
    name: str,
    parse: Callable[[str], object],
    help: str,  # noqa: A002 - the word that the table and the manual use
    *,
    default: str = "",
    otherwise: Callable[[Read], str | None] | None = None,
    needed: bool = False,
    secret: bool = False,
) -> Any:
    """Declare a field of Settings. `default` is what the manual says; without `otherwise` it is also what is used."""
    declared = Setting(name, parse, help, default, otherwise, needed, secret)
    return dataclasses.field(metadata={_KEY: declared})


def declared(cls: type) -> dict[str, Setting]:
    """Return the settings of a dataclass by field, in the order in which they are read."""
    return {field.name: field.metadata[_KEY] for field in dataclasses.fields(cls)}


def read(one: Setting, env: Mapping[str, str], before: Read) -> object:
    """Return the value of one setting, None where it may be missing and is. Raises Unfit."""
    text = given(one, env)
    if text is None:
        text = one.otherwise(before) if one.otherwise else one.default or None
    if text is None and one.needed:
        raise Unfit(wrong="is missing", allowed=one.help)
    return None if text is None else one.parse(text)


def given(one: Setting, env: Mapping[str, str]) -> str | None:
    """Return the text set in the environment or, for a secret, in the file named there. Empty counts as not set."""
    text, *others = (env.get(name, "").strip() for name in one.names)
    file = others[0] if others else ""
    if text and file:
        raise Unfit(wrong="is set twice", allowed=f"{one.name} or {one.name}_FILE")
    return _content(file) if file else text or None


def fault(one: Setting, unfit: Unfit) -> Fault:
    """Return what is wrong under the setting's name."""
    return Fault(one.name, unfit.wrong, unfit.allowed)


def _content(file: str) -> str:
    try:
        text = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise Unfit(wrong="stands in a file that cannot be read", allowed="a file that we may read, in UTF-8") from None
    if not text:
        raise Unfit(wrong="stands in a file that is empty", allowed="a file with the value alone in it")
    return text
