"""Norms: what is normal for a voice in a language, learned from its good takes.

Before a voice is known, wide bounds hold that any reading of any text keeps to. They give way, take by
take, to what the voice itself does: how much sound its words make, how loud, how high, in what timbre.
They follow the newest takes; its first ones stay beside them, else a voice that changes slowly would take its
norm along.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from vox1.audio.analysis import CEPSTRA, Analysis
from vox1.audio.content import Content, content
from vox1.audio.passages import Passages, passages
from vox1.audio.sounds import sounds
from vox1.render.letters import Fit, Laid, Letters
from vox1.render.wordage import Wordage, wordage

SCHEMA = 4
_WITHOUT_ANCHOR = 3
"""The schema of files in which what was learned last was all there was."""
_MOST_PORTRAITS = 256
"""The newest takes that a norm is made of: some hours of reading."""
_ANCHOR_TAKES = 100
"""The first takes, which stay: some twenty minutes of reading."""
_ENOUGH = 12
"""Takes before a range that was seen counts for more than the prior."""

Vector = npt.NDArray[np.float64]

_PRIOR_AMOUNTS = np.array(
    [
        [0.055, 0.055, 0.03, 0.02, 0.30],
        [0.90, 0.90, 0.60, 0.30, 5.00],
        [0.05, 0.05, 0.80, 0.10, 1.30],
    ]
)
"""Seconds, travel and syllables for each consonant, vowel, syllable, word and digit: rows are amounts.

