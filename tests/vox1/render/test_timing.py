"""Tests of timing: when the sentences of a take are heard, told or estimated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vox1.render.timing import Mark, Timing, time_sentences
from vox1.script.sentences import sentence_spans
from vox1_worker import take_file
from vox1_worker.engine import Speech
from vox1_worker.engines import tone
from vox1_worker.engines.espeak import EspeakEngine
from vox1_worker.protocol import Load, Speak

Samples = npt.NDArray[np.int16]
TEXTS = {
    "gmw/en": (
        "“Where were you?” she asked, and looked at him. “Out.” He sat. It was ten o'clock, or a little"
        " later; nobody had put the lamp out, though all the others were asleep. “Out where?” “Nowhere.”"
    ),
    "gmw/de": (
        "Der Regen hatte aufgehört, bevor die Glocken zu läuten begannen. Niemand sah ihn kommen. Als er die"
        " Tür öffnete, roch es nach Äpfeln und Rauch. „Wer ist da?“ Stille."
    ),
    "zle/ru": "Утром пошёл дождь. Никто не вышел из дома, и улица была пуста. Почему? Этого он не знал.",
}


class Booth:
    """The draft voice in this process, with its marks."""

    def __init__(self) -> None:
        self._engine = EspeakEngine()
        self.rate_hz = self._engine.load(Load("", "cpu", 1)).sample_rate_hz

    def close(self) -> None:
        """Free the library, which holds one engine at a time."""
        self._engine.close()

    def say(self, text: str, voice: str, rate_wpm: int) -> tuple[Samples, list[Mark]]:
        """Return a take and where its words begin."""
        settings = {"rate_wpm": rate_wpm}
        self._engine.start(Speak("1", "", 1, 0, text, voice, "", "", settings, 60.0, ""))
        (outcome,) = self._engine.step()
        assert isinstance(outcome, Speech)
        return take_file.to_pcm16(outcome.audio), list(outcome.marks)


@pytest.fixture(scope="module")
def booth() -> Iterator[Booth]:
    """Return a booth."""
    booth = Booth()
    yield booth
    booth.close()


def sentences(text: str) -> list[int]:
    """Return the first character of each sentence."""
    return [start for start, _ in sentence_spans(text, "en")]


@pytest.mark.parametrize("rate_wpm", [130, 175, 260])
@pytest.mark.parametrize("voice", TEXTS)
def test_estimates_are_close_to_what_the_voice_tells(voice: str, rate_wpm: int, booth: Booth) -> None:
    """With its marks withheld: 300 ms at most, and half of them within 50 (see `benchmarks/sync.py`)."""
    text = TEXTS[voice]
    samples, marks = booth.say(text, voice, rate_wpm)

    told = time_sentences(text, sentences(text), samples, booth.rate_hz, marks)
    found = time_sentences(text, sentences(text), samples, booth.rate_hz)

    errors = np.abs(np.array(found.starts) - told.starts) / booth.rate_hz
    assert errors.max() < 0.3
    assert np.median(errors) < 0.05
    assert len(found.starts) == len(sentences(text)) >= 4


@pytest.mark.parametrize("are_told", [True, False], ids=["told", "estimated"])
def test_a_sentence_ends_where_its_sound_ends(are_told: bool, booth: Booth) -> None:  # noqa: FBT001
    """The pause after it is nobody's, and neither is the silence at the ends of a take."""
    text = "The rain had stopped. Nobody came."
    samples, marks = booth.say(text, "gmw/en", 175)

    found = time_sentences(text, [0, 22], samples, booth.rate_hz, marks if are_told else ())

    between = samples[found.ends[0] : found.starts[1]]
    assert len(between) > 0.1 * booth.rate_hz
    assert np.abs(between).max() < 300
    assert found.ends[1] < len(samples)
    assert np.abs(samples[found.ends[1] :]).max() < 300


def test_a_sentence_begins_with_the_sound_of_its_first_word() -> None:
    """Where the engine tells: to the sample, as clicks in the sound show."""
    text = "[click] one two three. [click] four. five six [click] seven"
    audio, marks = tone.render(text, "tone")
    samples = take_file.to_pcm16(audio)
    clicks = np.flatnonzero(np.abs(samples) > 0.8 * 32768).tolist()

    found = time_sentences(text, [0, 23, 46], samples, tone.SAMPLE_RATE_HZ, marks)

    assert list(found.starts) == clicks
    assert [text[character:].split(maxsplit=1)[0] for character, _ in found.words] == [
        *("one", "two", "three.", "four.", "five", "six", "seven")
    ]


def test_words_after_pauses_are_known_without_marks(booth: Booth) -> None:
    """Captions cut long sentences there."""
    text = "He came home late in the evening, and his wife was asleep; nobody had put the lamp out."
    samples, marks = booth.say(text, "gmw/en", 150)

    found = time_sentences(text, [0], samples, booth.rate_hz)

    assert [text[at:].split(maxsplit=1)[0] for at, _ in found.words] == ["and", "nobody"]
    for character, sample in found.words:
        assert sample == pytest.approx(dict(marks)[character], abs=0.1 * booth.rate_hz)


def test_a_sentence_whose_first_word_has_no_mark_is_estimated(booth: Booth) -> None:
    """The mark of its second word is not its own: eSpeak leaves first words out in Korean."""
    text = "아무도 오지 않았다. 노인은 창가에 앉아서, 비를 바라보고 있었다. 어디에 있었어?"
    samples, marks = booth.say(text, "ko", 175)
    assert not any(text[at:].startswith("노인은") for at, _ in marks)

    found = time_sentences(text, [0, 12, 38], samples, booth.rate_hz, marks)

    told = dict(marks)
    assert (found.starts[0], found.starts[2]) == (told[0], told[38])
    assert 0.1 < (told[16] - found.starts[1]) / booth.rate_hz < 0.6
    quiet = samples[found.starts[1] - booth.rate_hz // 10 : found.starts[1]]
    assert np.abs(quiet).max() < 300


@given(
    samples=st.integers(0, 4000),
    text=st.text("ab. “”\n", max_size=60),
    starts=st.sets(st.integers(0, 60), max_size=8),
    marks=st.lists(st.tuples(st.integers(-5, 70), st.integers(-500, 5000)), max_size=20),
)
@settings(max_examples=150, deadline=None)
def test_times_are_in_order_and_inside_the_take(
    samples: int, text: str, starts: set[int], marks: Sequence[Mark]
) -> None:
    """Whatever the engine tells: nonsense, marks of what was trimmed away, nothing."""
    noise = np.random.default_rng(samples).integers(-3000, 3000, samples).astype(np.int16)
    noise[samples // 3 : samples // 2] = 0
    sentences = [0, *sorted(start for start in starts if 0 < start < len(text))]

    found: Timing = time_sentences(text, sentences, noise, 4000, sorted(marks, key=lambda mark: mark[1]))

    edges = [edge for pair in zip(found.starts, found.ends, strict=True) for edge in pair]
    assert len(found.starts) == len(sentences)
    assert edges == sorted(edges)
    assert all(0 <= edge <= samples for edge in edges)
    assert all(one[0] < after[0] and one[1] < after[1] for one, after in pairwise(found.words))
