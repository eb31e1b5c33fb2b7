"""The narrator's section: which engine and model speak, on what, and how many takes at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import customtkinter as ctk

from vox1.hardware.device import DEVICES
from vox1_gui import theme
from vox1_gui.errands.machine import EngineView
from vox1_gui.errands.models import ModelRow
from vox1_gui.pages.advanced.batch import BatchField
from vox1_gui.pages.advanced.fields import ChoiceField, Field
from vox1_gui.pages.advanced.section import Section
from vox1_gui.pages.advanced.told import engine_about, engine_title, model_title
from vox1_gui.texts import say
from vox1_gui.widgets.buttons import Button, Kind
from vox1_gui.widgets.labels import Label

_TIP = "batch-size"


class NarratorSection(Section):
    """Which engine and model speak, on what, and how many takes at once."""

    name = "narrator"
    icon = "mic"
    own = ("engine", "model", "device", "batch_size")

    def build(self) -> Iterator[None]:
        """Make it."""
        self._make_tip()
        yield
        body = self.card(say("advanced.card_voice"))
        yield from self.add(body, self._who(body))
        self._state = Label(body, wraps=True)
        self._state.grid(row=body.grid_size()[1], column=0, sticky="ew", pady=(theme.PAD, 0))
        self._act = Button(body, "", self._mend)
        self._act_place = {"row": body.grid_size()[1], "column": 0, "sticky": "w", "pady": (theme.GAP, 0)}
        yield
        body = self.card(say("advanced.card_machine"))
        yield from self.add(body, self._on_what(body))

    def finish(self) -> None:
        """Follow the models too."""
        super().finish()
        self.tools.models.rows.watch(lambda _: self.allow())

    def _who(self, body: Any) -> Iterator[Field]:
        choices, now = self.tools.choices, self.tools.choices.now.value
        self._engine = ChoiceField(body, choices, "engine", {now.engine: now.engine})
        yield self._engine
        self._model = ChoiceField(body, choices, "model", {"": say("advanced.model_auto")})
        yield self._model

    def _on_what(self, body: Any) -> Iterator[Field]:
        words = {"auto": say("advanced.device_auto")}
        self._device = ChoiceField(body, self.tools.choices, "device", words)
        yield self._device
        self.batch = BatchField(body, self.tools.choices)
        yield self.batch

    def allow(self) -> None:
        """Offer what there is."""
        found = self.tools.engines.found.value
        settings = self.tools.choices.now.value
        if found is None:
            self.batch.advise(None, None, "")
            return
        engine = self.tools.engines.engine(settings.engine)
        self._engine.offer({one.id: engine_title(one) for one in found.engines})
        self._engine.describe(engine_about(engine) if engine else say("advanced.engine.hint"))
        models = self._models(settings.engine)
        is_wanted = engine is not None and engine.needs_model
        by_itself = say(f"advanced.model_{_by_itself(len(models), is_wanted=is_wanted)}")
        self._model.offer({"": by_itself, **models, **_unlisted(settings.model, models)})
        outlook = found.outlook
        self._device.offer(
            {name: say(f"advanced.device_{name}") for name in DEVICES if _offered(name, outlook.devices)}
        )
        title = engine_title(engine) if engine else settings.engine
        fixed = say("advanced.device_named", device=outlook.named_device) if outlook.named_device else ""
        self._device.allow(fixed)
        self._model.allow("" if is_wanted else say("advanced.no_model_needed", engine=title))
        is_single = engine is not None and engine.most_slots == 1
        self.batch.advise(outlook, engine, self._size(settings.model, settings.engine))
        self.batch.allow(say("advanced.batch_single", engine=title) if is_single else "")
        self._tell_state(engine, models)

    def _models(self, engine: str) -> dict[Any, str]:
        """Models that are here, whole, for an engine: names, with what each is called."""
        return {row.name: model_title(row) for row in self._usable(engine)}

    def _usable(self, engine: str) -> list[ModelRow]:
        rows = self.tools.models.rows.value or ()
        return [row for row in rows if row.engine == engine and row.is_usable]

    def _size(self, name: str, engine: str) -> str:
        usable = self._usable(engine)
        chosen = [row for row in usable if row.name == name] or (usable if len(usable) == 1 else [])
        return chosen[0].size if chosen else ""

    def _tell_state(self, engine: EngineView | None, models: dict[Any, str]) -> None:
        """Say whether it can speak, and what to do where it cannot."""
        palette = theme.colours()
        self._goal, words = "", ""
        if engine is None:
            said, colour = say("advanced.engine_unknown"), palette.bad
        elif not engine.is_set_up:
            said, colour = say("advanced.engine_not_set_up", engine=engine_title(engine)), palette.warning
            self._goal, words = "engines", say("advanced.go_engines")
        elif engine.needs_model and not models:
            said, colour = say("advanced.engine_no_model"), palette.warning
            self._goal, words = "models", say("advanced.go_models")
        elif engine.needs_model and len(models) > 1 and not self.tools.choices.now.value.model:
            said, colour = say("advanced.engine_which_model"), palette.warning
        else:
            said, colour = say("advanced.engine_ready", engine=engine_title(engine)), palette.good
        self._state.set(said)
        self._state.configure(text_color=colour)
        if self._goal:
            self._act.configure(text=words)
            self._act.grid(**self._act_place)
        else:
            self._act.grid_remove()

    def _mend(self) -> None:
        self.tools.open(self._goal)

    def _make_tip(self) -> None:
        """What a listener who is here for the first time should know."""
        if _TIP in self.tools.services.state.value.tips:
            return
        tip = ctk.CTkFrame(self, border_width=1, border_color=theme.colours().accent)
        tip.columnconfigure(1, weight=1)
        picture = ctk.CTkLabel(tip, text="", image=theme.icon("info", theme.colours().accent, 20))
        picture.grid(row=0, column=0, sticky="n", padx=(theme.PAD, 0), pady=theme.PAD)
        text = Label(tip, say("advanced.batch_tip"), wraps=True)
        text.grid(row=0, column=1, sticky="ew", padx=theme.PAD, pady=theme.PAD)
        done = Button(tip, say("advanced.tip_done"), lambda: self._tip_read(tip), kind=Kind.PLAIN)
        done.grid(row=0, column=2, padx=(0, theme.PAD), pady=theme.PAD)
        tip.grid(row=self._cards, column=0, sticky="ew", pady=(0, theme.PAD), padx=(0, theme.GAP))
        self._cards += 1

    def _tip_read(self, tip: Any) -> None:
        tip.destroy()
        state = self.tools.services.state
        state.set(replace(state.value, tips=(*state.value.tips, _TIP)))


def _offered(device: str, there: tuple[str, ...]) -> bool:
    return device == "auto" or device in there


def _by_itself(models: int, *, is_wanted: bool) -> str:
    """What speaks where no model is chosen: the only one, or nothing."""
    if not is_wanted:
        return "none"
    return ("none_here", "auto")[models] if models < 2 else "which"


def _unlisted(model: str, models: dict[Any, str]) -> dict[Any, str]:
    """A model that is chosen and not among those that are here: a folder elsewhere, or one that is gone."""
    return {model: model} if model and model not in models else {}
