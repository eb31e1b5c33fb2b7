"""What the worker's tests share: requests, and a real worker to talk to."""

from __future__ import annotations

import os
import queue
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import psutil
import pytest

from vox1.engines.process import Gone, WorkerProcess
from vox1_worker.protocol import Load, Loaded, Report, Request, Speak

ROOT = Path(__file__).resolve().parents[2]
_LONGEST_WAIT_SECONDS = 30.0

Message = TypeVar("Message", bound="Report | Gone")


class Talk:
    """A conversation with a worker.

    Attributes:
        said: Everything the worker said so far.
    """

    def __init__(self, process: WorkerProcess, log_path: Path) -> None:
        self.process = process
        self.said: list[Report | Gone] = []
        self._log_path = log_path

    def ask(self, *requests: Request) -> None:
        """Send requests."""
        for request in requests:
            self.process.send(request)

    def hear(self, kind: type[Message], request_id: str | None = None) -> Message:
        """Return the next message of a kind, about a request where one is named."""
        while True:
            try:
                message = self.process.messages.get(timeout=_LONGEST_WAIT_SECONDS)
            except queue.Empty:
                pytest.fail(f"no {kind.__name__} came; before it: {self.said[-5:]}")
            self.said.append(message)
            if isinstance(message, kind) and request_id in {None, getattr(message, "id", None)}:
                return message
            if isinstance(message, Gone):
                pytest.fail(f"the worker ended before a {kind.__name__}: {self.log}")

    def about(self, kind: type[Report]) -> list[str]:
        """Return the ids of all messages of a kind so far."""
        return [message.id for message in self.said if isinstance(message, kind) and hasattr(message, "id")]

    @property
    def log(self) -> str:
        """What the worker wrote to its standard error so far."""
        return self._log_path.read_text("utf-8", "replace")


@pytest.fixture(scope="session")
def make_request() -> Callable[..., Speak]:
    """Return a function that makes a request: ``make_request(text, id="a", voice="tone", ...)``."""

    def make(text: str, **changes: Any) -> Speak:
        values: dict[str, Any] = {
            "id": "1.1/1",
            "key": "0" * 64,
            "attempt": 1,
            "seed": 1,
            "voice": "tone",
            "style": "",
            "language": "en",
            "settings": {},
            "budget_seconds": 60.0,
            "out_path": "",
        }
        return Speak(**{**values, "text": text, **changes})

    return make


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[Callable[..., Talk]]:
    """Return a function that starts a worker: ``start_worker("tone", environment={...})``; all end here.

    With ``engines={"name": "module"}`` the worker also knows those, from the test's own folder.
    """
    processes: list[WorkerProcess] = []

    def start(
        engine: str, environment: dict[str, str] | None = None, engines: dict[str, str] | None = None
    ) -> Talk:
        command: tuple[str, ...] = (sys.executable, "-m", "vox1_worker.main", engine)
        if engines:
            script = (
                f"import os, sys; sys.path.append({str(tmp_path)!r}); from vox1_worker import main;"
                f"main.ENGINES.update({engines}); os._exit(main.main(['', {engine!r}]))"
            )
            command = (sys.executable, "-c", script)
        log_path = tmp_path / "worker.log"
        process = WorkerProcess(command, {**os.environ, **(environment or {})}, ROOT, log_path)
        processes.append(process)
        return Talk(process, log_path)

    yield start
    for process in processes:
        process.kill()
        assert not psutil.pid_exists(process.pid)


@pytest.fixture
def loaded_worker(start_worker: Callable[..., Talk]) -> Callable[..., Talk]:
    """Return a function that starts a worker and loads its engine: ``loaded_worker("tone", slots=3)``."""

    def start(engine: str = "tone", slots: int = 1, **environment: str) -> Talk:
        talk = start_worker(engine, environment)
        talk.ask(Load(model="", device="cpu", slots=slots))
        talk.hear(Loaded)
        return talk

    return start
