"""A thousand kill -9s of a render, each followed by a resume: is the audio the same, was anything lost?

Usage: .venv/bin/python benchmarks/kill_campaign.py --kills 1000

Kills the host, the worker and ffmpeg in turn: at every named point in random order (before, in the
middle of and after every write, fsync, rename and encode), and at random times. Half of the renders
replace an audiobook of the same book. Prints a table for docs/performance.md.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import long_book  # found through the line above
from tests.faults.campaign import Campaign, Kill, Result  # the same

_PARAGRAPHS_OF_A_CHAPTER = 5
_RANDOM_SHARE = 0.3


def _kills(campaign: Campaign, rng: random.Random, wanted: int) -> list[Kill]:
    """Named points in random order, and random times for the rest."""
    at_random = [campaign.random_kill(rng) for _ in range(wanted)]
    named = campaign.named_kills()
    rng.shuffle(named)
    kills: list[Kill] = []
    while len(kills) < 2 * wanted and (named or at_random):
        from_random = not named or (at_random and rng.random() < _RANDOM_SHARE)
        kills.append(at_random.pop() if from_random else named.pop())
    return kills


def main() -> int:
    """Kill, resume, count, and print the table; 1 if anything was not as it must be."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=2)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    done: list[tuple[Kill, Result]] = []
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        long_book.build_short(folder / "book.epub", chapters=3, paragraphs=_PARAGRAPHS_OF_A_CHAPTER)
        campaigns = [
            Campaign(folder / "book.epub", folder / name, replaces=replaces)
            for name, replaces in (("first", False), ("again", True))
        ]
        kills = [_kills(campaign, rng, arguments.kills // 2) for campaign in campaigns]
        in_turn = [pair for both in zip(*kills, strict=False) for pair in zip(campaigns, both, strict=True)]

        def run(numbered: tuple[int, tuple[Campaign, Kill]]) -> None:
            number, (campaign, kill) = numbered
            if sum(result.was_killed for _, result in done) >= arguments.kills:
                return
            name = f"{number:05}"
            result = campaign.run(kill, name)
            shutil.rmtree(campaign.folder / name)
            done.append((kill, result))
            if result.faults:
                print(f"FAULT {kill}: {result.faults}", flush=True)
            if len(done) % 50 == 0:
                print(f"{len(done)} renders disturbed, {time.monotonic() - began:.0f} s", file=sys.stderr)

        with ThreadPoolExecutor(arguments.at_once) as pool:
            list(pool.map(run, enumerate(in_turn)))
    return _report(done, time.monotonic() - began)


def _report(done: list[tuple[Kill, Result]], seconds: float) -> int:
    killed = [(kill, result) for kill, result in done if result.was_killed]
    kinds = Counter((kill.role, kill.point.partition(":")[0] or "at random") for kill, _ in killed)
    print("\n| who died | where | kills | faults |\n|---|---|---|---|")
    for (role, where), count in sorted(kinds.items()):
        faults = sum(
            bool(result.faults)
            for kill, result in killed
            if (kill.role, kill.point.partition(":")[0] or "at random") == (role, where)
        )
        print(f"| {role} | {where} | {count} | {faults} |")
    faulty = sum(bool(result.faults) for _, result in killed)
    print(f"| all | | {len(killed)} | {faulty} |\n\n{seconds:.0f} seconds")
    return int(faulty > 0)


if __name__ == "__main__":
    sys.exit(main())
