"""Faults on order: a small book rendered under every fault we know, then again: is the audio the same?

Usage: .venv/bin/python benchmarks/faults.py [--only "7 take"] [--kills 200]

Right is: the render ends with the audiobook of an undisturbed one, sample for sample, or it names what is
wrong and what to do, and then the same command ends so; no process is left, no lock, no half file. Prints
a table for docs/reliability.md. As root on Linux it fills real disks and mounts them read-only; what a
machine cannot do is listed.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.faults import disk_faults, program_faults, state_faults, worker_faults  # found as above
from tests.faults.stage import Stage
from tests.faults.variants import Outcome, Reference, Variant


@dataclass(frozen=True, slots=True)
class _Round:
    variant: Variant
    outcome: Outcome


def main() -> int:
    """Play all variants and print the table; 1 if anything was not as it must be."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="", help="faults or variants whose names hold this")
    parser.add_argument("--skip", default="\0", help="not those whose names hold this")
    parser.add_argument("--kills", type=int, help="kills of the worker at random times")
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--every", type=int, default=1, help="only every n-th variant")
    arguments = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        reference = Reference(folder / "undisturbed")
        wanted = [
            variant
            for variant in _variants(folder)
            if arguments.only in _name(variant) and arguments.skip not in _name(variant)
        ][:: arguments.every]
        lacking = sorted({f"{_name(v)}: {v.lacks()}" for v in wanted if v.lacks()})
        rounds = [
            variant
            for variant in wanted
            if not variant.lacks()
            for _ in range(arguments.kills if arguments.kills and variant.rounds > 1 else variant.rounds)
        ]

        def play(numbered: tuple[int, Variant]) -> _Round:
            number, variant = numbered
            place = folder / f"{number:05}"
            try:
                outcome = reference.play(variant, place)
            except Exception as err:  # noqa: BLE001  # one variant must not end the others
                outcome = Outcome(named=False, faults=(f"{type(err).__name__}: {err}",))
                Stage(place).orphans()
            shutil.rmtree(place)
            for fault in outcome.faults:
                print(f"FAULT {_name(variant)}: {fault}", file=sys.stderr, flush=True)
            return _Round(variant, outcome)

        with ThreadPoolExecutor(arguments.at_once) as pool:
            done = list(pool.map(play, enumerate(rounds)))
    return _report(done, lacking, time.monotonic() - began)


def _name(variant: Variant) -> str:
    return f"{variant.fault}: {variant.name}"


def _variants(folder: Path) -> Iterator[Variant]:
    yield from worker_faults.variants()
    yield from disk_faults.variants(disk_faults.calls_of(folder))
    yield from state_faults.variants()
    yield from program_faults.variants()


def _report(done: list[_Round], lacking: list[str], seconds: float) -> int:
    def number(one: _Round) -> tuple[int, str]:
        first, _, rest = one.variant.fault.partition(" ")
        return int(first), rest

    print("| fault | variants | rounds | ended sample-equal | of these stopped once and named it | failed |")
    print("|---|---|---|---|---|---|")
    for _, same in groupby(sorted(done, key=number), key=number):
        print(_row(same_fault := list(same), same_fault[0].variant.fault))
    print(_row(done, "all"))
    print(f"\n{seconds:.0f} seconds")
    for line in lacking:
        print(f"not run: {line}")
    return int(any(one.outcome.faults for one in done))


def _row(rounds: list[_Round], name: str) -> str:
    variants = len({_name(one.variant) for one in rounds})
    failed = sum(bool(one.outcome.faults) for one in rounds)
    named = sum(one.outcome.named and not one.outcome.faults for one in rounds)
    return f"| {name} | {variants} | {len(rounds)} | {len(rounds) - failed} | {named} | {failed} |"


if __name__ == "__main__":
    sys.exit(main())
