"""Letters: how each letter sounds in a voice's mouth, and how well a take fits the letters of its text.

A reader of a language sounds its letters much the same from text to text. Which sound belongs to which
letter is learned from good takes alone: at first letters are spread evenly over the sound, then each take
is laid along its text where it fits best, and every letter's mean moves there (Viterbi training of a hidden
Markov model with one state for each letter; Rabiner 1989). A spelling that says little about its sound
fits less well, but no other text fits better.

Where a take is laid, it is also known what each moment of it should sound like: noise, another voice or a
pitch that is off shows there much sooner than in what the voice sounds like on the whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from vox1.audio.sounds import FIGURES, PLAIN_FIGURES, Sounds
from vox1.render.wordage import bare_consonants

Vector = npt.NDArray[np.float64]

_WORD = re.compile(r"[^\s—–-]+")
_UNFORESEEN = "?"
"""Stands for a letter of a word that has no vowel."""
_MOST_UNFORESEEN = 10
"""Sounds that such a letter may have, or half of a name that was hardly ever heard: a quarter of a second.
Other speech would else pass for it, however long."""
_DIGIT_SOUNDS = 4
"""A digit is a word: as many states as a short one has letters."""
_EVEN_TAKES = 6
"""Takes over which letters are spread evenly, before there are means to lay them by."""
_FADE = 0.99
"""What a take is still worth when the next has come: the first were laid badly."""
_PRIOR_SOUNDS = 20.0
"""A letter seldom heard is taken for any letter: this many sounds of the mean of all."""
_FORGOTTEN = 0.5
"""A letter of which fewer sounds are left is no longer kept."""
_SKIP = 3.0
"""What a letter that is not said costs (natural logarithm): English has many, Spanish few."""
_BAND_LETTERS = 60
"""How far a take may run ahead of its letters or fall behind: about four seconds."""
_MOST = 4.0
"""What one sound may say for or against the text (natural logarithm); one click is no other text."""
_STRETCH_SOUNDS, _STRETCH_SHARE = 60, 0.2
"""A stretch is a second and a half of sound, or a fifth of the take."""
_VARIANCE_FLOOR = 1e-4
_MOMENT_SOUNDS, _MOMENT_STEP = 24, 4
"""A moment is 0.6 s of sound, some eight letters, of which one alone is often odd; they begin 0.1 s apart."""
_KNOWN_MOMENTS = 400.0
"""Before these are seen, nobody can say which are odd: the 40 s of four long takes."""
_MOST_MOMENTS = 20_000.0
"""The older ones fade."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How much better the sounds of a take fit the letters of its text than they fit any letters.

    Natural logarithms of likelihood ratios, for each sound.

    Attributes:
        overall: Mean over the take.
        worst: Mean over the stretch that fits least.
        sounds: How many the take has.
        oddest: How far the oddest moment is from what its letters sound like, 1.0 being usual for a moment;
            0.0 while that is not known.
    """

    overall: float
    worst: float
    sounds: int
    oddest: float


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """A take laid along its text.

    Attributes:
        sounds: Of the take.
        letters: Of the text.
        places: For each sound, the place of the letter it belongs to.
        fit: How well they fit; None while the letters are not known.
        moments: How far each moment's sounds are from those of its letters, shape (moments, PLAIN_FIGURES).
    """

    sounds: Sounds
    letters: tuple[str, ...]
    places: npt.NDArray[np.intp]
    fit: Fit | None
    moments: Vector


@dataclass(frozen=True, slots=True, eq=False)
class Letters:
    """How the letters of a voice sound.

    Attributes:
        takes: How many were seen.
        known: The letters that were heard.
        weights: How many sounds of each; the oldest fade. Shape (letters,).
        sums: Of the figures of these sounds, shape (letters, figures).
        spread: Mean square of the figures about those of their letter, shape (figures, figures).
        moments: How many moments were seen.
        moment_spread: Mean square of how far they were from their letters, shape (plain figures, the same).
    """

    takes: int
    known: tuple[str, ...]
    weights: Vector
    sums: Vector
    spread: Vector
    moments: float
    moment_spread: Vector

    @classmethod
    def unknown(cls) -> Letters:
        """Return those of no voice."""
        return cls(0, (), np.zeros(0), np.zeros((0, FIGURES)), np.eye(FIGURES), 0.0, np.eye(PLAIN_FIGURES))

    def lay(self, sounds: Sounds, text: str) -> Laid | None:
        """Lay a take along its text; None where either has too little for it."""
        letters = letters_of(text)
        if not letters or len(sounds) < max(2, len(letters) // 3):
            return None
        if self.takes < _EVEN_TAKES:
            evenly = np.arange(len(sounds)) * len(letters) // len(sounds)
            return Laid(sounds, letters, evenly, None, np.zeros((0, PLAIN_FIGURES)))
        number = {letter: place for place, letter in enumerate(self.known)}
        columns = [number.get(letter, len(number)) for letter in letters]
        means = self._means()
        likelihood, background = self._likelihoods(sounds, means)
        is_foreseen = self._foreseen(letters)
        of_letters = np.where(is_foreseen, likelihood[:, columns], background[:, None])
        places = _path(of_letters)
        gains = of_letters[np.arange(len(sounds)), places] - background
        offsets = (sounds - means[columns][places])[:, :PLAIN_FIGURES]
        is_known = is_foreseen[places] | (_since(places) >= _MOST_UNFORESEEN)
        moments = _moments(offsets * is_known[:, None])
        fit = _fit(np.clip(gains[is_known], -_MOST, _MOST), self._oddest(moments)) if is_known.any() else None
        return Laid(sounds, letters, places, fit, moments)

    def _foreseen(self, letters: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Of which letters of a text it is known how they are said: of names, once they were heard."""
        heard = dict(zip(self.known, self.weights, strict=True))
        return np.array(
            [
                letter != _UNFORESEEN and (len(letter) == 1 or heard.get(letter, 0.0) >= _PRIOR_SOUNDS)
                for letter in letters
            ]
        )

    def _means(self) -> Vector:
        """What each known letter sounds like, and last one never heard; shape (letters + 1, figures)."""
        weights, sums = np.append(self.weights, 0.0), np.concatenate((self.sums, np.zeros((1, FIGURES))))
        middle = self.sums.sum(axis=0) / self.weights.sum()
        means: Vector = (sums + _PRIOR_SOUNDS * middle) / (weights + _PRIOR_SOUNDS)[:, None]
        return means

    def _oddest(self, moments: Vector) -> float:
        if self.moments < _KNOWN_MOMENTS or not len(moments):
            return 0.0
        inverse = np.linalg.inv(self.moment_spread + _VARIANCE_FLOOR * np.eye(PLAIN_FIGURES))
        squares = np.einsum("mf,fg,mg->m", moments, inverse, moments, optimize=True)
        return float(np.sqrt(squares.max() / PLAIN_FIGURES))

    def with_take(self, laid: Laid) -> Letters:
        """Return them with a good take learned."""
        known = self.known + tuple(dict.fromkeys(one for one in laid.letters if one not in self.known))
        number = {letter: place for place, letter in enumerate(known)}
        added = len(known) - len(self.known)
        weights = np.concatenate((self.weights * _FADE, np.zeros(added)))
        sums = np.concatenate((self.sums * _FADE, np.zeros((added, FIGURES))))
        heard = np.array([number[letter] for letter in laid.letters])[laid.places]
        weights += np.bincount(heard, minlength=len(known))
        np.add.at(sums, heard, laid.sounds.astype(float))
        kept = weights >= _FORGOTTEN
        means = (sums + _PRIOR_SOUNDS * sums.sum(axis=0) / weights.sum()) / (weights + _PRIOR_SOUNDS)[:, None]
        offsets = laid.sounds - means[heard]
        return Letters(
            takes=self.takes + 1,
            known=tuple(letter for letter, is_kept in zip(known, kept, strict=True) if is_kept),
            weights=weights[kept],
            sums=sums[kept],
            spread=self._with_offsets(offsets),
            moments=min(self.moments, _MOST_MOMENTS) + len(laid.moments),
            moment_spread=self._with_moments(laid.moments),
        )

    def _with_moments(self, moments: Vector) -> Vector:
        kept = min(self.moments, _MOST_MOMENTS)
        squares = kept * self.moment_spread + np.einsum("mf,mg->fg", moments, moments)
        spread: Vector = squares / max(1.0, kept + len(moments))
        return spread

    def _with_offsets(self, offsets: Vector) -> Vector:
        kept = float(self.weights.sum()) * _FADE
        spread: Vector = (kept * self.spread + np.einsum("sf,sg->fg", offsets, offsets)) / (
            kept + len(offsets)
        )
        return spread

    def _likelihoods(self, sounds: Sounds, means: Vector) -> tuple[Vector, Vector]:
        """Log likelihoods of each sound: by letter, as the means are in order, and of any letter."""
        shares = np.append(self.weights, 0.0) / self.weights.sum()
        middle = means[-1]
        whiten = np.linalg.cholesky(np.linalg.inv(self.spread + _VARIANCE_FLOOR * np.eye(FIGURES)))
        # Not `@`: see `vox1.audio.analysis._cepstra`.
        white = np.einsum("sf,fg->sg", sounds - middle, whiten)
        centres = (means - middle) @ whiten
        likelihood = np.einsum("sf,lf->sl", white, centres) - 0.5 * np.sum(np.square(centres), axis=1)
        highest = likelihood.max(axis=1)
        background = highest + np.log(np.einsum("sl,l->s", np.exp(likelihood - highest[:, None]), shares))
        return likelihood, background

    def to_json(self) -> dict[str, Any]:
        """Return them as JSON objects."""
        return {
            "takes": self.takes,
            "known": list(self.known),
            "weights": self.weights.tolist(),
            "sums": self.sums.tolist(),
            "spread": self.spread.tolist(),
            "moments": self.moments,
            "moment_spread": self.moment_spread.tolist(),
        }

    @classmethod
    def from_json(cls, written: dict[str, Any]) -> Letters:
        """Return what `to_json` wrote.

        Raises:
            ValueError: It is not of this many figures.
        """
        known = tuple(str(letter) for letter in written["known"])
        return cls(
            takes=int(written["takes"]),
            known=known,
            weights=np.array(written["weights"], float).reshape(len(known)),
            sums=np.array(written["sums"], float).reshape(len(known), FIGURES),
            spread=np.array(written["spread"], float).reshape(FIGURES, FIGURES),
            moments=float(written["moments"]),
            moment_spread=np.array(written["moment_spread"], float).reshape(PLAIN_FIGURES, PLAIN_FIGURES),
        )


