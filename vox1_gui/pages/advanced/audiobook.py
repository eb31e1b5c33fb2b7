"""The section on the audiobook: how loud it is, and what files are made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vox1.audio.mastering import PRESETS
from vox1.outputs.division import Split
from vox1.outputs.formats import CAPTIONS, FORMATS, formats_named
from vox1.settings import RANGES, Settings
from vox1_gui.pages.advanced.choices import Choices
from vox1_gui.pages.advanced.fields import (
    ChecksField,
    ChoiceField,
    Field,
    NumberField,
    Scale,
    SegmentField,
    SwitchField,
)
from vox1_gui.pages.advanced.section import Section
from vox1_gui.texts import say

_BITRATES = (32, 48, 64, 96, 128, 192, 256, 320)
_OWN = "own"
_USUAL_LUFS = "-18"


class LoudnessField(ChoiceField):
    """A preset, or a loudness of one's own."""

    def __init__(self, master: Any, choices: Choices) -> None:
        names = {name: say(f"advanced.loudness.{name}") for name in PRESETS}
        super().__init__(master, choices, "loudness", {**names, _OWN: say("advanced.loudness.own")})

    def show(self, settings: Settings) -> None:
        """Show the preset; a number is one's own."""
        self._list.set(self._values[settings.loudness if settings.loudness in PRESETS else _OWN])

    def _chosen(self, words: str) -> None:
        value = next(value for value, known in self._values.items() if known == words)
        if value != _OWN:
            self.choices.set(loudness=value)
        elif self.choices.now.value.loudness in PRESETS:
            self.choices.set(loudness=_USUAL_LUFS)


class LufsField(NumberField):
    """A loudness of one's own; the setting has it as text."""

    def __init__(self, master: Any, choices: Choices) -> None:
        scale = Scale(-31, -9, 0.5, 1, "LUFS")
        super().__init__(master, choices, "lufs", scale)

    def show(self, settings: Settings) -> None:
        """Show the number, or where the preset is."""
        is_own = settings.loudness not in PRESETS
        value = settings.mastering.target if is_own else float(_USUAL_LUFS)
        if value != self._value:
            self._value = value or 0.0
            self._controls[0].set(self._value)
            self._write(self._value)
        self.allow("" if is_own else say("advanced.lufs_preset"))

    def _choose(self, value: float) -> None:
        self._value = round(value, 1)
        self.choices.set(loudness=f"{self._value:g}")


class AudiobookSection(Section):
    """How loud the audiobook is, and what files are made."""

    name = "audiobook"
    icon = "headphones"
    own = ("loudness", "formats", "split", "part_hours", "bitrate_kbps", "captions", "read_along")

    def build(self) -> Iterator[None]:
        """Make it."""
        body = self.card(say("advanced.card_sound"))
        yield from self.add(body, (kind(body, self.tools.choices) for kind in (LoudnessField, LufsField)))
        body = self.card(say("advanced.card_files"))
        yield from self.add(body, self._files(body))
        body = self.card(say("advanced.card_text_files"))
        yield from self.add(body, self._with_text(body))

    def _files(self, body: Any) -> Iterator[Field]:
        choices = self.tools.choices
        formats = {name: name.upper() for name in FORMATS}
        yield ChecksField(body, choices, "formats", formats, needs_one=True)
        splits = {split.value: say(f"advanced.split.{split.value}") for split in Split}
        yield SegmentField(body, choices, "split", splits)
        hours = Scale(*RANGES["part_hours"], 0.5, 1, "h")
        yield NumberField(body, choices, "part_hours", hours)
        rates = {0: say("advanced.bitrate_own"), **{kbps: f"{kbps} kbit/s" for kbps in _BITRATES}}
        yield ChoiceField(body, choices, "bitrate_kbps", rates)

    def _with_text(self, body: Any) -> Iterator[Field]:
        captions = {name: name.upper() for name in CAPTIONS}
        yield ChecksField(body, self.tools.choices, "captions", captions)
        yield SwitchField(body, self.tools.choices, "read_along")

    def allow(self) -> None:
        """Let be set what matters for what is made."""
        settings = self.tools.choices.now.value
        is_parts = settings.split == Split.PARTS.value
        self.field("part_hours").allow("" if is_parts else say("advanced.part_hours_off"))
        made = formats_named(settings.formats)
        has_rate = settings.read_along or any(form.bitrate_kbps for form in made)
        self.field("bitrate_kbps").allow("" if has_rate else say("advanced.bitrate_off"))
