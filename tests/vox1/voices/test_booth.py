"""Tests of single sentences, spoken outside of any book."""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import psutil
import pytest

from backend import Backend
from vox1.control import Cancelled, Control
from vox1.engines.host import EngineHost, NotSpoken, Patience, Spoken
from vox1.engines.registry import engine_row
from vox1.engines.standby import Standby
from vox1.errors import EngineFailed, InputError
from vox1.events import ChunkRetried, ChunkSetAside, ChunkSpoken, EngineReady, Event
from vox1.models.catalogue import Kind
from vox1.models.store import InstalledModel
from vox1.paths import Folders
from vox1.projects.project import project_for
from vox1.render.job import RenderOptions
from vox1.render.judge import Judge
from vox1.render.keys import VoiceChoice
from vox1.render.takes import TakeStore
from vox1.render.verdict import Check, Finding, Verdict
from vox1.script.lexicon import Entry
from vox1.script.normalise import RULE_NAMES
from vox1.settings import Settings
from vox1.voices import booth as booths
from vox1.voices.audition import Wish, audition, hold
from vox1.voices.booth import Booth, Sentence, Speaker, SpokenSentence
from vox1_worker.engines.tone import render
from vox1_worker.protocol import Speak

PATIENCE = Patience(load_seconds=60, stall_seconds=30, silence_seconds=60)
PLAIN = "The river went on past the mill and the sleeping town."


@dataclass(slots=True)
class Recital:
    """A booth, and what it told.

    Attributes:
        folders: Of this test.
        scratch: Where temporary folders are made.
        events: What happened.
        control: Of the booth.
    """

    folders: Folders
    scratch: Path
    events: list[Event] = field(default_factory=list)
    control: Control = field(default_factory=Control)

    @property
    def booth(self) -> Booth:
        """The booth."""
        return Booth(self.folders, self.events.append, self.control, "cpu", PATIENCE)

    def speak(self, *sentences: str | Sentence, engine: str = "tone") -> list[SpokenSentence]:
        """Speak sentences in English."""
        speaker = self.booth.speaker(Settings(engine=engine), "en")
        asked = [one if isinstance(one, Sentence) else Sentence(one) for one in sentences]
        return self.booth.speak(asked, speaker)

    def about(self, kind: type[Event]) -> list[str]:
        """Return the places of all events of a kind, in order."""
        return [event.place for event in self.events if isinstance(event, kind) and hasattr(event, "place")]