def letters_of(text: str) -> tuple[str, ...]:
    """Return the letters of a text in any script; Hangul in its parts, a digit as often as it has sounds.

    A letter that stands by itself is another than in a word, for as a rule it is named: it has the two sounds
    of a name. A word that has no vowel may be named letter by letter or not: nobody can foresee its sounds.
    """
    normal = unicodedata.normalize("NFC", text.casefold())
    return tuple(letter for word in _WORD.findall(normal) for letter in _sounded(word))


def _sounded(word: str) -> Iterator[str]:
    """The letters of one word."""
    parts = "".join(map(_parts, word))
    match bare_consonants(word):
        case 0:
            yield from parts
        case 1:
            yield from (f"{parts}-", f"-{parts}")
        case count:
            yield from _UNFORESEEN * count


def _parts(character: str) -> str:
    if "\uac00" <= character <= "\ud7a3":
        return unicodedata.normalize("NFD", character)
    if character.isdigit():
        return character * _DIGIT_SOUNDS
    is_letter = character.isalpha() or unicodedata.category(character).startswith("M")
    return character if is_letter else ""


def _path(likelihood: Vector) -> npt.NDArray[np.intp]:
    """The likeliest letter of each sound, in the order of the text: each stays, goes on, or skips one.

    Args:
        likelihood: Logarithms, shape (sounds, letters of the text in order).
    """
    sounds, letters = likelihood.shape
    along = np.arange(sounds)[:, None] * (letters / sounds)
    near = np.where(np.abs(along - np.arange(letters)) <= _BAND_LETTERS, likelihood, -np.inf)
    best = np.full(letters + 2, -np.inf)
    best[2:5] = near[0, :3] - _SKIP * np.arange(len(near[0, :3]))
    steps = np.zeros((sounds, letters), np.int8)
    for sound in range(1, sounds):
        stayed, went_on, skipped = best[2:], best[1:-1], best[:-2] - _SKIP
        reached = np.maximum(stayed, went_on)
        is_skip = skipped > reached
        np.copyto(steps[sound], went_on > stayed)
        steps[sound, is_skip] = 2
        best[2:] = np.maximum(reached, skipped) + near[sound]
    return _traced(steps, best[2:])


