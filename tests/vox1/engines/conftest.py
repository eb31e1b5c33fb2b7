"""What the tests of engines share: requests, and hosts that end with the test."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from vox1.control import Control
from vox1.engines.host import EngineHost, NotSpoken, Patience, Spoken
from vox1.events import Event
from vox1_worker.protocol import PROTOCOL, Load, Speak


class Stage:
    """A host and what comes of its requests.

    Attributes:
        folder: Where takes go.
        events: What the host told.
        work: What is still to be asked.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.events: list[Event] = []
        self.work: deque[Speak] = deque()
        self.hosts: list[EngineHost] = []
        self._listeners: list[Callable[[Event], object]] = []

    @property
    def log_path(self) -> Path:
        """Where the worker's error output goes."""
        return self.folder / "logs" / "engine.log"

    def start(
        self, engine: str = "tone", slots: int = 3, order: str = "", room: int = 0, **patience: Any
    ) -> EngineHost:
        """Start a host whose patience for loading and silence is long, unless told otherwise."""
        load = Load("", "cpu", slots, {"order": order, "room": room} if order else {})
        values: dict[str, Any] = {"load_seconds": 60, "stall_seconds": 60, "silence_seconds": 60, **patience}
        host = EngineHost(engine, load, self.log_path, self._note, Patience(**values))
        self.hosts.append(host)
        return host

    def listen(self, listener: Callable[[Event], object]) -> None:
        """Have every event from now on shown to somebody else too."""
        self._listeners.append(listener)

    def _note(self, event: Event) -> None:
        self.events.append(event)
        for listener in self._listeners:
            listener(event)

    def ask(self, *texts: str, voice: str = "tone", budget_seconds: float = 30.0) -> None:
        """Queue a request for each text; they are named by their numbers from 1."""
        for text in texts:
            name = str(len(self.work) + 1)
            self.work.append(
                Speak(
                    id=name,
                    key=f"key {name}",
                    attempt=1,
                    seed=1,
                    text=text,
                    voice=voice,
                    style="",
                    language="en",
                    settings={},
                    budget_seconds=budget_seconds,
                    out_path=str(self.folder / f"{name}.flac"),
                )
            )

    def speak(
        self, host: EngineHost, on_outcome: Callable[[int], None] = lambda _: None
    ) -> dict[str, Spoken | NotSpoken]:
        """Have all of the work spoken; return the outcome of each request, which has just one."""
        outcomes: dict[str, Spoken | NotSpoken] = {}
        for outcome in host.speak(self.work, Control()):
            assert outcome.request.id not in outcomes, "it came twice"
            outcomes[outcome.request.id] = outcome
            on_outcome(len(outcomes))
        return outcomes

    def named(self, kind: type[Event]) -> list[Any]:
        """Return the events of a kind."""
        return [event for event in self.events if isinstance(event, kind)]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """A folder for takes, and hosts that end with the test."""
    stage = Stage(tmp_path)
    yield stage
    for host in stage.hosts:
        host.kill()


@pytest.fixture
def impostor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that puts a script in the place of the worker's program.

    The script may call ``say(type="hello", ...)`` and ``wait()``, which returns at the end of its input.
    """

    def put(script: str) -> None:
        package = tmp_path / "impostor" / "vox1_worker"
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        (package / "main.py").write_text(
            "import json, os, sys\n"
            "def say(**message):\n"
            "    os.write(1, json.dumps(message).encode() + b'\\n')\n"
            "def wait():\n"
            "    sys.stdin.buffer.read()\n"
            f"HELLO = {{'type': 'hello', 'protocol': {PROTOCOL}, 'engine': 'tone', 'python': '3.10'}}\n"
            "LOADED = {'type': 'loaded', 'device': 'cpu', 'sample_rate_hz': 24000, 'slots': 1,\n"
            "          'voices': [], 'versions': {}}\n" + script
        )
        monkeypatch.setattr("vox1.engines.host.ROOT", package.parent)

    return put
