"""Hosted documents may be templates: `{{#Name}}…{{/Name}}` stays where a request has a value, `{{^Name}}` where not.

Values themselves (`{{Name}}`) are put in escaped. https://mustache.github.io/mustache.5.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

_SECTION = re.compile(r"\{\{([#^])(\w+)\}\}(.*?)\{\{/\2\}\}", re.DOTALL)
_VALUE = re.compile(r"\{\{(\w+)\}\}")


def filled(markup: str, given: Mapping[str, str]) -> str:
    """Return a document as a request with these fields is answered."""

    def section(found: re.Match[str]) -> str:
        return found[3] if (found[1] == "#") == bool(given.get(found[2])) else ""

    return _VALUE.sub(lambda found: escape(given.get(found[1], "")), _SECTION.sub(section, markup))
