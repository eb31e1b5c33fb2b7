"""Tests of the letters, with a made-up voice whose letters each have one sound."""

from __future__ import annotations

import json
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.audio.sounds import FIGURES, PLAIN_FIGURES, Sounds
from vox1.render.letters import Fit, Letters, letters_of

_TEXT = (
    "the rain had stopped before bells began nobody village seen him come saw go she opened old book "
    "wrote down by one clock last window was dark street empty stranger waiting corner very small suitcase"
)


class Voice:
    """Says each letter as one sound, for as long as it pleases."""

    def __init__(self) -> None:
        self._random = np.random.default_rng(7)
        self._letters = {
            letter: self._random.standard_normal(FIGURES) for letter in "abcdefghijklmnopqrstuvwxyz"
        }

    def text(self, words: int = 50) -> str:
        """Return words in any order."""
        return " ".join(self._random.choice(_TEXT.split(), words))

    def say(self, text: str) -> Sounds:
        """Return the sounds of a text."""
        spoken = [letter for letter in letters_of(text) for _ in range(self._random.integers(1, 5))]
        noise = 0.7 * self._random.standard_normal((len(spoken), FIGURES))
        return (np.array([self._letters[letter] for letter in spoken]) + noise).astype(np.float32)


@pytest.fixture(name="voice")
def _voice() -> Voice:
    return Voice()


def _learned(voice: Voice, takes: int) -> Letters:
    letters = Letters.unknown()
    for _ in range(takes):
        text = voice.text()
        laid = letters.lay(voice.say(text), text)
        assert laid is not None
        letters = letters.with_take(laid)
    return letters


@lru_cache(maxsize=1)
def _known() -> Letters:
    return _learned(Voice(), 8)


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("cat, dog", "c a t d o g"),
        ("Plan B, say", "p l a n b- -b s a y"),
        ("x′ or t′", "x- -x o r t- -t"),
        ("a—k—o", "a k- -k o"),
        ("don’t", "d o n t"),
        ("“Bzkrrt!”", "? ? ? ? ? ?"),
        ("7th", "7 7 7 7 t h"),
        ("в доме", "в- -в д о м е"),
        ("दिन", "द ि न"),
    ],
)
def test_a_letter_by_itself_is_another_than_in_a_word(text: str, letters: str) -> None:
    """It is named, as a rule; a word without a vowel may be named, or not."""
    assert " ".join(letters_of(text)) == letters


def test_a_word_that_nobody_can_foresee_says_little_for_or_against_a_take(voice: Voice) -> None:
    """Its sounds may be any; those around it are looked at all the same.

    Where it ends is not known exactly, so its neighbours fit a little less well: less than half of what
    another text does to them.
    """
    letters = _learned(voice, 30)
    before, after, named = voice.text(15), voice.text(15), voice.text(4)
    said = [voice.say(one) for one in (before, named, after)]

    plain = _fit(letters, [said[0], said[2]], f"{before} {after}")
    odd = _fit(letters, said, f"{before} Bzkrrt! {after}")
    wrong = _fit(letters, [*said[:2], voice.say(voice.text(15))], f"{before} Bzkrrt! {after}")

    assert plain.worst - odd.worst < (plain.worst - wrong.worst) / 2
    assert wrong.worst < plain.worst - 1


def _fit(letters: Letters, said: list[Sounds], text: str) -> Fit:
    laid = letters.lay(np.concatenate(said), text)
    assert laid is not None
    assert laid.fit is not None
    return laid.fit


def test_the_right_text_fits_better_than_another(voice: Voice) -> None:
    """Nobody told which sound belongs to which letter."""
    letters, text = _learned(voice, 30), voice.text()
    sounds = voice.say(text)

    right, wrong = letters.lay(sounds, text), letters.lay(sounds, voice.text())

    assert right is not None
    assert right.fit is not None
    assert right.fit.overall > 0
    assert wrong is None or wrong.fit is None or wrong.fit.overall < right.fit.overall - 1