Measured on the draft voice in six languages. Only their proportions last: the scale is learned first.
"""
_PRIOR_SD = 0.25
"""A voice that is not known yet may be slower or faster than the prior by this much (a logarithm)."""
_PRIOR_TAKES = 3.0
"""How many takes weigh as much as the prior's scale."""
_PRIOR_COVARIANCE = np.array([[0.0081, 0.0032, 0.0012], [0.0032, 0.0036, 0.0016], [0.0012, 0.0016, 0.0036]])
"""Of the logarithms of seconds, travel and syllables about what the text leads one to expect."""
_COVARIANCE_TAKES = 12.0
_SHAPE_SD = 0.12
"""How freely a coefficient leaves the prior's proportions, against the noise of one take."""
_SHORT_CHARACTERS = 60.0
"""A text of this length varies twice as much (in variance) as a long one: two words are hard to foresee."""
_SHORT_TEMPO_CHARACTERS = 25.0
"""The same for its tempo, which depends less on what the words are."""
_OUTLIER = 0.15
"""From this logarithm on, a take pulls on the fit with less than its full weight (Huber)."""
_EARLY_FITS, _LEAST_FITS, _NEWEST_FITS = 20, 20, 64
"""Letters get better known, and fit better: the first takes do not say what is usual, the newest do."""
_LEAST_FIT_SDS = (0.2, 0.35)
"""A text of new words fits a little less well than the voice's narrowest habit: overall, and at its worst.

Twice what voices vary by in Spanish or Italian, whose letters say most, and about what English varies by.
"""
_SHORT_SOUNDS = 100.0
"""A take of so many sounds varies twice as much (in variance) as a long one."""
_PITCH_MARGIN = 0.18
"""How much higher or lower than any passage that was seen one may be: a fifth (a logarithm)."""
_LOWER_SIXTH = 0.16
"""This quantile lies one standard deviation below the median."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """What one good take shows of its voice.

    Attributes:
        wordage: Counts of its text.
        characters: Length of its text.
        seconds: Of sound.
        travel: Through timbre.
        syllables: Heard.
        speech_db: Its level.
        spread_db: Between its loudest and its quietest passage.
        broad_spread_db: The same without the extremes.
        head_db: Level of its first 20 ms, against its speech.
        tail_db: Level of its last 20 ms, against its speech.
        step_db: Its sharpest bend, against its speech.
        low_pitch: Logarithm of the pitch of its lowest passage; None where it has none.
        high_pitch: The same of its highest.
        fit: How well its sounds fit its letters (see `Fit`): overall, at its worst, and how many sounds;
            None where that was not known.
        oddest: How odd its oddest moment is (see `Fit`); None where that was not known.
    """

    wordage: tuple[int, ...]
    characters: int
    seconds: float
    travel: float
    syllables: int
    speech_db: float
    spread_db: float
    broad_spread_db: float
    head_db: float
    tail_db: float
    step_db: float
    low_pitch: float | None
    high_pitch: float | None
    fit: tuple[float, float, int] | None
    oddest: float | None

    @property
    def pitches(self) -> tuple[float, float] | None:
        """Of its lowest and its highest passage; None where it has no pitch."""
        if self.low_pitch is None or self.high_pitch is None:
            return None
        return self.low_pitch, self.high_pitch


@dataclass(frozen=True, slots=True)
class Range:
    """What is normal for one figure.

    Attributes:
        low: The least that is.
        high: The most that is.
    """

    low: float
    high: float

    def excess(self, value: float) -> float:
        """Return how far a value is above (positive) or below (negative) what is normal; 0 within."""
        return max(0.0, value - self.high) + min(0.0, value - self.low)


_PRIOR_PITCH = Range(float(np.log(50.0)), float(np.log(520.0)))
"""Of any reader, as logarithms."""


@dataclass(frozen=True, slots=True)
class Said:
    """How much a take says, against what its text leads one to expect of the voice.

    Attributes:
        amount: Logarithm of what was said over what was to be said: about 0 when nothing is missing.
        amount_sd: Its standard deviation over good takes.
        tempo: Logarithm of seconds over what the text usually takes: above 0 is slow. Nearer to 0 for a
            short text than it was, by how much more such texts vary.
    """

    amount: float
    amount_sd: float
    tempo: float


class VoiceNorm:
    """What is normal for one voice in one language."""

    def __init__(
        self,
        portraits: Sequence[Portrait] = (),
        timbre: Timbre | None = None,
        letters: Letters | None = None,
        anchor: Anchor | None = None,
    ) -> None:
        self._portraits = deque(portraits, _MOST_PORTRAITS)
        self._timbre = timbre or Timbre.unknown()
        self._letters = letters or Letters.unknown()
        self._anchor = anchor or Anchor.unknown()
        self._newest_laid: tuple[Analysis, str, Laid | None] | None = None
        self._expectation: _Expectation | None = None
        self._ranges: dict[tuple[str, float], Range] = {}

    @property
    def takes(self) -> int:
        """How many takes it was learned from, the newest only."""
        return len(self._portraits)

    @property
    def is_settled(self) -> bool:
        """Whether what was seen counts for more than the prior."""
        return self.takes >= _ENOUGH

    def learn(self, analysis: Analysis, text: str) -> None:
        """Take in a take that was judged good.

        Args:
            analysis: Of its sound, trimmed.
            text: As said.
        """
        parts = passages(analysis)
        if parts.level_db.size:
            laid = self._laid(analysis, text)
            portrait = _portrait(analysis, parts, text, laid)
            self._portraits.append(portrait)
            self._anchor = self._anchor.with_take(portrait, parts)
            self._timbre = self._timbre.with_passages(parts)
            self._letters = self._letters.with_take(laid) if laid else self._letters
            self._newest_laid = None
            self._expectation = None
            self._ranges = {}

    @property
    def anchor(self) -> Anchor | None:
        """What the voice was at first; None until its first takes are complete."""
        return self._anchor if self._anchor.is_complete else None

    def said(self, analysis: Analysis, text: str) -> Said:
        """Compare how much a take says with its text."""
        expectation = self._expectation = self._expectation or _Expectation(list(self._portraits))
        return expectation.said(wordage(text), len(text), content(analysis))

    def misfit(self, analysis: Analysis, text: str) -> float:
        """Return by how many standard deviations a take fits its letters less well than is usual.

        The larger of two: overall, and at its worst. 0 for a take that fits, or while letters are unknown.
        """
        laid = self._laid(analysis, text)
        seen = self._fits()
        if not laid or not laid.fit or len(seen) < _LEAST_FITS:
            return 0.0
        return max(0.0, float(_below(seen, laid.fit).max()))

    @property
    def knows_letters(self) -> bool:
        """Whether enough takes were seen for `misfit` to say something."""
        return len(self._fits()) >= _LEAST_FITS

    def _fits(self) -> list[tuple[float, float, int]]:
        """Of the newest takes, once letters were better known."""
        return [one.fit for one in self._portraits if one.fit][_EARLY_FITS:][-_NEWEST_FITS:]

    def oddest(self, analysis: Analysis, text: str) -> float:
        """Return how odd the oddest moment of a take is beside those of the voice's takes, 1.0 being usual.

        0.0 while that is not known.
        """
        laid = self._laid(analysis, text)
        seen = [one.oddest for one in self._portraits if one.oddest][-_NEWEST_FITS:]
        if not laid or not laid.fit or len(seen) < _LEAST_FITS:
            return 0.0
        return laid.fit.oddest / float(np.median(seen))

    def _laid(self, analysis: Analysis, text: str) -> Laid | None:
        """A take laid along its text, once for judging and learning."""
        newest = self._newest_laid
        if newest is None or newest[0] is not analysis or newest[1] != text:
            heard = sounds(analysis, self._timbre.usual)
            self._newest_laid = newest = (analysis, text, self._letters.lay(heard, text))
        return newest[2]

    def tempo(self) -> Range:
        """Return the tempi (see `Said`) that are normal for the voice."""
        expectation = self._expectation = self._expectation or _Expectation(list(self._portraits))
        return _seen_range(expectation.tempi, Range(-1.1, 1.1), 0.09)

    def speech_db(self) -> Range:
        """Return the levels of speech that are normal."""
        return self._range("speech_db", Range(-50.0, -3.0), 2.2)

    def spread_db(self) -> Range:
        """Return how much level may change within a take."""
        return self._range("spread_db", Range(0.0, 16.0), 4.0)

    def broad_spread_db(self) -> Range:
        """Return how much level may change within most of a take."""
        return self._range("broad_spread_db", Range(0.0, 14.0), 2.0)

    def head_db(self) -> Range:
        """Return the levels at which takes begin."""
        return self._range("head_db", Range(-120.0, 0.0), 4.0)

    def tail_db(self) -> Range:
        """Return the levels at which takes end."""
        return self._range("tail_db", Range(-120.0, 0.0), 4.0)

    def step_db(self) -> Range:
        """Return how sharp a bend the wave may have."""
        return self._range("step_db", Range(-120.0, 40.0), 6.0)

    def log_pitch(self) -> Range:
        """Return the pitches that are normal, as logarithms."""
        low = self._range("low_pitch", _PRIOR_PITCH, _PITCH_MARGIN)
        high = self._range("high_pitch", _PRIOR_PITCH, _PITCH_MARGIN)
        return Range(low.low, high.high)

    def timbre_distances(self, parts: Passages) -> Vector:
        """Return how far each passage is from the voice: about 1 for its own; empty while unknown."""
        return self._timbre.distances(parts)

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON objects."""
        return {
            "schema": SCHEMA,
            "portraits": [asdict(portrait) for portrait in self._portraits],
            "timbre": self._timbre.to_json(),
            "letters": self._letters.to_json(),
            "anchor": self._anchor.to_json(),
        }

    @classmethod
    def from_json(cls, written: dict[str, Any]) -> VoiceNorm:
        """Return a norm from what `to_json` wrote; one from before there were anchors gets one.

        Raises:
            ValueError: It is of another schema.
            KeyError: Something is missing.
            TypeError: Something is of another type.
        """
        schema = written["schema"]
        if schema not in (_WITHOUT_ANCHOR, SCHEMA):
            raise ValueError(f"a norm of schema {schema}")
        portraits = [_read_portrait(one) for one in written["portraits"]]
        timbre, letters = Timbre.from_json(written["timbre"]), Letters.from_json(written["letters"])
        if schema == _WITHOUT_ANCHOR:
            return cls(portraits, timbre, letters, Anchor.at(portraits, timbre))
        return cls(portraits, timbre, letters, Anchor.from_json(written["anchor"]))

    def _range(self, figure: str, prior: Range, margin: float) -> Range:
        key = (figure, margin)
        if key not in self._ranges:
            seen = [getattr(portrait, figure) for portrait in self._portraits]
            self._ranges[key] = _seen_range([one for one in seen if one is not None], prior, margin)
        return self._ranges[key]


