"""Tests of vox1.render.sample, with tones."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
import soundfile

from backend import Backend
from tests.vox1.render.conftest import PATIENCE, Studio
from vox1.audio.coding import Coding
from vox1.audio.encoding import Codec
from vox1.audio.mastering import preset_named
from vox1.control import Cancelled, Control
from vox1.errors import InputError, Vox1Error
from vox1.events import ChunkSpoken, Event, Planned
from vox1.projects.cleaning import clean
from vox1.projects.project import project_for
from vox1.render import probe, sample
from vox1.render.job import RenderOptions
from vox1.render.sample import Sampled
from vox1.settings import Settings

_SENTENCE = "The number {} tram was late again, and nobody in the queue said a word about it at all today."
_SAID = "“I am sure that it was the number {} tram,” said the old man, “and it was late again, as ever.”"


def chapter(name: str, sentences: int = 24, said: int | None = None) -> str:
    """Return a chapter of paragraphs of three sentences, one of which may be dialogue."""
    texts = [_SENTENCE.format(f"{name}{number}") for number in range(sentences)]
    if said is not None:
        texts[said : said + 3] = [_SAID.format(f"{name}{number}") for number in range(3)]
    return "\n\n".join(" ".join(texts[start : start + 3]) for start in range(0, sentences, 3))


TEXTS = [chapter(name, said=9 if name == "y" else None) for name in "xyz"]


@pytest.fixture(autouse=True)
def soon_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the probe be short, and nothing measured but what is heard."""
    monkeypatch.setattr(probe, "_LEAST_SECONDS", 0.01)
    monkeypatch.setattr(probe, "_LEAST_ROUNDS", 1)
    monkeypatch.setattr(sample, "_MEASURED_CHUNKS", 0)


def sampled(
    studio: Studio, book: Path, on_event: Callable[[Event], None] = lambda _: None, **changes: Any
) -> Sampled:
    """Sample a book with tones; its events are the studio's."""
    studio.events = []
    studio.control = Control()

    def note(event: Event) -> None:
        studio.events.append(event)
        on_event(event)

    options = RenderOptions(book, Settings(engine="tone"), patience=PATIENCE)
    return Backend(studio.folders).sample(replace(options, **changes), note, studio.control)


def test_a_sample_is_a_file_of_the_chunks_that_it_names(studio: Studio) -> None:
    """The beginning, the middle, the dialogue and a passage near the end; as long as it says."""
    done = sampled(studio, studio.book(TEXTS))
    samples, rate_hz = soundfile.read(done.path)

    assert done.path == studio.folders.output / "A Book (sample).flac"
    assert done.places == ("1.1", "2.4", "2.6", "3.7")  # of which 2.4 is the dialogue
    assert sorted(studio.spoken) == sorted(done.places)
    assert done.seconds == pytest.approx(len(samples) / rate_hz)
    assert done.seconds > sum(event.seconds for event in studio.events if isinstance(event, ChunkSpoken))


def test_a_sample_is_as_loud_as_the_audiobook_as_far_as_its_peaks_allow(studio: Studio) -> None:
    """A listener compares voices by it."""
    quiet = sampled(studio, studio.book(TEXTS), settings=Settings(engine="tone", loudness="-31"))
    loud = sampled(studio, studio.book(TEXTS), settings=Settings(engine="tone", loudness="-9"))
    levels = [float(np.sqrt(np.mean(soundfile.read(each.path)[0] ** 2))) for each in (quiet, loud)]

    assert levels[1] > 3 * levels[0]
    assert float(np.max(np.abs(soundfile.read(loud.path)[0]))) < 10 ** (-1.4 / 20)


def test_a_render_reuses_what_was_sampled(studio: Studio) -> None:
    """The same take keys: nothing is spoken twice."""
    book = studio.book(TEXTS)
    done = sampled(studio, book)
    finished = studio.render(book)

    assert finished.reused == len(done.places)
    assert not set(done.places) & set(studio.spoken)


def test_a_sample_reuses_what_was_rendered_and_says_so(studio: Studio) -> None:
    """Nothing is left to be spoken, and the length is known."""
    book = studio.book(TEXTS)
    finished = studio.render(book)
    done = sampled(studio, book)

    assert studio.spoken == []
    assert done.stored == done.chunks == finished.chunks
    assert done.is_mostly_rendered
    assert done.forecast.audio_seconds == pytest.approx(finished.audio_seconds, abs=0.3)
    assert done.forecast.takes_bytes == 0


def test_the_forecast_comes_near_the_truth(studio: Studio) -> None:
    """Within the tenth that is promised, even from three chunks of a short book."""
    book = studio.book([chapter(name, 60) for name in "uvwxyz"])
    done = sampled(studio, book)
    before = sum(path.stat().st_size for path in studio.folders.takes.rglob("*") if path.is_file())
    finished = studio.render(book)
    after = sum(path.stat().st_size for path in studio.folders.takes.rglob("*") if path.is_file())
    (output,) = finished.outputs

    assert not done.is_mostly_rendered
    assert done.forecast.audio_seconds == pytest.approx(finished.audio_seconds, rel=0.1)
    assert done.forecast.takes_bytes == pytest.approx(after - before, rel=0.1)
    assert done.forecast.output_bytes == pytest.approx(output.stat().st_size, rel=0.1)


