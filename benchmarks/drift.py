"""How well the judge sees that somebody else speaks, once it knows a voice.

Usage: .venv/bin/python benchmarks/drift.py  (twenty minutes on two busy cores)

Six voices, one for each language of `take_checks`, are learned from 115 clean chunks each. Then chunks of
texts held out are spoken by the right voice, and by others: variants of the same synthesiser, which has the
same rhythm and hiss in all of them, and the voices of other languages reading this one's texts, whose sounds
are wrong too. The right voice also speaks in other moods, up to a tenth lower or higher, which nobody should
flag. A take is flagged where the judge finds anything wrong with it.

The last table has a voice that changes slowly instead, its pitch and timbre rising together by up to a
quarter in 300 takes: judged by what was learned before; by a judge who goes on learning from what he lets
pass, as in a book; and by one who knew nothing of the voice when it began to change. Prints the tables for
docs/reliability.md.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.take_checks import VOICES, Booth, Counts, check, chunk, sentences, wilson  # noqa: E402
from vox1.audio.analysis import analyse  # noqa: E402
from vox1.render.norms import VoiceNorm  # noqa: E402
from vox1.render.verdict import Check, Verdict  # noqa: E402
from vox1.script.normalise.spoken import normalise  # noqa: E402
from vox1_worker import take_file  # noqa: E402
from vox1_worker.engines.faults import Audio, Faulty  # noqa: E402
from vox1_worker.protocol import Speak  # noqa: E402

VARIANTS = (
    *("+f1", "+f2", "+f3", "+f4", "+f5"),
    *("+m1", "+m2", "+m3", "+m4", "+m5", "+m6", "+m7", "+m8"),
    *("+klatt", "+klatt2", "+klatt4", "+croak", "+whisper", "+whisperf"),
    *("+adam", "+linda", "+steph", "+grandma", "+quincy"),
)
"""Of the draft voice: other pitches, formants, voice sources and breath."""
RATE_WPM = 175
_MOST_CHANGE = 0.25
_DRIFT_BANDS = 5
_PITCH, _MOODS = 50, (40, 60)
"""On the draft voice's scale: its own, and a tenth lower and higher."""
_RIGHT, _MOOD, _FOREIGN = "the right voice", "the same in other moods", "another language's"
_JUDGES = ("as learned", "learns on", "from its first take")


@dataclass
class Tally:
    """What came out.

    Attributes:
        made: Takes, by who spoke.
        flagged: Of those, called bad.
        checks: What flagged them.
        drifted: Takes of the voice that changes, by the judge (see `_JUDGES`) and the change.
        seen: Of those, called bad.
        told: Of those, called bad for the change from the voice's first takes and nothing else.
    """

    made: Counter[str] = field(default_factory=Counter)
    flagged: Counter[str] = field(default_factory=Counter)
    checks: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    drifted: Counter[tuple[int, int]] = field(default_factory=Counter)
    seen: Counter[tuple[int, int]] = field(default_factory=Counter)
    told: Counter[tuple[int, int]] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Take in another's."""
        for name in ("made", "flagged", "drifted", "seen", "told"):
            getattr(self, name).update(getattr(other, name))
        for who, found in other.checks.items():
            self.checks[who].update(found)

    def count(self, who: str, verdict: Verdict) -> None:
        """Count one take."""
        self.made[who] += 1
        self.flagged[who] += not verdict.is_good
        self.checks[who].update({finding.check.value for finding in verdict.findings})


class Cast(Booth):
    """A booth in which the voices of other languages speak too."""

    _pitch = _PITCH

    def _say(self, text: str, rate_wpm: int, variant: str) -> Audio:
        """Speak with a variant of the voice, or with the voice that is named in place of one."""
        voice = variant if "/" in variant else self._voice + variant
        settings = {"rate_wpm": rate_wpm, "pitch": self._pitch}
        self._engine.start(Speak("1", "", 1, 0, text, voice, "", "", settings, 600.0, ""))
        (outcome,) = self._engine.step()
        audio: Audio = outcome.audio  # type: ignore[union-attr]  # anything else ends the benchmark
        return audio

    def moody(self, text: str) -> Audio:
        """Return clean speech at another pitch."""
        self._pitch = self.random.randint(*_MOODS)
        try:
            return self.speech(text)
        finally:
            self._pitch = _PITCH

    def changed(self, text: str, factor: float) -> Audio:
        """Return speech whose pitch and formants are higher by a factor, at the voice's own tempo."""
        said = self.speech(text, factor=self.random.uniform(0.85, 1.15) / factor)
        places = np.arange(0, len(said) - 1, factor)
        higher: Audio = np.interp(places, np.arange(len(said)), said).astype(np.float32)
        return higher


