"""The short form of benchmarks/kill_campaign.py: kill -9 at points of every kind, resume, compare."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import pytest

from tests.faults.campaign import Campaign, Kill

_TEXT = "<p>The number {0} tram was late again, and nobody in the queue said a word about it.</p>"


@pytest.mark.slow
def test_a_killed_render_resumes_to_the_undisturbed_audiobook(
    tmp_path: Path, make_epub: Callable[..., Path]
) -> None:
    """One kill at every kind of point: the audio is sample-equal and no stored take is spoken again.

    The audiobook that the render replaces is there and whole until the new one is.
    """
    chapters = [
        (name, f"<h1>{name}</h1>" + "".join(_TEXT.format(f"{name} {n}") for n in range(4))) for name in "ABC"
    ]
    campaign = Campaign(make_epub(tmp_path / "book.epub", chapters), tmp_path / "renders", replaces=True)
    kills = _one_of_each_kind(campaign.named_kills())
    results = {kill: campaign.run(kill, f"kill-{n}") for n, kill in enumerate(kills)}
    assert len(kills) >= 15
    assert [kill for kill, result in results.items() if not result.was_killed] == []
    assert {kill: result.faults for kill, result in results.items() if result.faults} == {}


def _one_of_each_kind(kills: list[Kill]) -> list[Kill]:
    """For each role and point one passing of it, somewhere in the middle."""
    rng = random.Random(1)
    kinds = groupby(sorted(kills, key=_kind), key=_kind)
    return [rng.choice(list(same)) for _, same in kinds]


def _kind(kill: Kill) -> tuple[str, str]:
    return kill.role, kill.point.partition(":")[0]