def _read_portrait(written: dict[str, Any]) -> Portrait:
    lists = {name: tuple(written[name]) for name in ("wordage", "fit") if written[name] is not None}
    return Portrait(**{field.name: written[field.name] for field in fields(Portrait)} | lists)


def _seen_range(seen: Sequence[float] | Vector, prior: Range, margin: float) -> Range:
    """The middle 98 % of what was seen and a margin, wider while little was seen; before that the prior."""
    if len(seen) < _ENOUGH:
        return prior
    low, high = np.quantile(seen, (0.01, 0.99))
    wide = margin * (1 + _ENOUGH / len(seen))
    return Range(float(low) - wide, float(high) + wide)


def _below(seen: Sequence[tuple[float, float, int]], fit: Fit) -> Vector:
    """How many standard deviations a fit is below what was seen: overall, and at its worst."""
    table = np.array(seen)
    middle = np.median(table[:, :2], axis=0)
    scatter = np.sqrt(1 + _SHORT_SOUNDS / table[:, 2:])
    sds = -np.quantile((table[:, :2] - middle) / scatter, _LOWER_SIXTH, axis=0)
    sds = np.maximum(sds, _LEAST_FIT_SDS) * (1 + _SHORT_SOUNDS / fit.sounds) ** 0.5
    below: Vector = (middle - np.array((fit.overall, fit.worst))) / sds
    return below


