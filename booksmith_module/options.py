"""Options: what of a book is read besides its running text."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import Enum


class Notes(Enum):
    """What becomes of footnotes and endnotes."""

    SKIP = "skip"
    CHAPTER_END = "chapter-end"
    IN_PLACE = "in-place"
    """After the paragraph that has the note's mark."""


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What the listener wants to hear. The defaults read all that the author wrote for the page.

    Attributes:
        notes: Whether and where footnotes and endnotes are read.
        tables: Read tables row by row.
        code: Read program listings.
        captions: Read the captions of pictures and tables.
        image_descriptions: Read the alternative texts of pictures.
        ocr: Recognise the text of scanned PDF pages with Tesseract, where it is installed.
        password: Opens a protected PDF.
        audit: Count the words of the file a second way, and say which are neither read nor listed.
        switched_on: Kinds of text that are read besides, as `Skipped.kind` has them; in a manifest too.
        switched_off: Kinds that are left out besides; in a manifest too.
    """

    notes: Notes = Notes.SKIP
    tables: bool = True
    code: bool = True
    captions: bool = True
    image_descriptions: bool = False
    ocr: bool = False
    password: str = ""
    audit: bool = False
    switched_on: tuple[str, ...] = ()
    switched_off: tuple[str, ...] = ()

    def to_json(self) -> str:
        """Return the options as one line of text."""
        return json.dumps({**asdict(self), "notes": self.notes.value})

    @classmethod
    def from_json(cls, text: str) -> ReadingOptions:
        """Return the options that `to_json` wrote."""
        written = json.loads(text)
        kinds = {name: tuple(written[name]) for name in ("switched_on", "switched_off")}
        return cls(**{**written, **kinds, "notes": Notes(written["notes"])})


DEFAULTS = ReadingOptions()
