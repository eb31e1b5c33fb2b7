"""Tests of the standby: the next sentence finds its engine ready, and nobody finds it in the way."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from backend import Backend
from vox1.control import Cancelled, Control
from vox1.engines.host import EngineHost
from vox1.engines.standby import Standby, Started
from vox1.errors import InputError
from vox1.events import EngineReady, EngineRestarted, Event
from vox1.paths import Folders
from vox1.render.job import RenderOptions
from vox1.settings import Settings
from vox1.voices.audition import Wish
from vox1.voices.booth import Booth, Sentence
from vox1_worker.protocol import Load, Speak

SAMPLE = Path(__file__).resolve().parents[3] / "samples" / "five-teaspoons-of-rain.epub"


def workers() -> list[psutil.Process]:
    """Return the workers that run."""
    found = []
    for child in psutil.Process().children():
        try:
            if "vox1_worker.main" in child.cmdline():
                found.append(child)
        except psutil.NoSuchProcess:
            continue
    return found


class House:
    """A standby, and booths that share it.

    Attributes:
        folders: Of this test.
        standby: Of all booths.
        events: What they told.
    """

    def __init__(self, folders: Folders) -> None:
        self.folders = folders
        self.standby = Standby()
        self.events: list[Event] = []

    def say(self, text: str, engine: str = "tone", control: Control | None = None) -> float:
        """Speak a sentence, and return how long it is in seconds."""
        booth = Booth(self.folders, self.events.append, control or Control(), "cpu", standby=self.standby)
        (said,) = booth.speak([Sentence(text)], booth.speaker(Settings(engine=engine), "en"))
        return said.seconds

    def go_on_and_on(self, control: Control) -> None:
        """Speak what never ends, until it is cancelled."""
        load = Load(model="", device="cpu", slots=1, weights="")
        path = self.folders.work / "endless.flac"
        endless = Speak(
            id="endless",
            key="endless",
            attempt=1,
            seed=1,
            text="[tone:runaway] It goes on.",
            voice="tone",
            style="",
            language="en",
            settings={},
            budget_seconds=1e6,
            out_path=str(path),
        )

        def start() -> EngineHost:
            return EngineHost("tone", load, self.folders.logs / "tone.log", self.events.append)

        with self.standby.engine(Started("tone", load), start, self.events.append, control) as host:
            for _ in host.speak(deque([endless]), control):
                raise AssertionError("it ended")

    def starts(self, kind: type[Event] = EngineReady) -> int:
        """Return how often an engine was started, or another thing happened."""
        return sum(isinstance(event, kind) for event in self.events)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Return a standby that is closed at the end; no worker is left then."""
    house = House(Folders(tmp_path / "out", tmp_path / "work", tmp_path / "user"))
    yield house
    house.standby.close()
    assert workers() == []


def test_the_next_sentence_is_spoken_by_the_same_worker(house: House) -> None:
    """It is started once, and says the same as a new one would."""
    assert house.say("One river.") > 0
    (first,) = workers()
    assert house.say("Another river, and a mill.") > house.say("One river.")
    assert workers() == [first]
    assert house.starts() == 1


def test_another_engine_takes_its_place(house: House) -> None:
    """One at a time has the memory."""
    house.say("One river.")
    (first,) = workers()
    house.say("One river.", engine="espeak")
    (second,) = workers()
    assert first != second
    assert house.starts() == 2


def test_none_is_kept_unless_it_is_wanted(house: House) -> None:
    """The command line ends when it has spoken."""
    house.standby = Standby(0.0)
    house.say("One river.")
    assert workers() == []


def test_an_engine_that_nobody_uses_leaves(house: House) -> None:
    """It gives its memory back by itself."""
    house.standby = Standby(0.05)
    house.say("One river.")
    gone = psutil.wait_procs(workers(), timeout=20)[1]
    assert gone == []
    assert house.say("One river.") > 0


def test_a_sentence_that_is_given_up_leaves_the_engine_ready(house: House) -> None:
    """The listener has clicked on another one: that must not wait for the engine to load."""
    house.say("One river.")
    (first,) = workers()
    control = Control()
    threading.Timer(0.2, control.cancel).start()
    with pytest.raises(Cancelled):
        house.go_on_and_on(control)
    assert workers() == [first]
    assert house.say("One river.") > 0
    assert (house.starts(), house.starts(EngineRestarted)) == (1, 0)


def test_a_worker_that_died_while_it_waited_is_replaced(house: House) -> None:
    """The next sentence is spoken all the same."""
    house.say("One river.")
    (first,) = workers()
    first.kill()
    first.wait(20)
    assert house.say("Another river.") > 0
    assert first not in workers()


def test_who_waits_for_the_engine_can_give_up(house: House) -> None:
    """Another sentence is being spoken; nobody hears two at once."""
    control, held = Control(), Control()
    other = threading.Thread(target=_until_cancelled, args=(house, held))
    other.start()
    while not workers():
        other.join(0.01)
    control.cancel()
    with pytest.raises(Cancelled):
        house.say("Another river.", control=control)
    held.cancel()
    other.join(20)
    assert not other.is_alive()


def _until_cancelled(house: House, control: Control) -> None:
    with pytest.raises(Cancelled):
        house.go_on_and_on(control)


def test_none_is_kept_while_something_else_needs_the_memory(house: House) -> None:
    """Not the one that waits, and not one that is used meanwhile."""
    house.say("One river.")
    with house.standby.away():
        assert workers() == []
        house.say("One river.")
        assert workers() == []
    house.say("One river.")
    assert len(workers()) == 1


def test_a_render_finds_the_memory_free(house: House) -> None:
    """What stood by is gone before its own engine is loaded, and what is heard meanwhile does not stay."""
    backend = Backend(house.folders, keeps_engine=True)
    settings = Settings(engine="tone")
    wish = Wish(settings, "en", "One river.", book=SAMPLE)
    backend.hear(wish, house.events.append, Control(), "cpu")
    (before,) = workers()
    seen: list[bool] = []

    def tell(event: Event) -> None:
        if isinstance(event, EngineReady):
            seen.append(before.is_running() and before.status() != psutil.STATUS_ZOMBIE)

    backend.render(RenderOptions(SAMPLE, settings, frozenset({2})), tell, Control())
    assert seen == [False]
    assert workers() == []
    backend.close()


def test_a_voice_that_is_not_there_leaves_the_engine_ready(house: House) -> None:
    """The listener chooses another."""
    house.say("One river.")
    (first,) = workers()
    booth = Booth(house.folders, house.events.append, Control(), "cpu", standby=house.standby)
    speaker = booth.speaker(Settings(engine="tone"), "en")
    nobody = replace(speaker.voice, voice="nobody")
    with pytest.raises(InputError, match="voice"):
        booth.speak([Sentence("One river.")], replace(speaker, voice=nobody))
    assert workers() == [first]
