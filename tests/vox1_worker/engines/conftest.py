"""What the tests of engines share: an engine driven to the end of what it was asked."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterator, Sequence

import pytest

from tests import tiny_qwen3
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
    """What the host says first to an engine without a model."""
    return Load(model="", device="cpu", slots=3)


@pytest.fixture(scope="session")
def load_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Load]:
    """Return a function that gives what the host says first to an engine; skips one that is not installed."""
    needs = {"espeak": "espeakng_loader", "faulty": "espeakng_loader", "qwen3": "torch"}
    models: dict[str, str] = {}

    def make(name: str) -> Load:
        if name in needs and not importlib.util.find_spec(needs[name]):
            pytest.skip(f"{needs[name]} is not installed in this environment")
        if name == "qwen3" and not models:
            folder = tmp_path_factory.mktemp("models") / "tiny"
            models[name] = str(tiny_qwen3.build(folder, "1.7B-CustomVoice", codebooks=4))
        return Load(model=models.get(name, ""), device="cpu", slots=3)

    return make