def _portrait(analysis: Analysis, parts: Passages, text: str, laid: Laid | None) -> Portrait:
    said = content(analysis)
    pitches = parts.log_pitch[np.isfinite(parts.log_pitch)]
    return Portrait(
        wordage=wordage(text).counts,
        characters=len(text),
        seconds=said.seconds,
        travel=said.travel,
        syllables=said.syllables,
        speech_db=analysis.speech_db,
        spread_db=parts.spread_db,
        broad_spread_db=parts.broad_spread_db,
        head_db=analysis.head_db - analysis.speech_db,
        tail_db=analysis.tail_db - analysis.speech_db,
        step_db=analysis.step_db - analysis.speech_db,
        low_pitch=float(pitches.min()) if pitches.size else None,
        high_pitch=float(pitches.max()) if pitches.size else None,
        fit=(laid.fit.overall, laid.fit.worst, laid.fit.sounds) if laid and laid.fit else None,
        oddest=laid.fit.oddest if laid and laid.fit and laid.fit.oddest else None,
    )


class _Expectation:
    """What a text leads one to expect of a voice: seconds, travel and syllables for what it gives to say."""

    def __init__(self, portraits: Sequence[Portrait]) -> None:
        spoken = [one for one in portraits if any(one.wordage) and one.seconds and one.syllables]
        self._takes = len(spoken)
        counts = np.array([one.wordage for one in spoken], float).reshape(-1, _PRIOR_AMOUNTS.shape[1])
        amounts = np.array([(one.seconds, one.travel, one.syllables) for one in spoken], float)
        self._coefficients = [
            _fitted(counts, amounts[:, row] if spoken else np.zeros(0), prior)
            for row, prior in enumerate(_PRIOR_AMOUNTS)
        ]
        scatter = np.array([_scatter(one.characters) for one in spoken])[:, None] ** 0.5
        logs = np.zeros((0, 3))
        if spoken:
            logs = np.log(amounts) - np.log(np.array([self._expected(c) for c in counts]))
        self._weights, self._variance = self._mixture(logs / scatter)
        self.tempi: Vector = logs[:, 0] / np.array([_tempo_scatter(one.characters) for one in spoken])

    def said(self, text: Wordage, characters: int, heard: Content) -> Said:
        """Compare what was heard with what the text gives to say."""
        counts = np.array(text.counts, float)
        amounts = np.array([heard.seconds, heard.travel, heard.syllables])
        if not counts.any():
            return Said(0.0, 1.0, 0.0)
        logs = np.log(np.maximum(amounts, 1e-3)) - np.log(self._expected(counts))
        amount = float(logs @ self._weights)
        unknown = _PRIOR_SD * _PRIOR_TAKES / (_PRIOR_TAKES + self._takes)
        variance = self._variance * _scatter(characters) + unknown**2
        return Said(amount, float(variance**0.5), float(logs[0] / _tempo_scatter(characters)))

    def _expected(self, counts: Vector) -> Vector:
        return np.array([max(float(counts @ one), 1e-3) for one in self._coefficients])

    def _mixture(self, residuals: Vector) -> tuple[Vector, float]:
        """The mean of the three logarithms that varies least when nothing is missing, and its variance.

        This is generalised least squares for a shift common to all three.
        """
        clipped = np.clip(residuals, -3 * _OUTLIER, 3 * _OUTLIER)
        takes = len(clipped)
        total = _COVARIANCE_TAKES * _PRIOR_COVARIANCE + clipped.T @ clipped
        covariance = total / (_COVARIANCE_TAKES + max(0, takes - _PRIOR_AMOUNTS.shape[1]))
        inverse = np.linalg.inv(covariance)
        return inverse.sum(axis=1) / inverse.sum(), float(1 / inverse.sum())