def _traced(steps: npt.NDArray[np.int8], ends: Vector) -> npt.NDArray[np.intp]:
    """The path back from the likelier of the last letters."""
    sounds, letters = steps.shape
    costs = _SKIP * np.arange(min(3, letters))[::-1]
    place = letters - len(costs) + int(np.argmax(ends[-len(costs) :] - costs))
    path = np.zeros(sounds, np.intp)
    for sound in range(sounds - 1, -1, -1):
        path[sound] = place
        place -= int(steps[sound, place])
    return path


def _since(places: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """For each sound, how many before it belong to the same letter."""
    count = np.arange(len(places))
    begins = np.flatnonzero(np.diff(places, prepend=-1))
    since: npt.NDArray[np.intp] = count - np.repeat(begins, np.diff(begins, append=len(places)))
    return since


def _moments(offsets: Vector) -> Vector:
    """Means over each moment; a shorter take is one."""
    length = min(_MOMENT_SOUNDS, len(offsets))
    sums = np.concatenate((np.zeros_like(offsets[:1]), np.cumsum(offsets, axis=0)))
    moments: Vector = ((sums[length:] - sums[:-length]) / length)[::_MOMENT_STEP]
    return moments


def _fit(gains: Vector, oddest: float) -> Fit:
    length = min(len(gains), max(_STRETCH_SOUNDS, round(_STRETCH_SHARE * len(gains))))
    sums = np.concatenate(([0.0], np.cumsum(gains)))
    return Fit(
        float(gains.mean()), float((sums[length:] - sums[:-length]).min() / length), len(gains), oddest
    )
