"""The cast: who reads what. A book has one narrator; chapters and speakers may have voices of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from booksmith_module.book import Book, Chapter, Speaker
from booksmith_module.language import normal_tag
from vox1.errors import InputError
from vox1.render.keys import VoiceChoice
from vox1.script.speech import DEFAULT_LANGUAGE, Speech
from vox1.settings import Settings

Choose = Callable[[Settings, str], VoiceChoice]
"""Returns the voice that settings ask for, for a resolved language."""


class Cast:
    """The voices of one render, chosen as chapters come to be planned.

    Args:
        book: With its speakers.
        settings: The user's; their voice is the narrator's, before that of the book.
        choose: Chooses a voice.
        speech: Returns how a language is said.

    Attributes:
        language: The book's, resolved.
        settings: In force: the user's, with the narrator that the book names where they name none.
        voices: All that were chosen so far; the first is the narrator's.

    Raises:
        InputError: There is no such narrator.
    """

    def __init__(
        self, book: Book, settings: Settings, choose: Choose, speech: Callable[[str], Speech]
    ) -> None:
        self.language = _tag(book.language) or DEFAULT_LANGUAGE
        self.settings = replace(settings, voice=settings.voice or book.voice)
        self.voices = [choose(self.settings, self.language)]
        self._book = book
        self._choose = choose
        self._speech = speech
        self._speeches = {self.language: speech(self.language)}
        self._speakers = {speaker.name: speaker for speaker in book.cast}
        self._chosen: dict[tuple[str, str, str], int] = {
            (self.settings.voice, self.settings.style, self.language): 0
        }
        self._undirected: dict[str, None] = {}
        self._strangers: dict[str, None] = {}

    @property
    def narrator(self) -> VoiceChoice:
        """Who reads the book."""
        return self.voices[0]

    @property
    def warnings(self) -> list[str]:
        """What the book asks for and does not get, one sentence each."""
        said = []
        if self._undirected:
            said.append(
                f"{self.narrator.engine.title} takes no direction with this voice or model: how to read"
                f" {_listed(self._undirected)} is not heeded."
            )
        if self._strangers:
            said.append(
                f"The book's cast does not name {_listed(self._strangers)}: the narrator says their words."
            )
        return said

    def anew(self) -> Cast:
        """Return the cast with its narrator only, to plan what is not narrated."""
        return Cast(self._book, self.settings, self._choose, self._speech)

    def speech(self, language: str) -> Speech:
        """Return how a language is said."""
        if language not in self._speeches:
            self._speeches[language] = self._speech(language)
        return self._speeches[language]

    def language_of(self, chapter: Chapter) -> str:
        """Return the language of a chapter, resolved."""
        return _tag(chapter.language) or self.language

    def voice_for(self, number: int, chapter: Chapter, name: str = "") -> int:
        """Return who says something, as a number in `voices`.

        Args:
            number: Of the chapter.
            chapter: In which it is said.
            name: Of the speaker; empty for whoever reads the chapter.

        Raises:
            InputError: There is no such voice.
        """
        speaker = self._speakers.get(name) if name else None
        if name and not speaker:
            self._strangers[name] = None
        speaker = speaker or Speaker("")
        voice = speaker.voice or chapter.voice or self.settings.voice
        style = speaker.style_prompt or chapter.style_prompt or self.settings.style
        language = self.language_of(chapter)
        if not voice and self.narrator.engine.needs_model:  # its voices speak every language of the model
            voice = self.narrator.voice
        asked = (voice, style, language)
        if asked not in self._chosen:
            who = speaker.name or f"chapter {number}"
            choice = self._chosen_for(who, asked)
            if choice not in self.voices:
                self.voices.append(choice)
            self._chosen[asked] = self.voices.index(choice)
        chosen = self._chosen[asked]
        if style != self.settings.style and self.voices[chosen].style != style:
            self._undirected[speaker.name or f"chapter {number}"] = None
        return chosen

    def _chosen_for(self, who: str, asked: tuple[str, str, str]) -> VoiceChoice:
        voice, style, language = asked
        wanted = replace(self.settings, voice=voice, style=style)
        try:
            return self._choose(wanted, language)
        except InputError as err:
            if err.code == "no-style" and style:
                return self._chosen_for(who, (voice, "", language))
            raise InputError(f"The voice of {who}: {err.message}", err.hint, err.code) from err


def _tag(language: str) -> str:
    """A language as a manifest has it, ``German`` too, as its tag; as it is where nobody knows it."""
    return normal_tag(language) or language


def _listed(names: Sequence[str] | dict[str, None]) -> str:
    """Names as people say them, the first few where there are many."""
    listed = list(names)
    if len(listed) > _MOST_NAMED:
        return f"{', '.join(listed[:_MOST_NAMED])} and {len(listed) - _MOST_NAMED} more"
    return " and ".join(filter(None, (", ".join(listed[:-1]), listed[-1])))


_MOST_NAMED = 5