def _scatter(characters: int) -> float:
    """How much more a text of this length varies than a long one, in variance."""
    return 1 + _SHORT_CHARACTERS / max(characters, 1)


def _tempo_scatter(characters: int) -> float:
    """How much more the tempo of such a text varies than that of a long one, in standard deviations."""
    return float((1 + _SHORT_TEMPO_CHARACTERS / max(characters, 1)) ** 0.5)


def _fitted(counts: Vector, amounts: Vector, prior: Vector) -> Vector:
    """Coefficients that explain the amounts, near the prior's proportions; robust against outliers."""
    if not amounts.size:
        return prior
    ratios = np.log(amounts / np.maximum(counts @ prior, 1e-6))
    scale = np.exp(np.median(ratios) * amounts.size / (amounts.size + 1))
    start: Vector = prior * scale
    fitted = start
    for _ in range(3):
        expected = np.maximum(counts @ fitted, 1e-6)
        errors = np.abs(np.log(amounts / expected))
        weights = np.sqrt(np.minimum(1.0, _OUTLIER / np.maximum(errors, 1e-9))) / expected
        rows = np.concatenate((counts * weights[:, None] * start, _SHAPE_SD * np.eye(start.size)))
        targets = np.concatenate((amounts * weights, np.full(start.size, _SHAPE_SD)))
        fitted = start * np.linalg.lstsq(rows, targets, rcond=None)[0]
    return fitted


