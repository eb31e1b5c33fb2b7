"""Fields: settings as rows of the page. None lets a bad value in; each says why it cannot be set."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import customtkinter as ctk

from vox1.settings import Settings
from vox1_gui import theme
from vox1_gui.pages.advanced.choices import Choices
from vox1_gui.texts import say
from vox1_gui.widgets.fields import Check, Choice, Entry, Row, Segments, Slider, Switch
from vox1_gui.widgets.labels import Label
from vox1_gui.words import parsed, typed

_ENTRY, _SLIDER, _UNIT, _CHOICE = 76, 60, 36, 150


class Field(Row):
    """A setting with its name, its control and a line that explains it.

    It is made in two steps, so that nobody waits for both at once: first the row, then `fill`.

    Args:
        master: What it is in.
        choices: The settings.
        name: Of the setting; its texts are ``advanced.NAME`` and ``advanced.NAME.hint``.
        shows: Settings that it changes, where these are others.
    """

    def __init__(self, master: Any, choices: Choices, name: str, shows: Sequence[str] = ()) -> None:
        self._hint = say(f"advanced.{name}.hint")
        super().__init__(master, say(f"advanced.{name}"), self._hint)
        self.columnconfigure(0, minsize=0)  # at 150 % there is no room to spare
        self.choices, self.name = choices, name
        self.settings = tuple(shows) or (name,)
        self._controls: list[Any] = []
        self._reason = ""

    def fill(self) -> None:
        """Make the control."""
        raise NotImplementedError

    def show(self, settings: Settings) -> None:
        """Show what is chosen."""
        raise NotImplementedError

    def allow(self, reason: str = "") -> None:
        """Let it be set, or say in a sentence why it cannot be."""
        if reason == self._reason:
            return
        self._reason = reason
        for control in self._controls:
            enable(control, is_enabled=not reason)
        self.explain()

    def explain(self, fault: str = "") -> None:
        """Say below what is wrong, or else why it cannot be set, or what it does."""
        palette = theme.colours()
        self.explanation.set(fault or self._reason or self._hint)
        self.explanation.configure(text_color=palette.bad if fault else palette.muted)

    def put_wide(self, control: Any) -> None:
        """Put the control into the right half, and have it fill that."""
        for column in (0, 1):
            self.columnconfigure(column, weight=1, uniform="half")
        control.grid(row=0, column=1, sticky="ew", padx=(theme.PAD, 0))

    def settle(self) -> None:
        """Show what holds, whatever is being typed."""
        self.explain()

    def describe(self, text: str) -> None:
        """Say another thing of what it does."""
        self._hint = text
        self.explain()

    @property
    def is_allowed(self) -> bool:
        """Whether it can be set."""
        return not self._reason


def enable(control: Any, *, is_enabled: bool) -> None:
    """Let a control be used, or not; a slider, which customtkinter shows no otherwise then, turns grey."""
    control.configure(state="normal" if is_enabled else "disabled")
    palette = theme.colours()
    if isinstance(control, Slider):
        colour = palette.accent if is_enabled else palette.line
        control.configure(button_color=colour, progress_color=colour)
    if isinstance(control, Entry):
        control.configure(text_color=palette.text if is_enabled else palette.muted)


@dataclass(frozen=True, slots=True)
class Scale:
    """The numbers that a setting may be.

    Attributes:
        low: The least.
        high: The most.
        step: What the slider moves by.
        decimals: How many are shown, and kept.
        unit: Behind the number; empty for none.
        slider_high: Where the slider ends, if what can be typed is more.
        has_slider: Whether there is one; a number that means nothing by its size needs none.
    """

    low: float
    high: float
    step: float
    decimals: int = 0
    unit: str = ""
    slider_high: float | None = None
    has_slider: bool = True


class NumberField(Field):
    """A number: a slider for the hand, and an entry for whoever knows it exactly.

    Args:
        master: What it is in.
        choices: The settings.
        name: Of the setting.
        scale: What it may be.
    """

    def __init__(self, master: Any, choices: Choices, name: str, scale: Scale) -> None:
        super().__init__(master, choices, name)
        self._scale = scale
        self._value = math.nan

    def fill(self) -> None:
        """Make slider and entry."""
        scale = self._scale
        place = ctk.CTkFrame(self, fg_color="transparent")
        if scale.has_slider:
            high = scale.high if scale.slider_high is None else scale.slider_high
            slider = Slider(place, scale.low, high, scale.step, self._slid, width=_SLIDER)
            slider.grid(row=0, column=0, sticky="ew", padx=(0, theme.GAP))
            place.columnconfigure(0, weight=1)
            self._controls.append(slider)
        self._entry = Entry(place, self._typed, width=_ENTRY, justify="right")
        self._entry.grid(row=0, column=1)
        self._entry.bind("<FocusOut>", lambda _: self.settle(), add=True)
        self._controls.append(self._entry)
        Label(place, scale.unit, width=_UNIT).grid(row=0, column=2, padx=(theme.GAP / 2, 0))
        (self.put_wide if scale.has_slider else self.put)(place)

    def show(self, settings: Settings) -> None:
        """Show the number, unless it is being typed."""
        value = float(getattr(settings, self.name))
        if value == self._value:
            return
        self._value = value
        if self._scale.has_slider:
            self._controls[0].set(value)
        self._write(value)

    def _write(self, value: float) -> None:
        state = self._entry.cget("state")
        self._entry.configure(state="normal")
        self._entry.set(typed(value, self._scale.decimals))
        self._entry.configure(state=state)
        self._mark()

    def _slid(self, value: float) -> None:
        steps = round((value - self._scale.low) / self._scale.step)
        self._choose(self._scale.low + steps * self._scale.step)
        self._write(self._value)

    def _choose(self, value: float) -> None:
        kind = type(getattr(Settings(), self.name))
        self._value = round(value, self._scale.decimals)
        self.choices.set(**{self.name: kind(self._value)})

    def _typed(self, text: str) -> None:
        """Take a number that is whole and in range; say what is wrong with any other text."""
        scale = self._scale
        try:
            value = parsed(text)
        except ValueError:
            value = math.nan
        if not scale.low <= value <= scale.high or round(value, scale.decimals) != value:
            key = "advanced.bad_whole" if scale.decimals == 0 else "advanced.bad_number"
            low, high = typed(scale.low, scale.decimals), typed(scale.high, scale.decimals)
            kept = typed(self._value, scale.decimals)
            self._mark(say(key, low=low, high=high, kept=kept))
            return
        self._mark()
        if value != self._value:
            self._choose(value)
            if scale.has_slider:
                self._controls[0].set(value)

    def settle(self) -> None:
        """What cannot be taken gives way to what holds, as when the keyboard goes elsewhere."""
        self._write(self._value)

    def _mark(self, fault: str = "") -> None:
        palette = theme.colours()
        has_keys = self._entry.focus_get() is self._entry._entry  # noqa: SLF001  # customtkinter does not say
        self._entry.configure(
            border_color=palette.bad if fault else palette.focus if has_keys else palette.line
        )
        self.explain(fault)


class _OneOfField(Field):
    """One of several values.

    Args:
        master: What it is in.
        choices: The settings.
        name: Of the setting.
        values: Values of the setting, with what each is called.
    """

    def __init__(self, master: Any, choices: Choices, name: str, values: Mapping[Any, str]) -> None:
        super().__init__(master, choices, name)
        self._values = dict(values)

    def show(self, settings: Settings) -> None:
        """Show what is chosen; a value that is not offered stands there as it is written."""
        value = getattr(settings, self.name)
        self._controls[0].set(self._values.get(value, str(value)))

    def _chosen(self, words: str) -> None:
        value = next(value for value, known in self._values.items() if known == words)
        self.choices.set(**{self.name: value})


class ChoiceField(_OneOfField):
    """One of several values, in a list that opens."""

    def fill(self) -> None:
        """Make the list."""
        self._list = Choice(
            self, tuple(self._values.values()), self._chosen, width=_CHOICE, dynamic_resizing=False
        )
        self._controls.append(self._list)
        self.put_wide(self._list)

    def offer(self, values: Mapping[Any, str]) -> None:
        """Offer other values."""
        if values != self._values:
            self._values = dict(values)
            self._list.configure(values=list(values.values()))
            self.show(self.choices.now.value)


class SegmentField(_OneOfField):
    """One of a few values, all in sight."""

    def fill(self) -> None:
        """Make the segments."""
        self._segments = Segments(self, tuple(self._values.values()), self._chosen)
        self._controls.append(self._segments)
        self.put(self._segments)


class SwitchField(Field):
    """Something that is on or off.

    Args:
        master: What it is in.
        choices: The settings.
        name: Of the setting, or of the texts where the values are given.
        setting: The setting, where it is called otherwise.
        values: What it is when off, and when on.
    """

    def __init__(
        self,
        master: Any,
        choices: Choices,
        name: str,
        setting: str = "",
        values: tuple[Any, Any] = (False, True),
    ) -> None:
        super().__init__(master, choices, name, (setting or name,))
        self._values = values

    def fill(self) -> None:
        """Make the switch."""
        self._switch = Switch(self, command=self._switched, width=44)
        self._controls.append(self._switch)
        self.put(self._switch)

    def show(self, settings: Settings) -> None:
        """Show whether it is on."""
        is_on = getattr(settings, self.settings[0]) != self._values[0]
        if bool(self._switch.get()) != is_on:
            (self._switch.select if is_on else self._switch.deselect)()

    def _switched(self) -> None:
        self.choices.set(**{self.settings[0]: self._values[bool(self._switch.get())]})


class ChecksField(Field):
    """Some of several values, each with a box; the setting has their names with commas between them.

    Args:
        master: What it is in.
        choices: The settings.
        name: Of the setting.
        values: Names, with what each is called.
        needs_one: Whether one must always be ticked.
    """

    def __init__(
        self, master: Any, choices: Choices, name: str, values: Mapping[str, str], *, needs_one: bool = False
    ) -> None:
        super().__init__(master, choices, name)
        self._values, self._needs_one = values, needs_one
        self._boxes: dict[str, Check] = {}

    def fill(self) -> None:
        """Make the boxes."""
        for _ in self.fill_on():
            pass

    def fill_on(self) -> Iterator[None]:
        """Make the boxes, one at a time."""
        place = ctk.CTkFrame(self, fg_color="transparent")
        place.grid(row=1, column=0, columnspan=2, sticky="w", pady=(theme.GAP / 2, 0))  # many need a line
        self.explanation.grid(row=2)
        for column, (value, words) in enumerate(self._values.items()):
            box = Check(place, words, self._ticked(value), width=0)
            box.grid(row=0, column=column, padx=(theme.PAD if column else 0, 0))
            self._boxes[value] = box
            self._controls.append(box)
            yield

    def show(self, settings: Settings) -> None:
        """Show which are ticked."""
        chosen = _names(getattr(settings, self.name))
        for value, box in self._boxes.items():
            if bool(box.get()) != (value in chosen):
                (box.select if value in chosen else box.deselect)()

    def _ticked(self, value: str) -> Callable[[], None]:
        def changed() -> None:
            chosen = [name for name in _names(getattr(self.choices.now.value, self.name)) if name != value]
            if self._boxes[value].get():
                chosen.append(value)
            if not chosen and self._needs_one:
                self._boxes[value].select()
                self.explain(say("advanced.needs_one"))
                return
            self.explain()
            order = [name for name in self._values if name in chosen]
            self.choices.set(**{self.name: ",".join(order)})

        return changed


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]
