"""The section on speaking: how freely the voice speaks, its seed, and how much it reads in one go."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from vox1.settings import LEAST_CHUNK, MOST_CHUNK, MOST_SEED, RANGES, Settings
from vox1_gui import theme
from vox1_gui.pages.advanced.choices import Choices
from vox1_gui.pages.advanced.fields import Field, NumberField, Scale, SwitchField
from vox1_gui.pages.advanced.section import Section
from vox1_gui.pages.advanced.told import engine_title
from vox1_gui.texts import say
from vox1_gui.widgets.buttons import Button

_USUAL_CHUNK = 350
"""Where the slider stands when the length is first chosen by hand: what suits most cards."""
_STEPS = {
    "speed": Scale(*RANGES["speed"], 0.05, 2, "×"),
    "temperature": Scale(*RANGES["temperature"], 0.05, 2),
    "top_p": Scale(*RANGES["top_p"], 0.05, 2),
    "top_k": Scale(*RANGES["top_k"], 1, slider_high=200),
    "repetition_penalty": Scale(*RANGES["repetition_penalty"], 0.01, 2),
    "subtalker_temperature": Scale(*RANGES["subtalker_temperature"], 0.05, 2),
    "subtalker_top_p": Scale(*RANGES["subtalker_top_p"], 0.05, 2),
    "subtalker_top_k": Scale(*RANGES["subtalker_top_k"], 1, slider_high=200),
}
_MAIN = ("speed", "temperature", "top_p", "top_k", "repetition_penalty")
_FINE = ("subtalker_temperature", "subtalker_top_p", "subtalker_top_k")


class SeedField(NumberField):
    """A seed, with a dice that rolls another."""

    def __init__(self, master: Any, choices: Choices) -> None:
        super().__init__(master, choices, "seed", Scale(0, MOST_SEED, 1, has_slider=False))

    def fill(self) -> None:
        """Make the entry and the dice."""
        super().fill()
        place = self._entry.master
        self._entry.configure(width=118)
        self.dice = Button(place, say("advanced.roll"), self._roll, icon="dices", is_small=True)
        self.dice.grid(row=0, column=0, padx=(0, theme.GAP))
        self._controls.append(self.dice)

    def _roll(self) -> None:
        self.choices.set(seed=random.randrange(1, 1_000_000))  # noqa: S311  # a seed keeps no secret


class ChunkField(NumberField):
    """The longest chunk, where it is chosen by hand."""

    def __init__(self, master: Any, choices: Choices) -> None:
        super().__init__(master, choices, "chunk_characters", Scale(LEAST_CHUNK, MOST_CHUNK, 10))

    def show(self, settings: Settings) -> None:
        """Show the length; where it is left to the engine, none."""
        if settings.chunk_characters:
            super().show(settings)
        else:
            self._value = 0.0
            self._controls[0].set(_USUAL_CHUNK)
            self._controls[1].configure(state="normal")
            self._controls[1].set("")
        self.allow("" if settings.chunk_characters else say("advanced.chunk_auto"))

    def settle(self) -> None:
        """Where the length is left to the engine, there is no number to show."""
        if self._value:
            super().settle()


class SpeakingSection(Section):
    """How freely the voice speaks, its seed, and how much it reads in one go."""

    name = "speaking"
    icon = "audio-lines"
    own = (*_MAIN, *_FINE, "seed", "chunk_characters")

    def build(self) -> Iterator[None]:
        """Make it."""
        for title, names in (("card_voice_style", _MAIN), ("card_fine", _FINE)):
            body = self.card(say(f"advanced.{title}"))
            fields = (NumberField(body, self.tools.choices, name, _STEPS[name]) for name in names)
            yield from self.add(body, fields)
        body = self.card(say("advanced.card_takes"))
        yield from self.add(body, self._of_takes(body))

    def _of_takes(self, body: Any) -> Iterator[Field]:
        choices = self.tools.choices
        yield SeedField(body, choices)
        yield SwitchField(body, choices, "chunk_by_hand", "chunk_characters", (0, _USUAL_CHUNK))
        yield ChunkField(body, choices)

    def allow(self) -> None:
        """Let be set what the engine heeds."""
        engine = self.tools.engines.engine(self.tools.choices.now.value.engine)
        if engine is None:
            return
        ignored = say("advanced.not_heeded", engine=engine_title(engine))
        for name in (*_MAIN, *_FINE):
            self.field(name).allow("" if name in engine.heeds else ignored)
        same = say("advanced.no_seed", engine=engine_title(engine))
        self.field("seed").allow("" if engine.varies else same)
