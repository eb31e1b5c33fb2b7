"""Tests of the cast: whose voice says what, in which style and language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from booksmith_module.book import Book, Chapter, Speaker
from vox1.engines.registry import engine_row
from vox1.errors import InputError
from vox1.render.cast import Cast
from vox1.render.keys import VoiceChoice
from vox1.script.speech import Speech
from vox1.settings import Settings

PLAIN = Chapter("One", ())


def choose(settings: Settings, language: str) -> VoiceChoice:
    """Choose as an engine does that takes direction, but not with the voice ``deaf``."""
    if settings.voice == "nobody":
        raise InputError("There is no voice nobody", "Choose another.", "bad-voice")
    if settings.voice == "deaf" and settings.style:
        raise InputError("It takes no direction", "Leave it out.", "no-style")
    style = {"style": settings.style} if settings.style else {}
    return VoiceChoice(engine_row("espeak"), "", settings.voice or language, style, 0)


def made(settings: Settings | None = None, voice: str = "", cast: tuple[Speaker, ...] = ()) -> Cast:
    """Return the cast of an English book."""
    book = Book("Rain", (), "en", (), voice=voice, cast=cast)
    return Cast(book, settings or Settings(), choose, Speech)


def said_by(cast: Cast, chapter: Chapter, speaker: str = "") -> tuple[str, str]:
    """Return the voice and the style of what a speaker says."""
    choice = cast.voices[cast.voice_for(7, chapter, speaker)]
    return choice.voice, choice.style


def test_the_narrator_reads_what_nobody_else_does() -> None:
    """One voice in one style, chosen once."""
    cast = made(Settings(voice="ann", style="calm"))

    assert said_by(cast, PLAIN) == ("ann", "calm")
    assert cast.voices == [cast.narrator]
    assert cast.warnings == []


@pytest.mark.parametrize(
    ("chapter", "speaker", "expected"),
    [
        (PLAIN, "", ("ann", "calm")),
        (replace(PLAIN, voice="ben"), "", ("ben", "calm")),
        (replace(PLAIN, style_prompt="angry"), "", ("ann", "angry")),
        (PLAIN, "Eve", ("eve", "calm")),
        (replace(PLAIN, voice="ben", style_prompt="angry"), "Eve", ("eve", "angry")),
        (replace(PLAIN, voice="ben"), "Tom", ("ben", "shouts")),
        (replace(PLAIN, voice="ben"), "Stranger", ("ben", "calm")),
    ],
)
def test_the_nearest_word_counts(chapter: Chapter, speaker: str, expected: tuple[str, str]) -> None:
    """A speaker's before the chapter's, and that before the book's, for voice and style each."""
    speakers = (Speaker("Eve", "eve"), Speaker("Tom", style_prompt="shouts"))

    assert said_by(made(Settings(voice="ann", style="calm"), cast=speakers), chapter, speaker) == expected


def test_a_voice_is_chosen_once_however_often_it_speaks() -> None:
    """Two ways to ask for the same voice are one."""
    cast = made(Settings(voice="ann"), cast=(Speaker("Eve", "ben"),))

    numbers = [
        cast.voice_for(1, replace(PLAIN, voice="ben")),
        cast.voice_for(2, PLAIN, "Eve"),
        cast.voice_for(3, replace(PLAIN, voice="ann")),
    ]

    assert numbers == [1, 1, 0]


def test_a_draft_voice_changes_with_the_language_and_a_chosen_one_does_not() -> None:
    """A French chapter is read by a French voice where the listener has named none."""
    french = replace(PLAIN, language="fr")

    assert said_by(made(), french) == ("fr", "")
    assert said_by(made(Settings(voice="ann")), french) == ("ann", "")
    assert made().speech("fr").language == "fr"
    assert made().language_of(PLAIN) == "en"


def test_direction_that_cannot_be_had_is_said_once_for_all() -> None:
    """It is never spoken, and the voice reads on without it."""
    cast = made(Settings(voice="deaf"))

    for number in range(1, 9):
        cast.voice_for(number, replace(PLAIN, style_prompt="angry"))

    assert said_by(cast, replace(PLAIN, style_prompt="angry")) == ("deaf", "")
    (warning,) = cast.warnings
    assert "chapter 5 and 3 more" in warning


def test_a_missing_voice_is_named_with_who_should_have_it() -> None:
    """Among thirty chapters one would look for it long."""
    cast = made(cast=(Speaker("Eve", "nobody"),))

    with pytest.raises(InputError, match=r"The voice of chapter 7: There is no voice nobody"):
        cast.voice_for(7, replace(PLAIN, voice="nobody"))
    with pytest.raises(InputError, match="The voice of Eve"):
        cast.voice_for(7, PLAIN, "Eve")


def test_a_voice_that_is_missing_for_its_direction_too_is_named_with_who_should_have_it() -> None:
    """A model that takes no direction says that first, and then that there is no such voice."""

    def choose_deaf(settings: Settings, language: str) -> VoiceChoice:
        if settings.style:
            raise InputError("It takes no direction", "Leave it out.", "no-style")
        return choose(settings, language)

    book = Book("Rain", (), "en", (), cast=(Speaker("Eve", "nobody", "softly"),))

    with pytest.raises(InputError, match="The voice of Eve"):
        Cast(book, Settings(), choose_deaf, Speech).voice_for(7, PLAIN, "Eve")


@pytest.mark.parametrize(("typed", "tag"), [("German", "de"), ("ger", "de"), ("de_AT", "de-AT"), ("", "en")])
def test_a_language_may_be_typed_in_words(typed: str, tag: str) -> None:
    """Rules, voices and models know tags only, and would read the words as English ones."""
    cast = Cast(Book("Regen", (), typed, ()), Settings(), choose, Speech)

    assert (cast.language, cast.language_of(replace(PLAIN, language=typed))) == (tag, tag)
