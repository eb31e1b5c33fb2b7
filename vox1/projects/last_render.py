"""The last render: all that a book was asked for with, so that the same audiobook can be made again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any

from booksmith_module.options import Notes, ReadingOptions
from vox1 import settings as user_settings
from vox1.settings import Settings


@dataclass(frozen=True, slots=True)
class LastRender:
    """What a book was last rendered with.

    Attributes:
        settings: In force, with the narrator that the book names where they name none.
        chapters: Numbers of the chapters narrated; None for those read by default.
        also: Numbers of chapters narrated besides those read by default.
        seed: Base seed of all takes.
        device: What the engine was to run on; how long chunks are may follow from it.
        reading: What of the book was read; without the password, which is nobody's to keep.
        book_sha256: Of the book file; empty where an older VOX-1 did not say.
        warnings: What this version could not use of it, one sentence each.
    """

    settings: Settings
    chapters: frozenset[int] | None = None
    also: frozenset[int] = frozenset()
    seed: int = 0
    device: str = "auto"
    reading: ReadingOptions = field(default_factory=ReadingOptions)
    book_sha256: str = ""
    warnings: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return it as an object for `json.dump`, all but the settings."""
        reading = json.loads(self.reading.to_json())
        reading.pop("password")
        return {
            "chapters": None if self.chapters is None else sorted(self.chapters),
            "also": sorted(self.also),
            "seed": self.seed,
            "device": self.device,
            "reading": reading,
            "book_sha256": self.book_sha256,
        }

    @classmethod
    def from_json(cls, settings: dict[str, Any], asked: dict[str, Any]) -> LastRender:
        """Return what `to_json` wrote.

        Args:
            settings: As they were in force; what is not usable falls back with a warning.
            asked: All else; what an older VOX-1 did not write is as it is by default.

        Raises:
            TypeError: Something is of another kind.
            ValueError: The same.
            AttributeError: The same.
        """
        checked, warnings = user_settings.from_json(settings)
        chapters = asked.get("chapters")
        return cls(
            settings=checked,
            chapters=None if chapters is None else _numbers(chapters),
            also=_numbers(asked.get("also", ())),
            seed=int(asked.get("seed", 0)),
            device=str(asked.get("device", "auto")),
            reading=_reading(asked.get("reading", {})),
            book_sha256=str(asked.get("book_sha256", "")),
            warnings=tuple(warnings),
        )


def _numbers(written: Iterable[Any]) -> frozenset[int]:
    return frozenset(map(int, written))


def _reading(written: dict[str, Any]) -> ReadingOptions:
    """What was read; a switch that this version does not know is left out."""
    kinds = ("switched_on", "switched_off")
    known = {item.name for item in fields(ReadingOptions)} - {"notes", "password", *kinds}
    switches: dict[str, Any] = {name: value is True for name, value in written.items() if name in known}
    switches |= {name: tuple(map(str, written.get(name, ()))) for name in kinds}
    return ReadingOptions(notes=Notes(written.get("notes", Notes.SKIP.value)), **switches)
