"""The verdict: whether a take can be the speech of its text, from what was measured on it.

These checks know no words: what they pass is verified by signal, never by words (see
`vox1.render.word_check`).
What can be cut away cleanly is cut first; what is left is judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
import numpy.typing as npt

from vox1.audio.analysis import SILENT_DB, Analysis
from vox1.audio.content import Extent, content, extent
from vox1.audio.passages import Passages, held_seconds, passages, unpitched_seconds
from vox1.audio.repeats import repeated_seconds
from vox1.render.norms import Range, VoiceNorm
from vox1.render.refrains import Refrains
from vox1_worker.protocol import Ended

REVISION = 7
"""Raised when the checks change; a stored take keeps the revision it was judged by."""

_SILENT_RMS = 0.0005
"""-66 dB: quieter than the noise floor of any speech."""
_FASTEST_SECONDS_PER_CHARACTER = 0.012
"""Three times the fastest intelligible synthetic speech; what is shorter has lost text."""
_SHORT_CHARACTERS = 20
_DEAD_AIR_SECONDS = 2.0
"""No reader pauses so long within a chunk; large voice models do when they lose their place."""
_MOST_HEAD_SECONDS, _KEPT_HEAD_SECONDS = 0.35, 0.12
_MOST_TAIL_SECONDS, _KEPT_TAIL_SECONDS = 0.8, 0.3
_MOST_OFFSET = 0.01
"""A mean of 1 % of full scale: 40 dB down, and a click at both ends of the take."""
_FLAT_TOPS_PER_SECOND = 2.0
_UNPITCHED_SECONDS = 0.45
"""No hiss of any language is so long (measured: 0.30 s in six)."""
_HELD_SECONDS = 0.6
_REPEATED_SECONDS = 1.5
"""More than the one match of two words that chance brings now and then to a long take."""
_LEAST_REPEATED_SECONDS, _REPEATED_SHARE = 0.55, 0.2
_LOST_SDS, _LEAST_LOST = 4.5, 0.20
_MORE_SDS, _LEAST_MORE = 4.0, 0.16
"""Logarithms of what is said over what is to be said; 0.2 is a sixth lost or a fifth too much."""
_FARTHER = 0.85
"""Of the passages, this share is nearer to the voice than the one that is looked at."""
_FEW_PASSAGES = 3
"""Of so few, one with an odd pitch is no other voice."""
_FOREIGN_DISTANCE = 1.85
"""Timbre distance of that passage; 1 is usual."""
_DRIFTED_DISTANCE = 2.0
"""The same against the voice's first takes: nine in ten takes of the nearest of other speakers are farther.

The voice's own stayed below 1.5 at any pitch, tempo and length, but nobody knows how far a model goes from
chapter to chapter; where this is too near, every take from then on is spoken anew for nothing.
"""
_MISFIT_SDS = 3.6
"""Clean speech rarely comes near this, even with words never heard before: one take of 800, of voices that
had learned from seventy sentences."""
_ODDEST = 2.2
"""How much odder than usual the oddest moment may be; clean speech of texts never heard stayed below 2.05."""
_SHORT_ODDEST, _ODD_CHARACTERS = 0.35, 60.0
"""A short text has few moments, so that its oddest is less odd: by this share at most, fading over so many
characters."""
_FITS, _EVEN = 0.35, 0.7
"""A take that is no farther from its letters, and no odder, than these shares of what may be is as takes
usually are."""
_FITTING_REPEATS = 2.0
"""So much more such a take may repeat: where all sounds fit their letters, the likeness is the text's."""
_SHORT_MISFIT = 0.33
"""How much of the ease of a short text this check needs: letters are many even there."""
_SHORT_LEVEL_DB = 1.0
"""How much louder or quieter a short text may be, for its ease: its few vowels need not be loud ones."""
_SHORT_PITCH, _HISS_PITCH = 0.15, 0.45
"""How much higher or lower a short text may be, for its ease (logarithms); in two or three words a few hisses
that seem to have a pitch are half of what is heard."""
_FEW_CHARACTERS = 60
"""In a text shorter than this, timbre and letters also count together: neither is heard for long."""
_EASE_CHARACTERS = 30.0
"""Two or three words say little of what is usual: checks give way for a text of so many characters by their
own width, for one of 300 by a tenth."""
_EDGE_BELOW_SPEECH_DB = -10.0
"""Where the first or last 20 ms are louder than this against the speech, it does not begin or end there."""