@dataclass(frozen=True, slots=True, eq=False)
class Anchor:
    """What a voice was in its first good takes, and will be compared with from then on.

    Attributes:
        takes: How many it has.
        pitches: Logarithms of the pitch of the lowest and the highest passage of each that has one.
        timbre: Of all their passages.
    """

    takes: int
    pitches: tuple[tuple[float, float], ...]
    timbre: Timbre

    @classmethod
    def unknown(cls) -> Anchor:
        """Return that of no voice."""
        return cls(0, (), Timbre.unknown())

    @classmethod
    def at(cls, portraits: Sequence[Portrait], timbre: Timbre) -> Anchor:
        """Return one for a voice whose first takes nobody kept: what it is now has to do."""
        first = portraits[:_ANCHOR_TAKES]
        return cls(len(first), tuple(one.pitches for one in first if one.pitches), timbre)

    @property
    def is_complete(self) -> bool:
        """Whether it has all of its takes, and says what is normal."""
        return self.takes >= _ANCHOR_TAKES

    def with_take(self, portrait: Portrait, parts: Passages) -> Anchor:
        """Return it with another take, or as it is where it is complete."""
        if self.is_complete:
            return self
        pitches = (*self.pitches, portrait.pitches) if portrait.pitches else self.pitches
        return Anchor(self.takes + 1, pitches, self.timbre.with_passages(parts))

    def log_pitch(self) -> Range:
        """Return the pitches that are normal, as logarithms."""
        lows, highs = np.array(self.pitches).reshape(-1, 2).T
        low, high = (_seen_range(seen, _PRIOR_PITCH, _PITCH_MARGIN) for seen in (lows, highs))
        return Range(low.low, high.high)

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON objects."""
        return {"takes": self.takes, "pitches": self.pitches, "timbre": self.timbre.to_json()}

    @classmethod
    def from_json(cls, written: dict[str, Any]) -> Anchor:
        """Return what `to_json` wrote.

        Raises:
            ValueError: A figure is none, or there are not two pitches for a take.
        """
        pitches = tuple((float(low), float(high)) for low, high in written["pitches"])
        return cls(int(written["takes"]), pitches, Timbre.from_json(written["timbre"]))


@dataclass(frozen=True, slots=True, eq=False)
class Timbre:
    """Mean and covariance of the cepstra of a voice's passages.

    Attributes:
        passages: How many were seen; the oldest fade.
        mean: Shape (12,).
        covariance: Shape (12, 12).
    """

    passages: float
    mean: Vector
    covariance: Vector

    @classmethod
    def unknown(cls) -> Timbre:
        """Return that of no voice."""
        return cls(0.0, np.zeros(CEPSTRA), np.zeros((CEPSTRA, CEPSTRA)))

    @property
    def usual(self) -> Vector | None:
        """The mean once it is known."""
        return self.mean if self.passages >= _KNOWN_PASSAGES else None

    def with_passages(self, parts: Passages) -> Timbre:
        """Return it with more passages taken in."""
        count = len(parts.timbre)
        kept = min(self.passages, _MOST_PASSAGES)
        total = kept + count
        mean = (kept * self.mean + parts.timbre.sum(axis=0)) / total
        before, new = self.mean - mean, parts.timbre - mean
        spread = kept * (self.covariance + np.outer(before, before)) + new.T @ new
        return Timbre(total, mean, spread / total)

    def distances(self, parts: Passages) -> Vector:
        """Return the Mahalanobis distances of passages, scaled to about 1 for the voice's own.

        Empty while fewer passages were seen than tell what is normal.
        """
        if self.passages < _KNOWN_PASSAGES:
            return np.zeros(0)
        floor = _TIMBRE_FLOOR * np.eye(CEPSTRA)
        inverse = np.linalg.inv(self.covariance * (1 + CEPSTRA / self.passages) + floor)
        offsets = parts.timbre - self.mean
        squares = np.einsum("pi,ij,pj->p", offsets, inverse, offsets)
        distances: Vector = np.sqrt(np.maximum(squares, 0.0) / CEPSTRA) * parts.steadiness
        return distances

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON objects."""
        return {
            "passages": self.passages,
            "mean": self.mean.tolist(),
            "covariance": self.covariance.tolist(),
        }

    @classmethod
    def from_json(cls, written: dict[str, Any]) -> Timbre:
        """Return what `to_json` wrote.

        Raises:
            ValueError: It is not of this many cepstra.
        """
        mean = np.array(written["mean"], float).reshape(CEPSTRA)
        covariance = np.array(written["covariance"], float).reshape(CEPSTRA, CEPSTRA)
        return cls(float(written["passages"]), mean, covariance)


_MOST_PASSAGES = 2000.0
_KNOWN_PASSAGES = 60.0
"""About a minute and a half of speech: five for each of the twelve cepstra."""
_TIMBRE_FLOOR = 1e-3
"""Variance that every cepstrum has at least: that of the measurement."""
