"""How well takes are checked: faults caught, false alarms on clean speech, and what the checking costs.

Usage: .venv/bin/python benchmarks/take_checks.py  (about eight minutes on two cores)

The draft voice speaks chunks as long as those of real books in six languages at three speeds: eighteen
voices. Clean speech varies in rate by 15 %, in level by 3 dB, in its pauses from half to double, over the
noise of a room. Each voice's norm is learned from clean chunks of the texts that thresholds were chosen on,
starting from nothing; the tables come from texts held out. Faults that have a share are made twice: 30 to
70 % of the chunk and 10 to 30 %. Prints the tables for docs/reliability.md.

With ``--tune`` nothing held out is looked at: thresholds are chosen by what that prints.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
PHRASES = ROOT / "benchmarks" / "phrases"
sys.path.insert(0, str(ROOT))

from benchmarks.long_book import sample_paragraphs  # noqa: E402  # found through the line above
from vox1.audio.analysis import analyse  # noqa: E402
from vox1.render.norms import VoiceNorm  # noqa: E402
from vox1.render.verdict import Verdict, judge_speech  # noqa: E402
from vox1.render.wordage import repeated_share  # noqa: E402
from vox1.script.normalise.spoken import normalise  # noqa: E402
from vox1.script.sentences import sentence_spans  # noqa: E402
from vox1_worker import take_file  # noqa: E402
from vox1_worker.engines.espeak import EspeakEngine  # noqa: E402
from vox1_worker.engines.faults import FAULTS, WHOLE, Audio, Faulty, Material  # noqa: E402
from vox1_worker.protocol import Load, Speak  # noqa: E402

VOICES = {"en": "gmw/en", "de": "gmw/de", "fr": "roa/fr", "es": "roa/es", "it": "roa/it", "ru": "zle/ru"}
STRANGERS = ("+f2", "+f4", "+m7", "+klatt")
RATES_WPM = (140, 175, 220)
LENGTHS = (
    (8, 0.0),
    (20, 0.02),
    (40, 0.035),
    (80, 0.075),
    (120, 0.123),
    (160, 0.193),
    (200, 0.309),
    (250, 0.557),
)
"""Characters of a chunk, and the share of chunks that have fewer: 6,201 chunks of seven books."""
MOST_CHARACTERS = 350
BANDS = {"30-70 %": (0.3, 0.7), "10-30 %": (0.1, 0.3)}
_MAIN_BAND = "30-70 %"
_GAP_FRAMES_SECONDS = 0.005
_FIRSTS, _DRAWS = 4, 60
"""Sentences looked at for the first of a chunk, and for all others."""
_SPEECH_LEVEL = 0.6
"""Of the draft voice's own level, so that 3 dB more does not clip."""
_NEAR_SECONDS = 1.0
"""A cut this near to the right place mends a take; the draft voice itself ends in up to 0.8 s of silence."""


@dataclass
class Counts:
    """What came out, for one voice or all.

    Attributes:
        clean: Chunks of the second half, and how many were called bad.
        learning: The same for the first half, while the norm was learned.
        lengths: The same as for clean, by length of the text.
        alarms: Checks that raised false alarms.
        made: Faults made, by kind and band.
        caught: Of those, called bad or mended.
        mended: Of those, cut cleanly.
        checks: What caught them.
        missed: Examples that were not caught, for whoever works on the checks.
        seconds: Audio judged.
        cpu_seconds: Spent on it.
    """

    clean: Counter[str] = field(default_factory=Counter)
    learning: Counter[str] = field(default_factory=Counter)
    lengths: Counter[tuple[str, str]] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    made: Counter[tuple[str, str]] = field(default_factory=Counter)
    caught: Counter[tuple[str, str]] = field(default_factory=Counter)
    mended: Counter[tuple[str, str]] = field(default_factory=Counter)
    checks: defaultdict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    missed: list[dict[str, object]] = field(default_factory=list)
    seconds: float = 0.0
    cpu_seconds: float = 0.0

    def add(self, other: Counts) -> None:
        """Take in another's."""
        for name in ("clean", "learning", "lengths", "alarms", "made", "caught", "mended"):
            getattr(self, name).update(getattr(other, name))
        for key, found in other.checks.items():
            self.checks[key].update(found)
        self.missed += other.missed
        self.seconds += other.seconds
        self.cpu_seconds += other.cpu_seconds


