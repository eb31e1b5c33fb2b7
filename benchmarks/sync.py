"""How far off sentence times are that are estimated, measured on the draft voice with its marks withheld.

Usage: .venv/bin/python benchmarks/sync.py BOOK ...  (a minute for three hours of speech)

The books are read, packed into chunks and spoken as the program does it, each chapter at another speed and
with another variant of the voice; besides, phrases in six languages that no constant was chosen on
(`phrases/held_out`), and sentences that are hard to time. The truth is where the voice's own marks say that
the first word of a sentence begins. Where a chunk begins is known, and not counted.

A narrator does not pause as evenly as the draft voice. The second half of the table has the same takes with
every pause lengthened or shortened at random, one of ten left out, what is said between two of them faster
or slower, and the noise of a room. Prints the table for docs/outputs/captions.md.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from backend import Backend  # noqa: E402
from benchmarks.take_checks import VOICES, sentences  # noqa: E402
from booksmith_module.book import Block, BlockKind, Chapter  # noqa: E402
from vox1.audio.silences import silences  # noqa: E402
from vox1.paths import Folders  # noqa: E402
from vox1.render.timing import Mark, time_sentences  # noqa: E402
from vox1.script.chunking import Size, chunk_chapter  # noqa: E402
from vox1.script.speech import Speech  # noqa: E402
from vox1.script.utterances import utterances  # noqa: E402
from vox1_worker import take_file  # noqa: E402
from vox1_worker.engine import Speech as Spoken  # noqa: E402
from vox1_worker.engines.espeak import EspeakEngine  # noqa: E402
from vox1_worker.protocol import Load, Speak  # noqa: E402

Samples = npt.NDArray[np.int16]

VARIANTS = ("", "+f2", "+m3", "+klatt2")
RATES_WPM = (130, 160, 175, 200, 240, 280)
HARD = {
    "short sentences": (
        *("Yes.", "No!", "Who?", "He ran.", "It rained.", "Stop it!", "Why not?", "Nothing moved.", "Go on."),
        *("They waited.", "A dog barked.", "Then, silence.", "What now?", "She laughed.", "Too late.", "Oh!"),
    ),
    "dialogue": (
        *("“Where were you?” she asked.", "“Out.”", "“Out where?”", "“Nowhere—just out,” he said, and sat."),
        *("“I see,” said the old man; “and who, pray, went with you?”", "“Nobody.”", "He looked away."),
        *("“You know,” she began, “that I never…” But he was not listening.", "“Well?”", "“Well what?”"),
    ),
    "numbers": (
        *("In 1847 the town had 12,450 people.", "It cost $3.50 in May 1902, and $41,000 in 1999.", "Why 7?"),
        *(
            "By 6:45 p.m. only 3% were left.",
            "He was born on 3 March 1811.",
            "Add 2/3 of a cup.",
            "See p. 112.",
        ),
        *("Henry VIII had six wives.", "Call 555-0199.", "The 1st and the 22nd of each month were free."),
    ),
    "abbreviations": (
        *(
            "Dr. and Mrs. Hale came at 9 a.m.",
            "NASA and the BBC were there, too.",
            "It was in St. Louis, Mo.",
        ),
        *(
            "He had tea, bread, etc.",
            "Prof. J. R. Lowe, Ph.D., spoke next.",
            "The U.S. team won.",
            "Cf. ch. 9.",
        ),
        *("Messrs. Gray & Co. paid at once.", "No. 5 is empty.", "Vol. 2, i.e. the last, is lost."),
    ),
}
"""Written for this benchmark."""
_PLAIN, _VARIED = "as spoken", "pauses changed"
_PAUSE_SECONDS = 0.1
_LEFT_OUT, _LEFT_SECONDS = 0.1, 0.02
_PAUSES_VARY, _TEMPO_VARIES = 0.5, 0.12
_ROOM_LEVEL = 12.0
"""Of 16-bit samples: 65 to 70 dB below the speech."""


@dataclass
class Row:
    """Errors of one kind of text.

    Attributes:
        seconds: Of speech.
        errors: Of each sentence, in seconds.
    """

    seconds: float = 0.0
    errors: list[float] = field(default_factory=list)


class Booth:
    """Speaks chapters with the draft voice."""

    def __init__(self) -> None:
        self._engine = EspeakEngine()
        self.rate_hz = self._engine.load(Load("", "cpu", 1)).sample_rate_hz

    def say(self, text: str, voice: str, rate_wpm: int) -> tuple[Samples, list[Mark]]:
        """Return a take, and where its words begin."""
        request = Speak("1", "", 1, 0, text, voice, "", "", {"rate_wpm": rate_wpm}, 600.0, "")
        self._engine.start(request)
        (outcome,) = self._engine.step()
        assert isinstance(outcome, Spoken)
        return take_file.to_pcm16(outcome.audio), list(outcome.marks)


def varied(
    samples: Samples, marks: Sequence[Mark], rate_hz: int, chance: random.Random
) -> tuple[Samples, list[Mark]]:
    """Return a take as it might be spoken by somebody less even."""
    long = [one for one in silences(samples, rate_hz) if one.end - one.start > _PAUSE_SECONDS * rate_hz]
    edges = sorted({0, len(samples), *(edge for one in long for edge in (one.start, one.end))})
    pauses = {one.start for one in long}
    parts: list[npt.NDArray[np.float64]] = []
    places = [0.0]
    for start, end in itertools.pairwise(edges):
        factor = np.exp(chance.gauss(0, _PAUSES_VARY if start in pauses else _TEMPO_VARIES))
        length = round((end - start) * factor)
        if start in pauses and chance.random() < _LEFT_OUT:
            length = round(_LEFT_SECONDS * rate_hz)
        at = np.linspace(start, end - 1, length)
        parts.append(np.interp(at, np.arange(start, end), samples[start:end]))
        places.append(places[-1] + length)
    audio = np.concatenate(parts)
    audio += np.random.default_rng(chance.getrandbits(32)).standard_normal(audio.size) * _ROOM_LEVEL
    moved = np.interp([sample for _, sample in marks], edges, places)
    pcm = np.clip(np.round(audio), -32768, 32767).astype(np.int16)
    return pcm, [(mark[0], round(float(sample))) for mark, sample in zip(marks, moved, strict=True)]


def measure(chapter: Chapter, language: str, voice: str, booth: Booth, rows: tuple[Row, Row]) -> None:
    """Speak a chapter and add the errors of its sentences: as spoken, and with the pauses changed."""
    chance = random.Random(f"{chapter.title} {voice}")
    rate_wpm = chance.choice(RATES_WPM)
    chunks = chunk_chapter(chapter, Speech(language), Size())
    for chunk, parts in zip(chunks, utterances(chapter, chunks, language), strict=True):
        spoken = booth.say(chunk.spoken, voice, rate_wpm)
        edges = [part.spoken_start for part in parts]
        takes = (spoken, varied(*spoken, booth.rate_hz, chance))
        for row, (samples, marks) in zip(rows, takes, strict=True):
            told = time_sentences(chunk.spoken, edges, samples, booth.rate_hz, marks)
            found = time_sentences(chunk.spoken, edges, samples, booth.rate_hz)
            row.seconds += len(samples) / booth.rate_hz
            known = {sample for _, sample in marks}  # a first word without a mark has no truth
            pairs = zip(found.starts[1:], told.starts[1:], strict=True)
            row.errors += (abs(at - true) / booth.rate_hz for at, true in pairs if true in known)


def paragraphs(pool: Sequence[str], count: int, chance: random.Random) -> Iterator[Block]:
    """Return paragraphs of a few sentences each."""
    for _ in range(count):
        picked = chance.sample(pool, min(chance.randint(3, 9), len(pool)))
        yield Block(BlockKind.PARAGRAPH, " ".join(picked))


def made_texts(count: int) -> Iterator[tuple[str, str, str, Chapter]]:
    """Return a name, a language, a voice and a text: phrases of six languages, and what is hard to time."""
    chance = random.Random("sync")
    for language, voice in VOICES.items():
        pool = sentences(language, "held out", chance)
        for number in range(len(RATES_WPM)):
            blocks = tuple(paragraphs(pool, count, chance))
            yield f"phrases, {language}", language, voice, Chapter(f"{language} {number}", blocks)
    for name, hard in HARD.items():
        for number in range(len(RATES_WPM)):
            blocks = tuple(paragraphs(hard, count, chance))
            yield name, "en", VOICES["en"], Chapter(f"{name} {number}", blocks)


def book_texts(books: Iterable[Path], most_chapters: int) -> Iterator[tuple[str, str, str, Chapter]]:
    """Return the same of books' chapters."""
    backend = Backend(Folders())
    for path in books:
        book = backend.read(path)
        language = book.language or "en"
        voice = VOICES.get(language.partition("-")[0].lower(), VOICES["en"])
        chapters = [chapter for chapter in book.chapters if chapter.enabled][:most_chapters]
        for number, chapter in enumerate(chapters):
            yield path.name, language, voice + VARIANTS[number % len(VARIANTS)], chapter