class Check(str, Enum):
    """What is looked at."""

    BUDGET = "budget"
    NONFINITE = "nonfinite"
    EMPTY = "empty"
    SILENT = "silent"
    SHORT = "short"
    LOST = "lost"
    MORE = "more"
    FAST = "fast"
    SLOW = "slow"
    DEAD_AIR = "dead-air"
    CLIPPED = "clipped"
    OFFSET = "offset"
    NOISE = "noise"
    HELD = "held"
    LOOP = "loop"
    OTHER = "other"
    OTHERWISE = "otherwise"
    """The same of a take whose engine tells that it said every word."""
    LEVEL = "level"
    JUMP = "jump"
    CLICK = "click"
    PITCH = "pitch"
    VOICE = "voice"
    DRIFT = "drift"
    CUT_START = "cut-start"
    CUT_END = "cut-end"
    JOINED = "joined"
    UNHEARD = "unheard"
    """By the word check: a sentence of the text was not heard."""
    WORDS = "words"
    """By the word check: words were heard that are not the text's, or a sentence twice."""


ALL_CHECKS = frozenset(Check)
PLAIN_CHECKS = frozenset((Check.BUDGET, Check.NONFINITE, Check.EMPTY, Check.SILENT, Check.SHORT))
"""Those that hold for any sound, speech or not."""
DELIVERY_CHECKS = frozenset(
    (
        Check.FAST,
        Check.SLOW,
        Check.LEVEL,
        Check.JUMP,
        Check.CLICK,
        Check.PITCH,
        Check.VOICE,
        Check.DRIFT,
    )
)
"""Those of how a text is said. An engine that never says it otherwise has no slips in this: what is unusual
is the text, as a row of shouts or a title of one word is."""


class Standing(str, Enum):
    """What a take is worth."""

    GOOD = "good"
    DOUBTFUL = "doubtful"
    """All of its text may be there, but something in it does not sound as it should."""
    PARTIAL = "partial"
    """Some of its text seems to be missing, or to be another."""
    USELESS = "useless"
    """There is nothing to hear."""
    UNJUDGED = "unjudged"
    """It is stored, and nobody has looked at it yet."""


_USELESS = frozenset((Check.EMPTY, Check.SILENT))
_PARTIAL = frozenset((Check.BUDGET, Check.NONFINITE, Check.SHORT, Check.LOST, Check.OTHER, Check.UNHEARD))

_WEIGHTS = {
    Check.EMPTY: 10.0,
    Check.SILENT: 9.0,
    Check.SHORT: 8.0,
    Check.BUDGET: 6.0,
    Check.LOST: 5.0,
    Check.OTHER: 5.0,
    Check.UNHEARD: 5.0,
    Check.OTHERWISE: 4.0,
    Check.WORDS: 4.0,
    Check.LOOP: 4.0,
    Check.MORE: 4.0,
    Check.NOISE: 4.0,
    Check.HELD: 4.0,
    Check.VOICE: 3.0,
    Check.NONFINITE: 2.0,
    Check.DEAD_AIR: 2.0,
    Check.CUT_END: 1.5,
    Check.CUT_START: 1.5,
}
"""How bad each is to hear, lost text being worst; 1.0 for the others."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a take.

    Attributes:
        check: What was looked at.
        sentence: What is wrong, for a listener; goes on from "Take 1 was no good: ".
        excess: How far beyond what is normal, 0 being just so; compares takes, has no unit.
    """

    check: Check
    sentence: str
    excess: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a take is good.

    Attributes:
        findings: What is wrong; empty for a good take.
        trim: First sample to keep and the one after the last; None where all is kept.
        repairs: What the trim takes away, for a listener.
    """

    findings: tuple[Finding, ...] = ()
    trim: tuple[int, int] | None = None
    repairs: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether the take may be used."""
        return not self.findings

    @property
    def reasons(self) -> tuple[str, ...]:
        """What is wrong, one sentence each."""
        return tuple(finding.sentence for finding in self.findings)

    @property
    def standing(self) -> Standing:
        """What the take is worth."""
        checks = {finding.check for finding in self.findings}
        if checks & _USELESS:
            return Standing.USELESS
        if checks & _PARTIAL:
            return Standing.PARTIAL
        return Standing.DOUBTFUL if checks else Standing.GOOD

    @property
    def told(self) -> Verdict:
        """The verdict on the same take, where it is known that its engine said every word."""
        return replace(self, findings=tuple(map(_told, self.findings)))

    @property
    def score(self) -> float:
        """How good it is beside other takes of its text: 0 is good, the lower the worse."""
        return -sum(
            _WEIGHTS.get(finding.check, 1.0) * (1 + min(finding.excess, 1.0)) for finding in self.findings
        )


