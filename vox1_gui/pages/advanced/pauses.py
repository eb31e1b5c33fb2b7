"""The section on pauses: how long the silence is, by what ends before it."""

from __future__ import annotations

from collections.abc import Iterator

from vox1.settings import RANGES
from vox1_gui.pages.advanced.fields import NumberField, Scale
from vox1_gui.pages.advanced.section import Section
from vox1_gui.texts import say
from vox1_gui.widgets.labels import hint

_NAMES = (
    "sentence_pause_ms",
    "paragraph_pause_ms",
    "scene_pause_ms",
    "heading_pause_ms",
    "chapter_pause_ms",
)
_SLIDER_MS = {"sentence_pause_ms": 2_000, "paragraph_pause_ms": 3_000}
"""Longer ones can be typed."""
_OTHERS_MS = 5_000


class PausesSection(Section):
    """How long the silence is, by what ends before it."""

    name = "pauses"
    icon = "pause"
    own = _NAMES

    def build(self) -> Iterator[None]:
        """Make it."""
        body = self.card(say("advanced.card_pauses"))
        about = hint(body, say("advanced.pauses_about"))
        about.grid(row=0, column=0, sticky="ew")
        yield
        scales = {
            name: Scale(*RANGES[name], 50, unit="ms", slider_high=_SLIDER_MS.get(name, _OTHERS_MS))
            for name in _NAMES
        }
        fields = (NumberField(body, self.tools.choices, name, scales[name]) for name in _NAMES)
        yield from self.add(body, fields)