def _print(rows: dict[str, tuple[Row, Row]]) -> None:
    print("| texts | takes | hours | sentences | median ms | 95th | 99th | over 300 ms, of 100 |")
    print("|---|---|---|---|---|---|---|---|")
    for kind, which in ((_PLAIN, 0), (_VARIED, 1)):
        total = Row()
        for name, both in rows.items():
            _print_row(name, kind, both[which])
            total.seconds += both[which].seconds
            total.errors += both[which].errors
        _print_row("all", kind, total)


def _print_row(name: str, kind: str, row: Row) -> None:
    if not row.errors:
        return
    middle, most, nearly_all = 1000 * np.quantile(row.errors, (0.5, 0.95, 0.99))
    over = 100 * float(np.mean(np.array(row.errors) > 0.3))
    figures = f"{middle:.0f} | {most:.0f} | {nearly_all:.0f} | {over:.1f}"
    print(f"| {name} | {kind} | {row.seconds / 3600:.2f} | {len(row.errors):,} | {figures} |")


def main() -> None:
    """Measure all texts and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("books", nargs="*", type=Path, metavar="BOOK", help="a book file")
    parser.add_argument("--chapters", type=int, default=8, help="of each book, at most")
    parser.add_argument("--paragraphs", type=int, default=10, help="of each made text at each speed")
    options = parser.parse_args()
    booth = Booth()
    rows: dict[str, tuple[Row, Row]] = defaultdict(lambda: (Row(), Row()))
    for texts in (book_texts(options.books, options.chapters), made_texts(options.paragraphs)):
        for name, language, voice, chapter in texts:
            measure(chapter, language, voice, booth, rows[name])
    _print(rows)


if __name__ == "__main__":
    main()