def _told(finding: Finding) -> Finding:
    if finding.check is not Check.OTHER:
        return finding
    sentence = "it does not sound like its text, though its engine tells that it said every word"
    return Finding(Check.OTHERWISE, sentence, finding.excess)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the checks look at.

    Attributes:
        text: As said.
        analysis: Of the whole take.
        ended: How the take came to its end.
        norm: Of the voice.
        extent: Where its speech stands; None where there is no sound.
        parts: Its passages.
    """

    text: str
    analysis: Analysis
    ended: Ended
    norm: VoiceNorm
    extent: Extent | None
    parts: Passages


def judge_speech(
    text: str,
    analysis: Analysis,
    ended: Ended,
    norm: VoiceNorm,
    checks: frozenset[Check] = ALL_CHECKS,
) -> Verdict:
    """Judge a take by its sound.

    Args:
        text: As said.
        analysis: Of the take's sound.
        ended: How it came to its end.
        norm: What is normal for the voice; learned from, by the caller, only where the take is good.
        checks: Those that mean something for the engine.
    """
    found = extent(analysis)
    evidence = _Evidence(text, analysis, ended, norm, found, passages(analysis))
    findings = tuple(_findings(evidence, checks))
    trim, repairs = _trim(analysis, found) if checks - PLAIN_CHECKS else (None, ())
    if _is_mended(evidence, findings):
        findings = ()
    return Verdict(findings, trim, repairs)


def _findings(evidence: _Evidence, checks: frozenset[Check]) -> Iterator[Finding]:
    """What is wrong: with samples first; what was said is looked at only where there is sound."""
    yield from (one for one in _sample_findings(evidence) if one.check in checks)
    if evidence.extent is None or not checks - PLAIN_CHECKS:
        return
    for look in (_amount, _letters, _dead_air, _noise, _loop, _level, _voice, _edges):
        yield from (one for one in look(evidence) if one.check in checks)


def _sample_findings(evidence: _Evidence) -> Iterator[Finding]:
    analysis, characters = evidence.analysis, len(evidence.text)
    seconds = analysis.seconds
    if evidence.ended is Ended.BUDGET:
        yield Finding(Check.BUDGET, f"it did not end by itself within {seconds:.0f} seconds")
    if analysis.nonfinite:
        yield Finding(Check.NONFINITE, f"it has {analysis.nonfinite} samples that are not numbers")
    if not analysis.samples:
        yield Finding(Check.EMPTY, "it is empty")
    elif analysis.rms < _SILENT_RMS:
        yield Finding(Check.SILENT, "it is silent")
    if characters >= _SHORT_CHARACTERS and seconds < characters * _FASTEST_SECONDS_PER_CHARACTER:
        yield Finding(Check.SHORT, f"{seconds:.1f} seconds are too short for {characters} characters")
    if analysis.flat_topped > _FLAT_TOPS_PER_SECOND * max(seconds, 1.0):
        yield Finding(Check.CLIPPED, "it is distorted: its peaks are cut off")
    if abs(analysis.dc) > _MOST_OFFSET:
        yield Finding(Check.OFFSET, "its wave stands off the middle (a constant offset), which clicks")


def _amount(evidence: _Evidence) -> Iterator[Finding]:
    """Text that was lost or added, and a tempo that is not the voice's."""
    said, wide = evidence.norm.said(evidence.analysis, evidence.text), 1 + _ease(evidence.text)
    lost = -said.amount - max(_LEAST_LOST * wide, _LOST_SDS * said.amount_sd)
    more = said.amount - max(_LEAST_MORE * wide, _MORE_SDS * said.amount_sd)
    percent = abs(np.expm1(said.amount)) * 100
    if lost > 0:
        yield Finding(Check.LOST, f"about {percent:.0f} % of its text seems to be missing", lost)
    if more > 0:
        yield Finding(Check.MORE, f"it says about {percent:.0f} % more than its text", more)
    strange = evidence.norm.tempo().excess(said.tempo)
    if strange < 0 and not lost > 0:
        yield Finding(Check.FAST, "it is much faster than the voice usually speaks", -strange)
    if strange > 0 and not more > 0:
        yield Finding(Check.SLOW, "it is much slower than the voice usually speaks", strange)