class Booth:
    """Speaks as the draft voice, in one language at one speed."""

    def __init__(self, language: str, rate_wpm: int, seed: str) -> None:
        self._engine = EspeakEngine()
        self.rate_hz = self._engine.load(Load("", "cpu", 1)).sample_rate_hz
        self._voice, self._rate_wpm = VOICES[language], rate_wpm
        self.random = random.Random(seed)
        self.generator = np.random.default_rng(self.random.getrandbits(64))

    def speech(self, text: str, factor: float | None = None, stranger: str = "") -> Audio:
        """Return clean speech as an engine might make it, with the noise of its room.

        Args:
            text: As said.
            factor: Of the rate; drawn within 15 % where not given.
            stranger: A variant that makes another voice of it.
        """
        rate_wpm = round(self._rate_wpm * (factor or self.random.uniform(0.85, 1.15)))
        said = self._say(text, rate_wpm, stranger)
        said = _with_pauses(said, self.random.uniform(0.5, 2.0), self.rate_hz)
        gain = _SPEECH_LEVEL * 10 ** (self.random.uniform(-3, 3) / 20)
        return (said * np.float32(gain) + self.room(said.size)).astype(np.float32)

    def room(self, length: int) -> Audio:
        """Return the noise of a room: -70 to -55 dB."""
        level = 10 ** (self.random.uniform(-70, -55) / 20)
        return (level * self.generator.standard_normal(length)).astype(np.float32)

    def _say(self, text: str, rate_wpm: int, variant: str) -> Audio:
        settings = {"rate_wpm": rate_wpm}
        self._engine.start(Speak("1", "", 1, 0, text, self._voice + variant, "", "", settings, 600.0, ""))
        (outcome,) = self._engine.step()
        audio: Audio = outcome.audio  # type: ignore[union-attr]  # anything else ends the benchmark
        return audio


def _with_pauses(audio: Audio, factor: float, rate_hz: int) -> Audio:
    """Shorten or lengthen what is silent for 60 ms or more."""
    frame = round(_GAP_FRAMES_SECONDS * rate_hz)
    whole = audio.size // frame
    is_silent = np.abs(audio[: whole * frame]).reshape(whole, frame).max(axis=1) < 0.001
    ends = np.flatnonzero(np.diff(is_silent.astype(np.int8))) + 1
    pieces = []
    for run in np.split(np.arange(whole), ends):
        piece = audio[run[0] * frame : (run[-1] + 1) * frame] if run.size else audio[:0]
        if run.size >= 12 and is_silent[run[0]]:
            piece = np.resize(piece, round(piece.size * factor))
        pieces.append(piece)
    return np.concatenate([*pieces, audio[whole * frame :]])


def sentences(language: str, part: str, chance: random.Random) -> list[str]:
    """Return sentences of one part of the texts; the parts have none in common.

    Args:
        language: A key of `VOICES`.
        part: ``first`` or ``second`` half of the texts thresholds are chosen on, ``both``, or ``held out``.
        chance: For every choice.
    """
    if language == "en" and part != "held out":
        return _sample_sentences()[
            {"first": slice(0, None, 2), "second": slice(1, None, 2)}.get(part, slice(None))
        ]
    folder = PHRASES / "held_out" if part == "held out" else PHRASES
    parts: dict[str, list[str]] = json.loads((folder / f"{language}.json").read_text(encoding="utf-8"))
    kept = {name: _half(values, part) for name, values in parts.items()}

    def one() -> str:
        if chance.random() < 0.25:
            return chance.choice(kept["short"])
        begun = f"{chance.choice(kept['openings'])} {chance.choice(kept['cores'])}"
        return begun + chance.choice(kept["endings"])

    return [one() for _ in range(300)]


def _half(values: list[str], part: str) -> list[str]:
    middle = len(values) // 2
    return {"first": values[:middle], "second": values[middle:]}.get(part, values)


def _sample_sentences() -> list[str]:
    found = [text[start:end] for text in sample_paragraphs() for start, end in sentence_spans(text, "en")]
    return [sentence for sentence in found if len(sentence) >= 8]


