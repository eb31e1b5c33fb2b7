"""What the tests of engines share: an engine driven to the end of what it was asked."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence

import pytest

from vox1_worker.engine import Engine, Growing, Outcome
from vox1_worker.main import ENGINES
from vox1_worker.protocol import Load, Speak

_MOST_STEPS = 10_000


@pytest.fixture
def create() -> Iterator[Callable[[str], Engine]]:
    """Return a function that makes an engine as the worker does; all are closed here."""
    made: list[Engine] = []

    def make(name: str) -> Engine:
        engine: Engine = importlib.import_module(ENGINES[name]).create()
        made.append(engine)
        return engine

    yield make
    for engine in made:
        engine.close()


@pytest.fixture
def speak() -> Callable[[Engine, Sequence[Speak]], dict[str, Outcome]]:
    """Return a function that has requests spoken and returns what each came to, by its id."""

    def run(engine: Engine, requests: Sequence[Speak]) -> dict[str, Outcome]:
        waiting, ended = list(requests), dict[str, Outcome]()
        for _ in range(_MOST_STEPS):
            while waiting and engine.free_slots > 0:
                engine.start(waiting.pop(0))
            for outcome in engine.step():
                if not isinstance(outcome, Growing):
                    assert outcome.id not in ended, "it ended twice"
                    ended[outcome.id] = outcome
            if len(ended) == len(requests):
                return ended
        pytest.fail(f"of {len(requests)} requests only {sorted(ended)} ended")

    return run


@pytest.fixture(scope="session")
def load() -> Load:
    """What the host says to an engine first."""
    return Load(model="", device="cpu", slots=3)
