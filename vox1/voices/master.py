"""A master voice: what is known of a voice that the listener keeps, beside its reference clip."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

from booksmith_module.language import normal_tag
from vox1.errors import InputError
from vox1.paths import file_stem

SCHEMA = 1
MOST_NAME_CHARACTERS = 60
"""Windows allows 260 for a whole path: the folder's, this name, and that of a prepared clip (80)."""
MOST_TEXT_CHARACTERS = 2_000
"""Of a description or a note."""
MOST_SEED = 2**63 - 1
_TAG = re.compile(r"(?:[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4})?")
"""A BCP 47 tag, as far as its shape tells."""


class Origin(str, Enum):
    """How a master voice came to be."""

    CLONED = "cloned"
    """Out of a recording of somebody."""
    DESIGNED = "designed"
    """By a model, from a description."""


@dataclass(frozen=True, slots=True)
class MasterVoice:
    """What is known of a master voice; `tidy` makes any text fit for its fields.

    Attributes:
        name: What people call it, and the name of its folder.
        language: BCP 47 tag of what the clip says; empty where nobody knows.
        origin: How it came to be.
        source: Name of the recording, or the description.
        begins_seconds: Where in the recording the clip begins.
        model: That designed it; empty for a recording.
        seed: Of the design, 0 to 2**63 - 1.
        note: Whose voice it is, and by whose leave or under which licence it is used.

    Raises:
        InputError: A value is not what it should be.
    """

    name: str
    language: str
    origin: Origin
    source: str = ""
    begins_seconds: float = 0.0
    model: str = ""
    seed: int = 0
    note: str = ""

    def __post_init__(self) -> None:
        check_name(self.name)
        if not _TAG.fullmatch(self.language):
            raise _wrong("its language is no tag such as en or pt-BR")
        if not (math.isfinite(self.begins_seconds) and self.begins_seconds >= 0):
            raise _wrong("its clip begins nowhere")
        if not 0 <= self.seed <= MOST_SEED:
            raise _wrong("its seed is out of range")
        for key in ("source", "model", "note"):
            text = getattr(self, key)
            if text != tidy(text):
                raise _wrong(f"its {key} is too long or holds control characters")

    def to_json(self) -> dict[str, Any]:
        """Return it as an object for `json.dump`."""
        return {"schema": SCHEMA, **asdict(self), "origin": self.origin.value}


def tidy(text: str) -> str:
    """Return a text in one line, NFC, without control characters, and cut where it is too long."""
    shown = "".join(" " if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} else c for c in text)
    return unicodedata.normalize("NFC", " ".join(shown.split()))[:MOST_TEXT_CHARACTERS].strip()


def kept_name(text: str) -> str:
    """Return a name as it is kept: keyboards and file systems differ in how they write é."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def plain_name(text: str) -> str:
    """Return a name without what people do not tell names apart by; only ever compared."""
    return unicodedata.normalize("NFC", kept_name(text).casefold())


def check_name(name: str) -> None:
    """See that a voice may have a name: one that is a file's on every system.

    Raises:
        InputError: It may not.
    """
    if is_name(name):
        return
    fitting = fitting_name(name)
    raise InputError(
        f"A voice cannot be called “{tidy(name)[:MOST_NAME_CHARACTERS]}”",
        f"Its folder has the same name, of up to {MOST_NAME_CHARACTERS} characters; “{fitting}” would do.",
        "bad-name",
    )


def is_name(name: str) -> bool:
    """Whether a voice may have a name."""
    return fitting_name(name) == name


def fitting_name(text: str) -> str:
    """Return a text as the name of a voice, made to fit where it does not."""
    return file_stem(file_stem(text)[:MOST_NAME_CHARACTERS])


def numbered_name(name: str, ending: str) -> str:
    """Return a name with an ending, cut short where both are too long."""
    while not is_name(name + ending):
        name = name[:-1].rstrip(" .-")
    return name + ending


def language_tag(text: str) -> str:
    """Return a language that somebody has typed, ``english`` too, as its BCP 47 tag.

    Raises:
        InputError: It is none.
    """
    tag = normal_tag(text)
    if not tag:
        raise InputError(
            f"“{tidy(text)}” is no language", "Give its tag, such as en or pt-BR.", "bad-language"
        )
    return tag


def from_json(written: Any) -> MasterVoice:
    """Return what is known of a master voice.

    Raises:
        InputError: It is not that, or a newer VOX-1 wrote it.
    """
    if not isinstance(written, dict):
        raise _wrong("it holds something else")
    schema = _value(written, "schema", int)
    if schema > SCHEMA:
        raise InputError("It was written by a newer VOX-1", "Update VOX-1, then try again.", "newer-voice")
    origin = _value(written, "origin", str)
    if origin not in {known.value for known in Origin}:
        raise _wrong("nobody knows how it was made")
    begins_seconds = _value(written, "begins_seconds", float)
    return MasterVoice(
        name=unicodedata.normalize("NFC", _value(written, "name", str)),
        language=_value(written, "language", str),
        origin=Origin(origin),
        source=_value(written, "source", str),
        begins_seconds=begins_seconds,
        model=_value(written, "model", str),
        seed=_value(written, "seed", int),
        note=_value(written, "note", str),
    )


def parsed(content: bytes) -> Any:
    """Return what a voice's JSON file holds.

    Raises:
        InputError: It is not JSON.
    """
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as err:
        raise _wrong(f"it is not JSON ({type(err).__name__})") from err


def _value(written: dict[str, Any], key: str, kind: type) -> Any:
    """A value of a kind; a whole number is a float as well.

    Raises:
        InputError: It is missing, or of another kind.
    """
    if key not in written:
        raise _wrong(f"{key} is missing")
    value = written[key]
    wanted = (int, float) if kind is float else kind
    if isinstance(value, bool) or not isinstance(value, wanted):
        raise _wrong(f"{key} is of the wrong kind")
    try:
        return kind(value)
    except OverflowError as err:  # a whole number that no float holds
        raise _wrong(f"{key} is out of range") from err


def _wrong(reason: str) -> InputError:
    return InputError(
        f"What is known of the voice cannot be used: {reason}",
        "Bring it from where it was whole.",
        "bad-voice",
    )
