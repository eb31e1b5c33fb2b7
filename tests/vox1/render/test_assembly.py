"""Tests of the assembly by itself; what it does in a render is tested with the job."""

from __future__ import annotations

import threading
from pathlib import Path

from vox1 import events
from vox1.audio.aac import FRAME_SAMPLES
from vox1.audio.coding import Coding
from vox1.audio.encoding import Codec
from vox1.audio.mastering import PERSONAL
from vox1.control import Control
from vox1.render.assembly import Assembly, Target
from vox1.render.encoded import EncodedSections
from vox1.render.sections import ChapterAudio, Segment
from vox1.render.takes import StoredTake, TakeStore
from vox1_worker.engines import tone
from vox1_worker.take_file import to_pcm16

RATE_HZ = tone.SAMPLE_RATE_HZ
MOMENT_SECONDS = 60.0


def stored(store: TakeStore, key: str, text: str) -> StoredTake:
    """Return a take of tones."""
    take = store.write(key * 64, 1, to_pcm16(tone.render(text, "tone")[0]), RATE_HZ)
    return store.add(key * 64, 1, take, {})


def test_a_take_replaced_between_levelling_and_encoding_is_levelled_too(tmp_path: Path) -> None:
    """Else the chapter would have the gain and the length of what nobody hears."""
    store = TakeStore(tmp_path / "takes")
    before, after = stored(store, "a", "one"), stored(store, "b", "one two three")
    reads: list[StoredTake] = []
    done = threading.Event()

    def segments() -> list[Segment]:
        reads.append(after if reads else before)
        return [Segment(reads[-1], 100)]

    def note(event: events.Event) -> None:
        if isinstance(event, events.ChapterEncoded):
            done.set()

    encoded = EncodedSections(tmp_path / "encoded")
    assembly = Assembly(
        Target(1, Coding(PERSONAL, Codec.AAC, 64, RATE_HZ, RATE_HZ)), store, encoded, note, Control()
    )
    try:
        assembly.submit(0, ChapterAudio(1, "One", segments))
        assert done.wait(MOMENT_SECONDS)
        assert assembly.wait() is None
        (chapter,) = assembly.levelled.chapters
    finally:
        assembly.stop()

    length = after.samples + RATE_HZ // 10
    assert chapter.samples == -(-length // FRAME_SAMPLES) * FRAME_SAMPLES
    assert reads == [before, after, after, after]