@pytest.fixture
def recital(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Recital:
    """A booth in folders of its own; all its programs have ended, and all its files are gone, at the end."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    return Recital(Folders(tmp_path / "out", tmp_path / "work", tmp_path / "user"), scratch)


@pytest.fixture(autouse=True)
def _nothing_is_left(recital: Recital) -> Iterator[None]:
    """No program, no file, and nothing learned."""
    yield
    assert [
        child for child in psutil.Process().children() if "vox1_worker" in " ".join(child.cmdline())
    ] == []
    assert list(recital.scratch.iterdir()) == []
    assert not recital.folders.takes.exists()
    assert not recital.folders.norms.exists()


def test_a_sentence_is_spoken_by_any_engine(recital: Recital) -> None:
    """As 16-bit samples, with the text that was said, numbers in words."""
    (said,) = recital.speak("Twelve men, 12 boats, and one river.", engine="espeak")

    assert said.samples.dtype == np.int16
    assert 1.5 < said.seconds < 6
    assert np.abs(said.samples).max() > 3_000
    assert (said.spoken, said.reasons, said.tries) == ("Twelve men, twelve boats, and one river.", (), 1)


def test_sentences_come_back_in_their_order(recital: Recital) -> None:
    """Several are spoken at once; each answer belongs to its question."""
    texts = [f"This is sentence number {'very ' * (7 - n)} {n}." for n in range(7)]

    said = recital.speak(*texts)

    assert [one.sentence.text for one in said] == texts
    assert all(len(one.samples) == len(render(one.spoken, "tone")[0]) for one in said)
    assert sorted(recital.about(ChunkSpoken)) == list("1234567")


def test_an_audition_is_the_take_that_a_book_has(recital: Recital, tmp_path: Path) -> None:
    """Of the same text, voice and seed, sample for sample: what is heard is what will be read."""
    speaker = recital.booth.speaker(Settings(engine="tone"), "en")
    said = audition(recital.booth, speaker, PLAIN)
    book = tmp_path / "book.json"
    book.write_text(
        f'{{"title": "T", "author": "A", "chapters": [{{"id": "1", "label": "", "text": "{PLAIN}"}}]}}',
        "utf-8",
    )
    folders = Folders(tmp_path / "out", tmp_path / "book", tmp_path / "user")
    Backend(folders).render(RenderOptions(book, Settings(engine="tone")), lambda _: None, Control())
    store = TakeStore(folders.takes)

    (take,) = store.attempts(speaker.voice.key(PLAIN, "en"))

    assert np.array_equal(store.read(take), said.samples)


def test_an_audition_replaces_no_file_that_is_there(recital: Recital, tmp_path: Path) -> None:
    """It may be the recording, typed twice; and nothing is spoken before that is known."""
    path = tmp_path / "Aunt Mary.flac"
    path.write_bytes(b"the only one")

    with pytest.raises(InputError, match="another file"):
        hold(Wish(Settings(engine="tone"), path=path), recital.booth)

    assert path.read_bytes() == b"the only one"
    assert recital.about(ChunkSpoken) == []


def test_one_text_with_other_seeds_is_other_takes(recital: Recital, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each try is asked for by itself; one that is asked for twice is spoken once."""
    asked: list[tuple[str, int]] = []
    speak = EngineHost.speak

    def noted(host: EngineHost, work: deque[Speak], control: Control) -> Iterator[Spoken | NotSpoken]:
        asked.extend((request.key, request.seed) for request in work)
        return speak(host, work, control)

    monkeypatch.setattr(EngineHost, "speak", noted)

    said = recital.speak(Sentence(PLAIN, 1), Sentence(PLAIN, 2), Sentence(PLAIN, 1))

    assert len(said) == 3
    assert len({key for key, _ in asked}) == len({seed for _, seed in asked}) == len(asked) == 2


def test_a_bad_take_is_made_again_with_another_seed(recital: Recital) -> None:
    """As in a book: the good one is what is heard."""
    (said,) = recital.speak(f"[tone:silent 1] {PLAIN}")

    assert (said.reasons, said.tries) == ((), 2)
    assert np.abs(said.samples).max() > 3_000
    assert [(e.attempt, e.reason) for e in recital.events if isinstance(e, ChunkRetried)] == [
        (1, "it is silent")
    ]


def test_what_is_never_good_comes_with_its_reasons(recital: Recital) -> None:
    """Three takes were made; the listener hears the best of them, and is told."""
    (said,) = recital.speak(f"[tone:nan] {PLAIN}")

    assert said.tries == 3
    assert "not numbers" in said.reasons[0]
    assert said.samples.size


@pytest.mark.parametrize(
    ("verdicts", "best"),
    [
        ((Check.LOST, Check.CLICK, Check.SHORT), 2),
        ((Check.CLICK, Check.VOICE, Check.CLICK), 1),
        ((Check.SILENT, Check.SHORT, Check.LOST), 3),
        ((Check.LOST, Check.SILENT, Check.SILENT), 1),
    ],
)
def test_the_best_of_three_is_heard(
    verdicts: tuple[Check, ...], best: int, recital: Recital, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole before partial, then by how bad it is; of equals the first, and never one that is silent."""
    given = iter(verdicts)

    class Given(Judge):
        def judge(self, *_: object) -> Verdict:
            check = next(given)
            return Verdict((Finding(check, f"it is {check.value}"),))

    monkeypatch.setattr(booths, "Judge", Given)

    (said,) = recital.speak(PLAIN)

    assert said.reasons == (f"it is {verdicts[best - 1].value}",)
    assert [event.attempt for event in recital.events if isinstance(event, ChunkSpoken)] == [best]


def test_a_sentence_that_cannot_be_spoken_does_not_take_the_others_along(recital: Recital) -> None:
    """One that is silent every time, one that is refused, and one that ends its workers."""
    said = recital.speak(f"[tone:silent] {PLAIN}", PLAIN, f"[tone:refuse] {PLAIN}", f"[tone:crash] {PLAIN}")

    assert [bool(one.samples.size) for one in said] == [False, True, False, False]
    assert [one.reasons[0] for one in said if one.reasons][:2] == ["it is silent", "refused on order"]
    assert "broke down" in said[3].reasons[0]
    assert sorted(recital.about(ChunkSetAside)) == ["1", "3", "4"]


def test_where_nothing_could_be_spoken_it_says_why(recital: Recital) -> None:
    """An audition of silence is none."""
    with pytest.raises(EngineFailed, match="it is silent"):
        recital.speak(f"[tone:silent] {PLAIN}", f"[tone:silent] Again: {PLAIN}")


def test_an_engine_that_heeds_no_seed_is_asked_once(recital: Recital) -> None:
    """It would say the same again."""
    with pytest.raises(EngineFailed):
        recital.speak("…", engine="espeak")

    assert recital.about(ChunkRetried) == []


def test_a_voice_that_is_not_there_is_bad_input(recital: Recital) -> None:
    """With the command that lists those that are."""
    speaker = recital.booth.speaker(Settings(engine="tone", voice="nobody"), "en")

    with pytest.raises(InputError, match="nobody") as caught:
        recital.booth.speak([Sentence(PLAIN)], speaker)

    assert "voices list" in caught.value.hint


def test_nothing_asked_is_nothing_spoken(recital: Recital) -> None:
    """No engine is started for it."""
    assert recital.speak() == []
    assert recital.events == []


@pytest.mark.parametrize("when", ["before", "while it loads", "while it speaks"])
def test_it_ends_when_it_is_cancelled(recital: Recital, when: str) -> None:
    """At once, and its engine with it."""
    if when == "before":
        recital.control.cancel()

    def cancel(event: Event) -> None:
        if isinstance(event, EngineReady if when == "while it loads" else ChunkSpoken):
            recital.control.cancel()

    booth = replace(recital.booth, emit=cancel)
    speaker = Speaker(VoiceChoice(engine_row("tone"), "", "tone", {}, 0), "en")
    sentences = [Sentence(PLAIN, seed) for seed in range(20)]

    with pytest.raises(Cancelled):
        booth.speak(sentences, speaker)


def test_words_are_said_as_the_lexicon_has_them(recital: Recital) -> None:
    """The listener's own respellings hold here too."""
    Backend(recital.folders).add_words([Entry("Siobhan", "Shivawn")])

    (said,) = recital.speak("Siobhan laughed.")

    assert said.spoken == "Shivawn laughed."


def test_words_are_said_as_the_lexicon_of_a_book_has_them(recital: Recital, tmp_path: Path) -> None:
    """A sentence of a book is heard as its render will say it."""
    book = tmp_path / "book.txt"
    book.write_text("Siobhan laughed.", "utf-8")
    backend = Backend(recital.folders)
    backend.add_words([Entry("Siobhan", "Shivawn")], book)
    project = project_for(book, "", recital.folders)
    speaker = recital.booth.speaker(Settings(engine="tone"), "en")

    (said,) = replace(recital.booth, book=project).speak([Sentence("Siobhan laughed.")], speaker)
    (without,) = recital.speak("Siobhan laughed.")

    assert said.spoken == "Shivawn laughed."
    assert without.spoken == "Siobhan laughed."


def test_rules_that_are_switched_off_are_off(recital: Recital) -> None:
    """As in a book: else an audition would say what no book says."""
    settings = Settings(engine="espeak", rules_off=",".join(RULE_NAMES))

    (said,) = recital.booth.speak([Sentence("He had 12 boats.")], recital.booth.speaker(settings, "en"))

    assert said.spoken == "He had 12 boats."


@pytest.mark.parametrize("kind", [Kind.VOICE_DESIGN, Kind.BASE])
def test_a_described_voice_is_not_held_against_earlier_ones(
    kind: Kind, recital: Recital, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every seed makes another voice of a description; all other voices are to sound as they always do."""
    norms: list[Path] = []

    def noted(voice: VoiceChoice, language: str, folders: Folders) -> Judge:
        norms.append(folders.norms)
        return Judge(voice, language, folders)

    monkeypatch.setattr(booths, "Judge", noted)
    voice = VoiceChoice(engine_row("tone"), "", "tone", {}, 0)
    model = InstalledModel("A model", recital.folders.models, "tone", kind, "", 1, None, "")

    recital.booth.speak([Sentence(PLAIN)], Speaker(voice, "en", model))

    assert (norms == [recital.folders.norms]) is (kind is Kind.BASE)


def test_no_second_narrator_is_put_beside_a_render_that_needs_the_card(
    recital: Recital, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The render would lose memory in the middle of the night; after it, the sentence is spoken."""
    monkeypatch.setattr(booths, "fits_beside", lambda _size, _device: False)
    voice = VoiceChoice(engine_row("tone"), "", "tone", {}, 0)
    model = InstalledModel("A model", recital.folders.models, "tone", Kind.BASE, "0.6B", 1, None, "")
    standby = Standby(0.0)
    booth = replace(recital.booth, standby=standby)

    with standby.away(), pytest.raises(InputError, match="no room") as refused:
        booth.speak([Sentence(PLAIN)], Speaker(voice, "en", model))
    assert refused.value.code == "card-busy"
    with standby.away():
        assert booth.speak([Sentence(PLAIN)], Speaker(voice, "en"))[0].seconds > 0  # needs no card
    assert booth.speak([Sentence(PLAIN)], Speaker(voice, "en", model))[0].seconds > 0