def test_another_text_in_the_middle_shows_at_the_worst(voice: Voice) -> None:
    """A third of the take: the mean hardly moves, the worst stretch does."""
    letters = _learned(voice, 30)
    first, middle, last = (voice.text(20) for _ in range(3))
    text = f"{first} {middle} {last}"
    instead = np.concatenate([voice.say(one) for one in (first, voice.text(20), last)])

    right, wrong = letters.lay(voice.say(text), text), letters.lay(instead, text)

    assert right is not None
    assert wrong is not None
    assert right.fit is not None
    assert wrong.fit is not None
    assert right.fit.worst - wrong.fit.worst > 1.5 * (right.fit.overall - wrong.fit.overall)


def test_a_moment_that_is_off_is_odd(voice: Voice) -> None:
    """A fifth of the take, off by half of what letters differ by; on the whole it still fits its text."""
    letters, text = _learned(voice, 30), voice.text()
    sounds = voice.say(text)
    off = sounds.copy()
    off[100 : 100 + len(off) // 5, :PLAIN_FIGURES] += 0.5

    right, wrong = letters.lay(sounds, text), letters.lay(off, text)

    assert right is not None
    assert wrong is not None
    assert right.fit is not None
    assert wrong.fit is not None
    assert wrong.fit.overall > 0.8 * right.fit.overall
    assert wrong.fit.oddest > 1.5 * right.fit.oddest


def test_before_moments_are_known_none_is_odd(voice: Voice) -> None:
    """The first takes of a voice are laid badly."""
    letters, text = _learned(voice, 6), voice.text()

    laid = letters.lay(voice.say(text), text)

    assert laid is not None
    assert laid.fit is not None
    assert laid.fit.oddest == 0.0


def test_sounds_are_laid_along_their_letters(voice: Voice) -> None:
    """In order, from the first letters to the last, none passed over by more than one."""
    letters, text = _learned(voice, 20), voice.text()

    laid = letters.lay(voice.say(text), text)

    assert laid is not None
    assert laid.places[0] <= 2
    assert laid.places[-1] >= len(laid.letters) - 3
    assert set(np.diff(laid.places)) <= {0, 1, 2}


def test_an_unknown_voice_has_no_fit(voice: Voice) -> None:
    """There is nothing yet to lay sounds by."""
    text = voice.text()

    laid = Letters.unknown().lay(voice.say(text), text)

    assert laid is not None
    assert laid.fit is None


@pytest.mark.parametrize(("text", "sounds"), [("", 100), ("…", 100), ("a", 1), ("some letters", 2)])
def test_what_cannot_be_laid_is_not(text: str, sounds: int) -> None:
    """No letters, or far too little sound for them."""
    assert Letters.unknown().lay(np.zeros((sounds, FIGURES), np.float32), text) is None


def test_letters_of_any_script_are_letters() -> None:
    """Accents count: é is said, a final e is not. Hangul is spelt in parts, digits are words."""
    assert letters_of("Él, 한!") == ("é", "l", "\u1112", "\u1161", "\u11ab")
    assert letters_of("7") == ("7",) * 4
    assert letters_of("की") == ("क", "ी")


def test_letters_no_longer_heard_are_forgotten(voice: Voice) -> None:
    """A script with thousands of them does not grow without end."""
    letters = Letters.unknown()
    laid = letters.lay(voice.say("abc"), "中文中")
    assert laid is not None
    letters = letters.with_take(laid)

    for _ in range(400):
        laid = letters.lay(voice.say("abc"), "abc")
        assert laid is not None
        letters = letters.with_take(laid)

    assert set(letters.known) == set("abc")


def test_letters_are_the_same_after_json(voice: Voice) -> None:
    """What was learned outlives the program."""
    letters, text = _learned(voice, 10), voice.text()
    sounds = voice.say(text)

    read = Letters.from_json(json.loads(json.dumps(letters.to_json())))

    before, after = letters.lay(sounds, text), read.lay(sounds, text)
    assert before is not None
    assert after is not None
    assert before.fit == after.fit


@given(st.text(max_size=60), st.integers(0, 80), st.booleans())
def test_any_text_can_be_laid_along_any_sounds(text: str, count: int, is_known: bool) -> None:  # noqa: FBT001
    """Every sound gets a place in the text, or the take is not laid."""
    letters = _known() if is_known else Letters.unknown()

    laid = letters.lay(np.zeros((count, FIGURES), np.float32), text)

    if laid:
        assert len(laid.places) == count
        assert all(0 <= place < len(laid.letters) for place in laid.places)
        letters.with_take(laid)