def measure_voice(language: str, how: argparse.Namespace) -> Tally:
    """Learn one voice, then have it and others speak."""
    cast, tally, norm = Cast(language, RATE_WPM, f"drift {language}"), Tally(), VoiceNorm()
    for text in chunks(language, "both", how.learned, cast.random):
        take = cast.speech(text)
        if judged(take, text, cast, norm).is_good:
            learn(take, text, cast, norm)
    for text in chunks(language, "held out", how.right, cast.random):
        tally.count(_RIGHT, judged(cast.speech(text), text, cast, norm))
    for stranger in strangers(language):
        who = _FOREIGN if "/" in stranger else stranger
        for text in chunks(language, "held out", how.wrong, cast.random):
            tally.count(who, judged(cast.speech(text, stranger=stranger), text, cast, norm))
    for text in chunks(language, "held out", how.right, cast.random):
        tally.count(_MOOD, judged(cast.moody(text), text, cast, norm))
    for judge, known in enumerate((norm, norm, VoiceNorm())):
        texts = list(chunks(language, "both", how.drifting, cast.random))
        count_drift(texts, cast, known, tally, judge)
    return tally


def strangers(language: str) -> Iterator[str]:
    """Return all who are not the voice."""
    yield from VARIANTS
    yield from (voice for other, voice in VOICES.items() if other != language)


def count_drift(texts: Sequence[str], cast: Cast, norm: VoiceNorm, tally: Tally, judge: int) -> None:
    """Have the voice change from take to take; all judges but the first change the norm."""
    for number, text in enumerate(texts):
        share = number / len(texts)
        take = cast.changed(text, 1 + _MOST_CHANGE * share)
        verdict = judged(take, text, cast, norm)
        band = (judge, int(share * _DRIFT_BANDS))
        tally.drifted[band] += 1
        tally.seen[band] += not verdict.is_good
        tally.told[band] += {finding.check for finding in verdict.findings} == {Check.DRIFT}
        if judge and verdict.is_good:
            learn(take, text, cast, norm)


def chunks(language: str, part: str, count: int, chance: random.Random) -> Iterator[str]:
    """Return chunks as long as those of real books."""
    pool = sentences(language, part, chance)
    return (normalise(chunk(pool, chance), language) for _ in range(count))


def judged(take: Audio, text: str, cast: Cast, norm: VoiceNorm) -> Verdict:
    """Judge a take as the program does."""
    return check(Faulty(take), text, cast.rate_hz, norm, Counts())


def learn(take: Audio, text: str, cast: Cast, norm: VoiceNorm) -> None:
    """Have the norm learn from a take."""
    norm.learn(analyse(take_file.to_pcm16(take), cast.rate_hz), text)


def _row(name: str, flagged: int, made: int, rest: str) -> str:
    low, high = wilson(flagged, made)
    share = 100 * flagged / max(made, 1)
    return f"| {name} | {made} | {flagged} | {share:.1f} | {100 * low:.1f} to {100 * high:.1f} |{rest}"


def _print(tally: Tally) -> None:
    print("| who speaks | takes | flagged | of 100 | 95 % interval | by |\n|---|---|---|---|---|---|")
    others = sorted(
        tally.made.keys() - {_RIGHT, _MOOD}, key=lambda who: -tally.flagged[who] / tally.made[who]
    )
    for who in (_RIGHT, _MOOD, *others):
        by = ", ".join(name for name, _ in tally.checks[who].most_common(3))
        print(_row(who, tally.flagged[who], tally.made[who], f" {by or '-'} |"))
    _print_sum("all others", others, tally)
    print("\n| change | judge | takes | flagged | of 100 | 95 % interval | only by drift |")
    print("|---|---|---|---|---|---|---|")
    for judge, band in sorted(tally.drifted):
        step, key = 100 * _MOST_CHANGE / _DRIFT_BANDS, (judge, band)
        name = f"{band * step:g} to {(band + 1) * step:g} % | {_JUDGES[judge]}"
        print(_row(name, tally.seen[key], tally.drifted[key], f" {tally.told[key]} |"))


def _print_sum(name: str, whose: Iterable[str], tally: Tally) -> None:
    who = list(whose)
    checks: Counter[str] = sum((tally.checks[one] for one in who), Counter())
    by = ", ".join(check for check, _ in checks.most_common(3))
    print(_row(name, sum(tally.flagged[one] for one in who), sum(tally.made[one] for one in who), f" {by} |"))


def main() -> None:
    """Measure all voices and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--learned", type=int, default=115, help="clean chunks a voice is learned from")
    parser.add_argument("--right", type=int, default=100, help="chunks by each right voice")
    parser.add_argument("--wrong", type=int, default=15, help="chunks by each other voice for each of them")
    parser.add_argument("--drifting", type=int, default=300, help="takes in which a voice changes")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    total = Tally()
    with ProcessPoolExecutor(options.processes, mp_context=get_context("spawn")) as pool:
        for voice in [pool.submit(measure_voice, language, options) for language in VOICES]:
            total.add(voice.result())
            print("a voice is done", file=sys.stderr)
    _print(total)


if __name__ == "__main__":
    main()
