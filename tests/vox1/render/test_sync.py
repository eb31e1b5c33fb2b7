"""Tests of sync: the cues of a chapter, measured against clicks in its audio."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from booksmith_module.book import Block, BlockKind, Chapter, Span
from vox1.errors import TakeDamaged
from vox1.outputs.cues import Cue
from vox1.render.sync import Narration, chapter_cues
from vox1.render.takes import StoredTake, TakeStore
from vox1.render.verdict import Verdict
from vox1.script.chunking import Chunk, Piece, Size, chunk_chapter
from vox1.script.normalise import RULE_NAMES
from vox1.script.speech import Speech
from vox1_worker import take_file
from vox1_worker.engines import tone
from vox1_worker.protocol import Ended, Take

RATE_HZ = tone.SAMPLE_RATE_HZ
PAUSE = RATE_HZ // 3
TRIMMED = 480
SIZE = Size(60, 120, 20)
AS_WRITTEN = Speech("en", without=frozenset(RULE_NAMES))
Samples = npt.NDArray[np.int16]


def text_of(block: str, sentences: int) -> str:
    """Return lines that begin with a click; in one line, none would begin a sentence in small letters."""
    return "\n".join(f"[click] {block} has {number} words or more." for number in range(sentences))


CHAPTER = Chapter(
    "One",
    (
        Block(BlockKind.HEADING, "[click] The first."),
        Block(BlockKind.VERSE, text_of("this verse", 9)),
        Block(BlockKind.SCENE_BREAK, ""),
        Block(BlockKind.VERSE, "[click] the sun went down\n[click] and nobody saw"),
        Block(BlockKind.PARAGRAPH, "[click] A long one that " + "goes on and on, " * 20 + "until it stops."),
        Block(BlockKind.VERSE, text_of("the last", 2)),
    ),
)


class Stage:
    """Speaks chapters with tones and keeps the takes.

    Attributes:
        store: Of the takes.
        audio: Of the last chapter.
    """

    def __init__(self, folder: Path) -> None:
        self.store = TakeStore(folder)
        self.audio: Samples = np.zeros(0, np.int16)

    def narrate(
        self, chapter: Chapter, *, lost: tuple[int, ...] = (), speech: Speech = AS_WRITTEN
    ) -> Narration:
        """Return a chapter with its takes, but for those of some chunks."""
        chunks = chunk_chapter(chapter, speech, SIZE)
        takes: list[StoredTake | None] = []
        starts: list[int | None] = []
        audio: list[Samples] = []
        for number, chunk in enumerate(chunks):
            take = None if number in lost else self.take(number, chunk)
            starts.append(sum(map(len, audio)) if take else None)
            takes.append(take)
            audio += [self.store.read(take)] if take else []
            audio.append(np.zeros(PAUSE, np.int16))
        self.audio = np.concatenate(audio)
        return Narration(chapter, "en", chunks, takes, starts, RATE_HZ)

    def take(self, number: int, chunk: Chunk) -> StoredTake:
        """Store the tones of a chunk, whose beginning is trimmed away."""
        key = f"{number:064x}"
        audio, marks = tone.render(chunk.spoken, "tone")
        sha256, size = take_file.write(self.store.path_of(key, 1), audio, RATE_HZ)
        measured = take_file.measure(audio)
        marked = [list(mark) for mark in marks]
        ended, seconds = Ended.NATURAL, (0.1, 0.0)
        take = Take(
            "1", len(audio), RATE_HZ, measured.peak, measured.rms, 0, ended, marked, sha256, size, *seconds
        )
        stored = self.store.add(key, 1, take, {})
        return self.store.judged(stored, Verdict(trim=(TRIMMED, len(audio))))

    def clicks(self) -> list[float]:
        """Return when clicks are heard in the last chapter, in seconds."""
        places: list[int] = np.flatnonzero(np.abs(self.audio) > 0.8 * 32768).tolist()
        return [place / RATE_HZ for place in places]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """Return a stage."""
    return Stage(tmp_path)


def texts(cues: list[Cue]) -> list[str]:
    """Return their texts."""
    return [cue.text for cue in cues]


def test_cues_begin_at_the_clicks_in_the_audio(stage: Stage) -> None:
    """Each sentence with a click before it: where the engine tells, within 50 ms; here to the sample."""
    cues = chapter_cues(stage.narrate(CHAPTER), stage.store)

    assert [cue.start_seconds for cue in cues] == pytest.approx(stage.clicks(), abs=0.001)
    assert len(cues) == 15


def test_cues_are_the_sentences_as_written(stage: Stage) -> None:
    """In order, with the places in the blocks that they have; the long one is one."""
    cues = chapter_cues(stage.narrate(CHAPTER), stage.store)

    for cue in cues:
        parts = (CHAPTER.blocks[p.block].text[p.start : p.end] for p in cue.pieces)
        assert " ".join(" ".join(parts).split()) == cue.text
    assert [cue.pieces[0].block for cue in cues] == [0, *[1] * 9, 3, 3, 4, 5, 5]
    assert texts(cues)[10:12] == ["[click] the sun went down", "[click] and nobody saw"]
    edges = [edge for cue in cues for edge in (cue.start_seconds, cue.end_seconds)]
    assert edges == sorted(edges)


def test_words_inside_of_a_sentence_have_their_moments(stage: Stage) -> None:
    """Also where it goes on in another chunk: captions cut it there."""
    narration = stage.narrate(CHAPTER)
    long = chapter_cues(narration, stage.store)[12]

    assert len(long.pieces) == 1
    words = long.text.split()
    assert [long.text[moment.character :].split()[0] for moment in long.moments] == words[1:]
    times = [long.start_seconds, *(moment.seconds for moment in long.moments), long.end_seconds]
    assert all(one < after for one, after in pairwise(times))


def test_what_was_spelled_out_is_found_as_it_was_written(stage: Stage) -> None:
    """A moment is that of the written word, however many were said for it."""
    text = "Dr. Hale had 12,450 men. Then he lost all."
    chapter = Chapter("One", (Block(BlockKind.PARAGRAPH, text),))
    cues = chapter_cues(stage.narrate(chapter, speech=Speech("en")), stage.store)

    assert texts(cues) == ["Dr. Hale had 12,450 men.", "Then he lost all."]
    assert [cues[0].text[moment.character :].split()[0] for moment in cues[0].moments] == [
        *("Hale", "had", "12,450", "men.")
    ]


def test_a_sentence_said_by_two_is_one_cue(stage: Stage) -> None:
    """The speaker's part and the narrator's are different takes."""
    text = "“Come here,” said Tom, and sat. Nobody came."
    block = Block(BlockKind.PARAGRAPH, text, spans=(Span(0, 12, "Tom"),))
    narration = stage.narrate(Chapter("One", (block,)))

    cues = chapter_cues(narration, stage.store)

    assert len(narration.chunks) == 2
    assert texts(cues) == ["“Come here,” said Tom, and sat.", "Nobody came."]
    assert cues[0].pieces == (Piece(0, 0, 31),)


def test_what_has_no_take_has_no_cue(stage: Stage) -> None:
    """And a sentence that is heard in part has that part; nothing else moves."""
    whole = chapter_cues(stage.narrate(CHAPTER), stage.store)
    chunks = chunk_chapter(CHAPTER, AS_WRITTEN, SIZE)
    long = [number for number, chunk in enumerate(chunks) if chunk.pieces[0].block == 4]

    cues = chapter_cues(stage.narrate(CHAPTER, lost=(0, long[1])), stage.store)

    assert texts(cues)[:11] == texts(whole)[1:12]
    assert len(cues[11].pieces) == 2
    assert len(cues[11].text) < len(whole[12].text)
    assert cues[11].text.endswith("until it stops.")
    assert [cue.start_seconds for cue in cues] == pytest.approx(stage.clicks(), abs=0.001)


def test_a_take_without_marks_is_estimated(stage: Stage) -> None:
    """One put together from pieces has none: its chunk is timed by its sound."""
    narration = stage.narrate(CHAPTER)
    take = narration.takes[1]
    assert take
    samples = stage.store.read(take)
    composed = stage.store.add(take.key, 2, stage.store.write(take.key, 2, samples, RATE_HZ), {})
    assert stage.store.marks(composed) == []
    takes = [narration.takes[0], composed, *narration.takes[2:]]

    cues = chapter_cues(replace(narration, takes=takes), stage.store)

    assert len(cues) == 15
    assert cues[1].start_seconds == pytest.approx(stage.clicks()[1], abs=0.1)


def test_a_chapter_without_takes_has_no_cues(stage: Stage) -> None:
    """It may be that nothing of it could be spoken."""
    everything = tuple(range(len(chunk_chapter(CHAPTER, AS_WRITTEN, SIZE))))

    assert chapter_cues(stage.narrate(CHAPTER, lost=everything), stage.store) == []


def test_a_damaged_take_is_an_error(stage: Stage) -> None:
    """Its times would be those of another recording."""
    narration = stage.narrate(CHAPTER)
    take = narration.takes[2]
    assert take
    take.path.write_bytes(b"noise")

    with pytest.raises(TakeDamaged):
        chapter_cues(narration, stage.store)