def chunk(pool: Sequence[str], chance: random.Random) -> str:
    """Return some sentences, about as long as chunks of real books; one chunk in five may repeat itself."""
    wanted, has_refrains = _length(chance), chance.random() < 0.2
    text = min((chance.choice(pool) for _ in range(_FIRSTS)), key=lambda first: abs(len(first) - wanted))
    for _ in range(_DRAWS):
        if len(text) >= wanted - 40:
            break
        longer = f"{text} {chance.choice(pool)}"
        if len(longer) <= MOST_CHARACTERS and (has_refrains or repeated_share(longer) < 0.05):
            text = longer
    return text


def _length(chance: random.Random) -> float:
    lengths, shares = zip(*LENGTHS, (MOST_CHARACTERS, 1.0), strict=True)
    return float(np.interp(chance.random(), shares, lengths))


def check(faulty: Faulty, text: str, rate_hz: int, norm: VoiceNorm, counts: Counts) -> Verdict:
    """Judge a take as the program does, from its 16-bit samples, and count what that cost."""
    measured = take_file.measure(faulty.audio)
    pcm = take_file.to_pcm16(faulty.audio)
    began = time.process_time()
    verdict = judge_speech(text, analyse(pcm, rate_hz, measured.nonfinite), faulty.ended, norm)
    counts.cpu_seconds += time.process_time() - began
    counts.seconds += faulty.audio.size / rate_hz
    return verdict


def measure_voice(language: str, rate_wpm: int, how: argparse.Namespace) -> Counts:
    """Learn one voice on one half, then count on the other."""
    booth, counts, norm = Booth(language, rate_wpm, f"{language} {rate_wpm}"), Counts(), VoiceNorm()
    learned, counted = ("first", "second") if how.tune else ("both", "held out")
    for text in _chunks(language, learned, how.clean, booth.random):
        take = Faulty(booth.speech(text))
        verdict = check(take, text, booth.rate_hz, norm, counts)
        counts.learning.update(["made"] if verdict.is_good else ["made", "alarms"])
        if verdict.is_good:
            norm.learn(analyse(take_file.to_pcm16(take.audio), booth.rate_hz), text)
    for text in _chunks(language, counted, how.clean, booth.random):
        verdict = check(Faulty(booth.speech(text)), text, booth.rate_hz, norm, counts)
        length = _length_band(text)
        counts.clean.update(["made"] if verdict.is_good else ["made", "alarms"])
        counts.lengths.update(
            [(length, "made")] if verdict.is_good else [(length, "made"), (length, "alarms")]
        )
        counts.alarms.update(finding.check.value for finding in verdict.findings)
        if verdict.findings:
            counts.missed.append({"kind": "clean", "text": text, "said": list(verdict.reasons)})
    for band, (low, high) in BANDS.items():
        count = how.faulty if band == _MAIN_BAND else how.faulty // 3
        for text, other in pairwise(_chunks(language, counted, count + 1, booth.random)):
            made = _material(booth, text, other, booth.random.uniform(low, high))
            for kind in how.kinds:
                if kind not in WHOLE:
                    _count_fault((kind, band), made, text, norm, counts)
                elif band == _MAIN_BAND:
                    _count_fault((kind, "whole"), made, text, norm, counts)
    return counts


def _length_band(text: str) -> str:
    return next(f"under {most}" for most in (40, 120, 200, 1_000) if len(text) < most)


def _chunks(language: str, part: str, count: int, chance: random.Random) -> Iterator[str]:
    pool = sentences(language, part, chance)
    return (normalise(chunk(pool, chance), language) for _ in range(count))


def _material(booth: Booth, text: str, other: str, share: float) -> Material:
    speech = booth.speech(text)
    more = booth.speech(other)
    return Material(
        speech=speech,
        other=np.resize(more, max(more.size, 2 * speech.size)),
        stranger=booth.speech(text, stranger=booth.random.choice(STRANGERS)),
        steady=booth.speech(text, factor=1.0),
        room=booth.room(10 * booth.rate_hz),
        rate_hz=booth.rate_hz,
        budget_seconds=max(20.0, 2 * speech.size / booth.rate_hz),
        share=share,
        random=booth.generator,
    )


