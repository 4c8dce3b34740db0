"""PDF into pictures of its pages, and its words. Runs in the closed-off child."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from pypdfium2 import PdfiumError

from work.child.wire import Unfit
from work.files.answers import MOST_PARTS
from work.files.pictures import Pixels
from work.files.text import MOST_LETTERS
from work.files.why import Why

_WIDTH, _HEIGHT = 1400, 2000  # pixels that a page is drawn in: 170 to the inch on A4
_BEYOND_LATIN = "\u0250"
_LEAST = 1.0  # points; a page without a size is none
_LOCK = "password"


@dataclass(frozen=True, slots=True)
class Paper:
    """An opened PDF. `whole` says that its pages are few enough to be drawn, and that no file lies inside."""

    document: Any
    pages: int
    whole: bool

    def legible(self, words: str) -> bool:
        """Tell whether its pictures show every letter: beyond Latin they need a font of its own, for none is here."""
        if all(letter < _BEYOND_LATIN for letter in words):
            return True
        return all(self._has_own_fonts(number) for number in range(min(self.pages, MOST_PARTS)))

    def _has_own_fonts(self, number: int) -> bool:
        texts = self.document[number].get_objects(filter=(pdfium.FPDF_PAGEOBJ_TEXT,))
        return all(pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(each.raw)) == 1 for each in texts)

    def page(self, number: int) -> Pixels:
        """Draw one page, with what was filled in and marked on it. Raises Unfit."""
        try:
            page = self.document[number]
            width, height = page.get_size()
            if min(width, height) < _LEAST:
                raise Unfit(Why.DAMAGED)
            drawn = page.render(scale=min(_WIDTH / width, _HEIGHT / height), rev_byteorder=True).to_pil()
            page.close()
        except (PdfiumError, ValueError, OSError):
            raise Unfit(Why.DAMAGED) from None
        flat = drawn.convert("RGB")
        return Pixels(flat.width, flat.height, flat.tobytes())

    def words(self) -> str:
        """Return the words on the pages that are drawn, for those who listen to a page instead of seeing it."""
        found: list[str] = []
        for number in range(min(self.pages, MOST_PARTS)):
            try:
                found.append(self.document[number].get_textpage().get_text_bounded().replace("\r\n", "\n"))
            except (PdfiumError, ValueError):
                continue
            if sum(map(len, found)) > MOST_LETTERS:
                break
        return "\n\n".join(found).strip()


def read_paper(raw: bytes) -> Paper:
    """Open a PDF. Raises Unfit for one that is locked, damaged or empty."""
    try:
        document = pypdfium2.PdfDocument(raw)
        pages, inside = len(document), document.count_attachments()
        document.init_forms()
    except PdfiumError as fault:
        raise Unfit(Why.LOCKED if _LOCK in str(fault).lower() else Why.DAMAGED) from None
    if not pages:
        raise Unfit(Why.EMPTY)
    return Paper(document, pages, pages <= MOST_PARTS and not inside)


def prepare() -> None:
    """Load what drawing a page needs, fonts included."""
    document = pypdfium2.PdfDocument.new()
    document.new_page(100, 100)
    drawn = Paper(document, 1, whole=True)
    drawn.page(0)
    drawn.words()
    document.close()