def _letters(evidence: _Evidence) -> Iterator[Finding]:
    """Speech of another text, as long as it should be and by the right voice."""
    if (misfit := _misfit(evidence)) > 1:
        yield Finding(Check.OTHER, "it does not sound like its text", misfit - 1)


def _misfit(evidence: _Evidence) -> float:
    """How far the sounds are from the letters, 1 being as far as may be."""
    most = _MISFIT_SDS * (1 + _SHORT_MISFIT * _ease(evidence.text))
    return evidence.norm.misfit(evidence.analysis, evidence.text) / most


def _fits(evidence: _Evidence) -> bool:
    """Whether it is known that the sounds are those of the letters."""
    return evidence.norm.knows_letters and _misfit(evidence) < _FITS and _odd(evidence) < _EVEN


def _ease(text: str) -> float:
    """How much wider checks are for a text because it is short, as a share of their width."""
    return _EASE_CHARACTERS / max(len(text), 1)


def _dead_air(evidence: _Evidence) -> Iterator[Finding]:
    found = evidence.extent
    if found and found.longest_pause >= _DEAD_AIR_SECONDS:
        sentence = f"it falls silent for {found.longest_pause:.1f} seconds at {found.longest_pause_at:.1f} s"
        yield Finding(Check.DEAD_AIR, sentence, found.longest_pause / _DEAD_AIR_SECONDS - 1)


def _noise(evidence: _Evidence) -> Iterator[Finding]:
    unpitched = unpitched_seconds(evidence.analysis)
    if unpitched >= _UNPITCHED_SECONDS:
        sentence = f"{unpitched:.1f} seconds of it are noise without a voice"
        yield Finding(Check.NOISE, sentence, unpitched / _UNPITCHED_SECONDS - 1)
    held = held_seconds(evidence.analysis)
    if held >= _HELD_SECONDS:
        yield Finding(Check.HELD, f"it holds one sound for {held:.1f} seconds", held / _HELD_SECONDS - 1)


def _loop(evidence: _Evidence) -> Iterator[Finding]:
    """Stretches that come again where the text does not."""
    repeated = repeated_seconds(evidence.analysis, Refrains(evidence.text).expects)
    if not repeated:
        return
    sound = content(evidence.analysis).seconds
    most = max(_LEAST_REPEATED_SECONDS, min(_REPEATED_SECONDS, _REPEATED_SHARE * sound))
    if repeated > most * (_FITTING_REPEATS if _fits(evidence) else 1.0):
        yield Finding(Check.LOOP, f"about {repeated:.1f} seconds of it repeat what it said before", repeated)


def _level(evidence: _Evidence) -> Iterator[Finding]:
    excess_db = evidence.norm.speech_db().excess(evidence.analysis.speech_db)
    if abs(excess_db) > _SHORT_LEVEL_DB * _ease(evidence.text):
        word = "louder" if excess_db > 0 else "quieter"
        yield Finding(Check.LEVEL, f"it is much {word} than the voice usually is", abs(excess_db) / 20)
    spread_db, broad_db = evidence.parts.spread_db, evidence.parts.broad_spread_db
    jump_db = max(
        evidence.norm.spread_db().excess(spread_db), evidence.norm.broad_spread_db().excess(broad_db)
    )
    if jump_db > 0:
        yield Finding(Check.JUMP, f"its level changes by {spread_db:.0f} dB on the way", jump_db / 20)
    step_db = evidence.analysis.step_db - evidence.analysis.speech_db
    if (sharp_db := evidence.norm.step_db().excess(step_db)) > 0:
        yield Finding(Check.CLICK, "it clicks", sharp_db / 20)


def _voice(evidence: _Evidence) -> Iterator[Finding]:
    """Another voice than that of the newest takes; where there is none, another than that of the first."""
    yield from tuple(_stranger(evidence)) or _drift(evidence)


def _stranger(evidence: _Evidence) -> Iterator[Finding]:
    """Pitch and timbre of its passages, the farther ones of them, and of its moments."""
    is_short = len(evidence.text) < _FEW_CHARACTERS
    if (off := _off_pitch(evidence, evidence.norm.log_pitch())) > 0:
        yield Finding(Check.PITCH, "its pitch is not the voice's", off)
    far = (distance(evidence.parts, evidence.norm) - 1) / (_FOREIGN_DISTANCE - 1)
    if far > 1:
        yield Finding(Check.VOICE, "it does not sound like the voice", far - 1)
    elif far > 0 and is_short and (both := np.hypot(far, _misfit(evidence))) > 1:
        yield Finding(Check.VOICE, "it sounds too little like the voice and like its text", float(both) - 1)
    elif (odd := _odd(evidence)) > 1:
        yield Finding(Check.VOICE, "a part of it does not sound as the voice says its text", odd - 1)


