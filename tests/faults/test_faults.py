"""The short form of benchmarks/faults.py: one or two variants of every fault."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.faults import disk_faults, program_faults, state_faults, worker_faults
from tests.faults.variants import Outcome, Reference, Variant

_TEST = "test_a_render_ends_as_an_undisturbed_one_or_names_what_is_wrong"
_AT_ONCE = 3
"""Some of them wait most of the time."""
_CALLS = Counter({f"{role}:{call}": 9 for role, call, _, _ in disk_faults.QUICK_CALLS})
_QUICK = {
    f"{variant.fault}: {variant.name}": variant
    for variant in (
        *worker_faults.variants(),
        *disk_faults.variants(_CALLS),
        *state_faults.variants(),
        *program_faults.variants(),
    )
    if variant.is_quick
}


@pytest.fixture(scope="module")
def played(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, Future[Outcome]]]:
    """Play the variants that are asked for, a few at once."""
    asked_for = {item.name for item in request.session.items}
    names = [name for name in _QUICK if f"{_TEST}[{name}]" in asked_for]
    folder = tmp_path_factory.mktemp("faults")
    reference = Reference(folder / "undisturbed")
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        yield {
            name: pool.submit(reference.play, _QUICK[name], folder / str(number))
            for number, name in enumerate(names)
        }


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the faults are made with signals and shell scripts")
@pytest.mark.parametrize("name", sorted(_QUICK))
def test_a_render_ends_as_an_undisturbed_one_or_names_what_is_wrong(
    played: Mapping[str, Future[Outcome]], name: str
) -> None:
    """And then the same command ends so: sample-equal, no process left, no lock, no half file."""
    if lacks := _QUICK[name].lacks():
        pytest.skip(lacks)
    assert played[name].result().faults == ()


def test_every_fault_has_a_short_form() -> None:
    """But for paths, floods, memory, and the kill of a render, which test_kills.py plays in many places."""
    every: list[Variant] = [
        *worker_faults.variants(),
        *disk_faults.variants(_CALLS),
        *state_faults.variants(),
        *program_faults.variants(),
    ]
    long_only = {v.fault for v in every} - {v.fault for v in every if v.is_quick}
    assert long_only == {"2 render killed", "18 path", "22 memory", "24 log flooded"}