def _count_fault(key: tuple[str, str], made: Material, text: str, norm: VoiceNorm, counts: Counts) -> None:
    faulty = FAULTS[key[0]](made)
    verdict = check(faulty, text, made.rate_hz, norm, counts)
    counts.made[key] += 1
    if not verdict.is_good:
        counts.caught[key] += 1
        counts.checks[key].update({finding.check.value for finding in verdict.findings})
    elif _is_mended(verdict, faulty, made.rate_hz):
        counts.caught[key] += 1
        counts.mended[key] += 1
    else:
        example = {"kind": key[0], "band": key[1], "share": made.share, "text": text}
        counts.missed.append(example | {"seconds": made.speech.size / made.rate_hz, "trim": verdict.trim})


def _is_mended(verdict: Verdict, faulty: Faulty, rate_hz: int) -> bool:
    """Whether a cut left the right speech, no sound of it lost and hardly anything else kept."""
    if verdict.trim is None or faulty.kept is None:
        return False
    near = _NEAR_SECONDS * rate_hz
    speech = np.flatnonzero(np.abs(faulty.audio[slice(*faulty.kept)]) > 0.02) + faulty.kept[0]
    is_whole = verdict.trim[0] <= speech[0] and verdict.trim[1] > speech[-1]
    return bool(is_whole and speech[0] - verdict.trim[0] < near and verdict.trim[1] - speech[-1] < near)


def wilson(hits: int, tries: int) -> tuple[float, float]:
    """Return the 95 % interval of a share by Wilson's score."""
    if not tries:
        return 0.0, 1.0
    z, share = 1.96, hits / tries
    middle = (share + z * z / (2 * tries)) / (1 + z * z / tries)
    half = z / (1 + z * z / tries) * (share * (1 - share) / tries + z * z / (4 * tries * tries)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)


def _share(counts: Mapping[str, int]) -> str:
    made, alarms = counts.get("made", 0), counts.get("alarms", 0)
    low, high = wilson(alarms, made)
    return f"{alarms} of {made:,} = {100 * alarms / max(1, made):.2f} % ({100 * low:.2f} to {100 * high:.2f})"


def _print(counts: Counts) -> None:
    print(f"clean speech called bad: {_share(counts.clean)} {dict(counts.alarms)}")
    for band in sorted({band for band, _ in counts.lengths}, key=len):
        found = {name: counts.lengths[band, name] for name in ("made", "alarms")}
        print(f"- of texts {band} characters: {_share(found)}")
    print(f"the same while learning from nothing: {_share(counts.learning)}")
    cost = 1000 * counts.cpu_seconds / max(1e-9, counts.seconds)
    print(f"checking: {cost:.2f} ms of one core per second of audio, {counts.seconds / 3600:.1f} h judged\n")
    print("| fault | share of the chunk | made | caught | of 100 | 95 % interval | mended | by |")
    print("|---|---|---|---|---|---|---|---|")
    for key in sorted(counts.made, key=lambda key: (key[1], list(FAULTS).index(key[0]))):
        made, caught = counts.made[key], counts.caught[key]
        low, high = wilson(caught, made)
        by = ", ".join(name for name, _ in counts.checks[key].most_common(3))
        print(
            f"| {key[0]} | {key[1]} | {made} | {caught} | {100 * caught / made:.1f} |"
            f" {100 * low:.1f} to {100 * high:.1f} | {counts.mended[key]} | {by} |"
        )


def main() -> None:
    """Measure all voices and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--clean", type=int, default=115, help="clean chunks of each voice, learned and counted"
    )
    parser.add_argument(
        "--faulty",
        type=int,
        default=28,
        help="faulty chunks of each voice and kind; a third as many of 10-30 %%",
    )
    parser.add_argument("--kinds", nargs="*", default=list(FAULTS), help="faults to make")
    parser.add_argument("--tune", action="store_true", help="learn and count on what is not held out")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--missed", type=Path, help="a file for what went wrong")
    options = parser.parse_args()
    total = Counts()
    with ProcessPoolExecutor(options.processes, mp_context=get_context("spawn")) as pool:
        waiting = [
            pool.submit(measure_voice, language, rate_wpm, options)
            for rate_wpm in RATES_WPM
            for language in VOICES
        ]
        for number, voice in enumerate(waiting, 1):
            total.add(voice.result())
            print(f"voice {number} of {len(waiting)}", file=sys.stderr)
    _print(total)
    if options.missed:
        options.missed.write_text(json.dumps(total.missed, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