@pytest.mark.parametrize("formats", ["mp3", "opus", "wav", "m4b,wav,mp3"])
def test_the_forecast_counts_every_format(studio: Studio, formats: str) -> None:
    """WAV takes ten times the room of an M4B, and a preset's silence at both ends of a chapter counts too."""
    settings = Settings(engine="tone", formats=formats, loudness="acx")
    book = studio.book(TEXTS)
    done = sampled(studio, book, settings=settings)
    finished = studio.render(book, settings=settings)
    written = sum(output.stat().st_size for output in finished.outputs)
    covers = 80_000 * len(finished.outputs)  # of a book this short, half of an M4B

    assert done.forecast.audio_seconds == pytest.approx(finished.audio_seconds, rel=0.1)
    assert done.forecast.output_bytes == pytest.approx(written - covers, rel=0.25)


def test_a_voice_of_a_higher_rate_than_the_presets_can_be_probed() -> None:
    """48 kHz for a preset of 44.1: fewer frames than the probe's AAC would come out."""
    examples = [probe.Example("", cast("Any", None), np.zeros(48_000, np.int16))]
    judge = cast("Any", SimpleNamespace(judge=lambda *_: None))
    coding = Coding(preset_named("acx"), Codec.PCM, 0, 48_000, 44_100)
    assert probe.probe(examples, judge, coding, Control()).bytes_per_second > 0


def test_a_fast_voice_says_more_for_the_forecast_than_is_heard(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One chunk is shorter than the next; those that are only measured are stored all the same."""
    monkeypatch.setattr(sample, "_MEASURED_CHUNKS", 10)
    book = studio.book(TEXTS)
    done = sampled(studio, book)
    planned = [event for event in studio.events if isinstance(event, Planned)]

    assert done.measured > len(done.places)
    assert [plan.chunks for plan in planned] == [len(done.places), done.measured - len(done.places)]
    assert done.stored == done.measured
    assert studio.render(book).reused == done.measured


def test_another_voice_gets_a_file_of_its_own(studio: Studio) -> None:
    """Nothing is overwritten: two voices are to be compared. The same sample is the same file."""
    book = studio.book(TEXTS)
    first, again = sampled(studio, book), sampled(studio, book)
    other = sampled(studio, book, settings=Settings(engine="tone", voice="tone-low"))

    assert first.path == again.path
    assert other.path == studio.folders.output / "A Book (sample 2).flac"
    assert first.path.read_bytes() != other.path.read_bytes()


def test_only_the_chapters_asked_for_are_sampled(studio: Studio) -> None:
    """And forecast, as they would be rendered."""
    done = sampled(studio, studio.book(TEXTS), chapters=frozenset((3,)))

    assert {place.partition(".")[0] for place in done.places} == {"3"}
    assert done.chapters == 1
    assert done.path.name == "A Book (chapter 3) (sample).flac"


def test_a_book_of_one_sentence_can_be_sampled(studio: Studio) -> None:
    """It is the sample."""
    done = sampled(studio, studio.book(["It rained."]))

    assert done.places == ("1.1",)
    assert done.forecast.audio_seconds > 0


def test_a_chunk_that_cannot_be_spoken_is_left_out(studio: Studio) -> None:
    """The others make the sample."""
    done = sampled(studio, studio.book(["[tone:refuse] It rained.", *TEXTS[1:]]))

    assert "1.1" not in done.places
    assert done.places[0] == "2.1"


def test_where_nothing_can_be_spoken_that_is_an_error(studio: Studio) -> None:
    """With what to do; no file is left."""
    with pytest.raises(Vox1Error, match="Not one passage") as caught:
        sampled(studio, studio.book(["[tone:refuse] It rained."]))

    assert "another voice" in caught.value.hint
    assert not list(studio.folders.output.glob("*"))


def test_what_cannot_be_done_is_said_as_by_a_render(studio: Studio) -> None:
    """A voice that there is not."""
    with pytest.raises(InputError, match="no voice"):
        sampled(studio, studio.book(TEXTS), settings=Settings(engine="tone", voice="nobody"))


def test_a_sample_can_be_cancelled_and_what_was_spoken_stays(studio: Studio) -> None:
    """At any moment."""
    book = studio.book(TEXTS)

    def stop(event: Event) -> None:
        if isinstance(event, ChunkSpoken):
            studio.control.cancel()

    with pytest.raises(Cancelled):
        sampled(studio, book, stop)
    assert list(studio.folders.takes.rglob("*.flac"))
    assert not list(studio.folders.output.glob("*"))
    assert sampled(studio, book).places


def test_cleaning_up_leaves_what_was_sampled(studio: Studio) -> None:
    """The render comes later."""
    book = studio.book(TEXTS)
    done = sampled(studio, book)
    clean(studio.folders, everything=False)

    assert studio.render(book).reused == len(done.places)


def test_sampling_another_voice_leaves_a_finished_books_takes(studio: Studio) -> None:
    """They are in use; a minute of another voice is not."""
    book = studio.book(TEXTS)
    finished = studio.render(book)
    project = project_for(book, "A Book", studio.folders)
    before = project.keys()
    sampled(studio, book, settings=Settings(engine="tone", voice="tone-low"))

    assert project.keys() == before
    clean(studio.folders, everything=False)
    assert studio.render(book).reused == finished.chunks


def test_a_sample_can_be_written_as_json(studio: Studio) -> None:
    """With plain values, and what the render waits for by name."""
    written = json.loads(json.dumps(sampled(studio, studio.book(TEXTS)).to_json()))

    assert written["path"].endswith("A Book (sample).flac")
    assert written["forecast"]["bound_by"] in {"voice", "encoder"}
    assert written["forecast"]["need"].keys() == {"work_bytes", "output_bytes"}
    assert any("language" in warning for warning in written["warnings"])
