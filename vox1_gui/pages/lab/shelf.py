"""The shelf: the voices there are, which of them are shown, and the one that reads."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from vox1.settings import Settings
from vox1_gui import texts
from vox1_gui.activity import Level
from vox1_gui.errands.voices import (
    Able,
    Means,
    Shelved,
    VoiceKind,
    VoiceRow,
    list_voices,
    settings_for,
)
from vox1_gui.pages.lab.languages import language_name, language_names, primary
from vox1_gui.services import Services
from vox1_gui.watched import Watched

_NEEDS = {VoiceKind.MASTER: Able.CLONE, VoiceKind.PRESET: Able.PRESETS}


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which voices are shown.

    Attributes:
        text: Each of its words is in the name, the language or the character; empty for all.
        language: Name of a language; empty for all.
        kind: Whose; None for all.
        favourites_only: Whether only those with a star are.
    """

    text: str = ""
    language: str = ""
    kind: VoiceKind | None = None
    favourites_only: bool = False


def sifted(
    rows: Iterable[VoiceRow], sieve: Sieve, names: dict[str, str], favourites: frozenset[str]
) -> list[VoiceRow]:
    """Return the voices that a sieve lets through, in their order."""
    words = plain(sieve.text).split()

    def passes(row: VoiceRow) -> bool:
        language = language_name(row.language, names)
        told = plain(f"{row.name} {language} {row.language} {row.character} {row.id}")
        return (
            (not sieve.language or language == sieve.language)
            and (sieve.kind is None or row.kind is sieve.kind)
            and (not sieve.favourites_only or row.key in favourites)
            and all(word in told for word in words)
        )

    return [row for row in rows if passes(row)]


def in_order(rows: Iterable[VoiceRow], language: str) -> tuple[VoiceRow, ...]:
    """Return voices as they are listed: the listener's first, and of each kind those of a language first."""
    kinds = list(VoiceKind)
    return tuple(
        sorted(
            rows,
            key=lambda row: (kinds.index(row.kind), primary(row.language) != language, row.name.casefold()),
        )
    )


def plain(text: str) -> str:
    """Return a text as people search for it: without accents and capitals."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def is_used(row: VoiceRow, settings: Settings, means: Means) -> bool:
    """Whether a voice is the one that reads.

    A master voice may be called as one that comes with a model; then the model in the settings tells.
    """
    if row.engine != settings.engine or not settings.voice:
        return False
    if any(settings.model in means.models.get(able, ()) for able in Able if able is not _NEEDS.get(row.kind)):
        return False
    if row.kind is VoiceKind.MASTER:
        return row.id.casefold() == settings.voice.casefold()
    return row.id == settings.voice


class Shelf:
    """The voices, for all parts of the Lab; it lives as long as the window does.

    Args:
        services: What it works with.

    Attributes:
        voices: All of them.
        means: What can be done with them here.
        chosen: Key of the voice that the listener has chosen from the list; empty for none.
        is_reading: Whether they are being listed.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self.voices: Watched[tuple[VoiceRow, ...]] = Watched(())
        self.means: Watched[Means] = Watched(Means())
        self.chosen: Watched[str] = Watched("")
        self.is_reading: Watched[bool] = Watched(False)  # noqa: FBT003  # a value that is watched
        self.names: dict[str, str] = language_names(())
        self._by_key: dict[str, VoiceRow] = {}

    def forget_all(self) -> None:
        """Tell nobody any more: the page is made anew."""
        for watched in (self.voices, self.means, self.chosen, self.is_reading):
            watched.forget_all()
        self.names = language_names(self.voices.value)  # perhaps in another language

    def refresh(self) -> None:
        """List the voices anew."""
        self.is_reading.set(True)
        job = self._services.bridge.start(list_voices)
        job.on_news = self._take
        job.on_done = self._take
        job.on_end = lambda: self.is_reading.set(False)

    def _take(self, shelved: Shelved) -> None:
        kept = [row for row in self.voices.value if row.kind is VoiceKind.DRAFT and not shelved.is_whole]
        rows = in_order((*shelved.voices, *kept), texts.language())
        self.names = language_names(rows)
        self._by_key = {row.key: row for row in rows}
        self.means.set(shelved.means)
        self.voices.set(rows)
        for trouble in shelved.troubles:
            self._services.activity.note(Level.WARNING, trouble.message, trouble.hint)

    def row(self, key: str) -> VoiceRow | None:
        """Return a voice by its key; None where it is not there any more."""
        return self._by_key.get(key)

    @property
    def used(self) -> VoiceRow | None:
        """The voice that reads; None where each book's language decides, or it is not here."""
        settings = self._services.workspace.settings.value
        return next((row for row in self.voices.value if is_used(row, settings, self.means.value)), None)

    def missing_for(self, row: VoiceRow) -> Able | None:
        """Return what is not here that a voice needs; None for nothing."""
        able = _NEEDS.get(row.kind)
        return able if able and not self.means.value.models.get(able) else None

    def use(self, row: VoiceRow) -> None:
        """Have a voice read all books from now on."""
        settings = self._services.workspace.settings.value
        self._services.keep_settings(settings_for(row, settings, self.means.value))

    def renamed(self, old: str, new: str) -> None:
        """Follow a master voice to its new name: as a favourite, and as the voice that reads."""
        before, after = f"{VoiceKind.MASTER.value}:{old}", f"{VoiceKind.MASTER.value}:{new}"
        settings = self._services.workspace.settings.value
        used = self.used
        if used and used.key == before:
            self._services.keep_settings(replace(settings, voice=new))
        if before in self.favourites:
            self._set_favourites([after if key == before else key for key in self._favourites()])
        self.chosen.set(after)

    def removed(self, name: str) -> None:
        """See to it that no book is begun in a voice that is gone."""
        settings = self._services.workspace.settings.value
        used = self.used
        if used and used.kind is VoiceKind.MASTER and used.id == name:
            default = Settings()
            self._services.keep_settings(
                replace(settings, engine=default.engine, voice=default.voice, model=default.model, style="")
            )

    @property
    def favourites(self) -> frozenset[str]:
        """Keys of the voices with a star."""
        return frozenset(self._favourites())

    def _favourites(self) -> Sequence[str]:
        return self._services.state.value.favourite_voices

    def toggle_favourite(self, key: str) -> None:
        """Give a voice a star, or take it."""
        others = [kept for kept in self._favourites() if kept != key]
        self._set_favourites(others if key in self.favourites else [*others, key])

    def _set_favourites(self, keys: Sequence[str]) -> None:
        state = self._services.state
        state.set(replace(state.value, favourite_voices=tuple(keys)))
