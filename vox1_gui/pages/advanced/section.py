"""The section: what all parts of the page have in common, made when it is first opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from vox1.settings import Settings
from vox1_gui import theme
from vox1_gui.pages.advanced.checkup import Checkup
from vox1_gui.pages.advanced.choices import Choices
from vox1_gui.pages.advanced.engine_jobs import EngineJobs
from vox1_gui.pages.advanced.fields import ChecksField, Field
from vox1_gui.pages.advanced.model_jobs import ModelJobs
from vox1_gui.services import Services
from vox1_gui.widgets.frames import Card, Column


@dataclass(frozen=True, slots=True)
class Tools:
    """What every section is given.

    Attributes:
        services: The window's.
        choices: The settings.
        models: The models, and what is being done with them.
        engines: What there is to speak with.
        checkup: What the doctor has found.
        open: Opens another section, by its name.
    """

    services: Services
    choices: Choices
    models: ModelJobs
    engines: EngineJobs
    checkup: Checkup
    open: Callable[[str], None]


class Section(Column):
    """A part of the page.

    Args:
        master: What it is in.
        tools: What it works with.

    Attributes:
        name: Its texts are ``advanced.section.NAME``.
        icon: In the list of sections.
        own: Settings that are chosen in it, for a reset of them.
    """

    name: ClassVar[str]
    icon: ClassVar[str]
    own: ClassVar[tuple[str, ...]] = ()

    def __init__(self, master: Any, tools: Tools) -> None:
        super().__init__(master)
        self.tools = tools
        self._fields: list[Field] = []
        self._cards = 0

    def build(self) -> Iterator[None]:
        """Make its widgets, a few at a time."""
        raise NotImplementedError

    def finish(self) -> None:
        """It was built: show what is chosen, from now on."""
        self.tools.choices.now.watch(self._show)
        self.tools.engines.found.watch(lambda _: self.allow())

    def shown(self) -> None:
        """It is in sight from now on."""

    def allow(self) -> None:
        """Let be set what can be; asked again whenever a setting or an engine changes."""

    def card(self, title: str = "") -> Any:
        """Add a card, and return what its widgets go into."""
        card = Card(self, title)
        card.grid(row=self._cards, column=0, sticky="ew", pady=(0, theme.PAD), padx=(0, theme.GAP))
        card.body.columnconfigure(0, weight=1)
        self._cards += 1
        return card.body

    def add(self, body: Any, fields: Iterable[Field]) -> Iterator[None]:
        """Add fields to a card, in steps; each is made when its turn comes."""
        for field in fields:
            row = body.grid_size()[1]
            field.grid(row=row, column=0, sticky="ew", pady=(theme.PAD if row else 0, 0))
            self._fields.append(field)
            yield
            if isinstance(field, ChecksField):
                yield from field.fill_on()
            else:
                field.fill()
            yield

    def field(self, name: str) -> Field:
        """Return a field by its name."""
        return next(field for field in self._fields if field.name == name)

    @property
    def fields(self) -> Sequence[Field]:
        """All of them, in order."""
        return tuple(self._fields)

    def _show(self, settings: Settings) -> None:
        for field in self._fields:
            field.show(settings)
        self.allow()