def _drift(evidence: _Evidence) -> Iterator[Finding]:
    """A voice that has changed so slowly that its newest takes are like this one."""
    anchor = evidence.norm.anchor
    if anchor is None:
        return
    if (off := _off_pitch(evidence, anchor.log_pitch())) > 0:
        yield Finding(Check.DRIFT, "its pitch is no longer that of the voice's first takes", off)
    far = (_farther(anchor.timbre.distances(evidence.parts)) - 1) / (_DRIFTED_DISTANCE - 1)
    if far > 1:
        yield Finding(Check.DRIFT, "it no longer sounds like the voice's first takes", far - 1)


def _off_pitch(evidence: _Evidence, normal: Range) -> float:
    """How far the pitch of the farther passages is outside what is normal; 0 where it may be."""
    pitches = evidence.parts.log_pitch[np.isfinite(evidence.parts.log_pitch)]
    if not pitches.size:
        return 0.0
    looked_at = _FARTHER if pitches.size > _FEW_PASSAGES else 0.5
    off = float(np.quantile([abs(normal.excess(float(pitch))) for pitch in pitches], looked_at))
    free = _HISS_PITCH if len(evidence.text) < _FEW_CHARACTERS else _SHORT_PITCH
    return off if off > free * _ease(evidence.text) else 0.0


def _odd(evidence: _Evidence) -> float:
    """How odd the oddest moment is for the voice and the letters, 1 being as odd as may be."""
    most = _ODDEST * (1 - _SHORT_ODDEST * float(np.exp(-len(evidence.text) / _ODD_CHARACTERS)))
    return evidence.norm.oddest(evidence.analysis, evidence.text) / most


def distance(parts: Passages, norm: VoiceNorm) -> float:
    """Return how far a take is from its voice by timbre, about 1 for its own; 0 while that is unknown.

    An engine that knows its speakers by an embedding can measure better than this does.
    """
    return _farther(norm.timbre_distances(parts))


def _farther(distances: npt.NDArray[np.float64]) -> float:
    """That of the passage that is looked at; 0 where there are none."""
    return float(np.quantile(distances, _FARTHER)) if distances.size else 0.0


def _edges(evidence: _Evidence) -> Iterator[Finding]:
    """A first or last 20 ms as loud as speech, from a voice whose takes begin or end in silence."""
    analysis, norm = evidence.analysis, evidence.norm
    head_db, tail_db = analysis.head_db - analysis.speech_db, analysis.tail_db - analysis.speech_db
    if norm.head_db().high < _EDGE_BELOW_SPEECH_DB < head_db:
        yield Finding(Check.CUT_START, "its beginning is cut off")
    if norm.tail_db().high < _EDGE_BELOW_SPEECH_DB < tail_db:
        yield Finding(Check.CUT_END, "its end is cut off")


def _trim(analysis: Analysis, found: Extent | None) -> tuple[tuple[int, int] | None, tuple[str, ...]]:
    """What to keep, where a long silence or room tone stands before the speech or after it."""
    if found is None or analysis.speech_db <= SILENT_DB:
        return None, ()
    first, last, repairs = 0.0, analysis.seconds, []
    if found.start > _MOST_HEAD_SECONDS:
        first = found.start - _KEPT_HEAD_SECONDS
        repairs.append(f"{first:.1f} seconds without speech were cut before it")
    if analysis.seconds - found.end > _MOST_TAIL_SECONDS:
        last = found.end + _KEPT_TAIL_SECONDS
        repairs.append(f"{analysis.seconds - last:.1f} seconds without speech were cut after it")
    if not repairs:
        return None, ()
    rate_hz = analysis.sample_rate_hz
    return (round(first * rate_hz), min(analysis.samples, round(last * rate_hz))), tuple(repairs)


def _is_mended(evidence: _Evidence, findings: tuple[Finding, ...]) -> bool:
    """Whether a take that ran into its budget said its whole text and then only fell silent."""
    found, analysis = evidence.extent, evidence.analysis
    return (
        [finding.check for finding in findings] == [Check.BUDGET]
        and evidence.norm.is_settled
        and found is not None
        and analysis.seconds - found.end >= _DEAD_AIR_SECONDS
    )
