"""Tests of events in JSON."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from vox1 import events
from vox1.events import Event, Finished, Status

KINDS = [
    kind
    for kind in vars(events).values()
    if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
]
EXAMPLES: list[tuple[Event, dict[str, Any]]] = [
    (
        events.Planned("T", Path("T.m4b"), 2, 30, 4, (events.PlannedPart(7, "Seven", 30),)),
        {
            "event": "planned",
            "title": "T",
            "output": "T.m4b",
            "chapters": 2,
            "chunks": 30,
            "reused": 4,
            "parts": [{"number": 7, "title": "Seven", "chunks": 30}],
        },
    ),
    (
        events.EngineReady("tone", "cpu", 3),
        {"event": "engine_ready", "engine": "tone", "device": "cpu", "slots": 3},
    ),
    (
        events.EngineRestarted("tone", "it ended", 2),
        {"event": "engine_restarted", "engine": "tone", "reason": "it ended", "slots": 2},
    ),
    (
        events.ChunkSpoken("12.34", "One", 1.5, reused=True, attempt=2),
        {
            "event": "chunk_spoken",
            "place": "12.34",
            "chapter": "One",
            "seconds": 1.5,
            "reused": True,
            "attempt": 2,
        },
    ),
    (
        events.ChunkRetried("1.2", 1, "it is silent"),
        {"event": "chunk_retried", "place": "1.2", "attempt": 1, "reason": "it is silent"},
    ),
    (
        events.ChunkSetAside("1.2", "Yes.", "it is silent"),
        {"event": "chunk_set_aside", "place": "1.2", "text": "Yes.", "reason": "it is silent"},
    ),
    (
        events.ChunkDoubtful("1.2", "Yes.", "its pitch is odd"),
        {"event": "chunk_doubtful", "place": "1.2", "text": "Yes.", "reason": "its pitch is odd"},
    ),
    (
        events.ChapterEncoded(3, "Three", 60.0, None, 0.0),
        {
            "event": "chapter_encoded",
            "number": 3,
            "title": "Three",
            "seconds": 60.0,
            "lufs": None,
            "gain_db": 0.0,
        },
    ),
    (
        events.DiskLow(Path("out"), 5, 500),
        {"event": "disk_low", "folder": "out", "free_bytes": 5, "needed_bytes": 500},
    ),
    (events.DiskFreed(Path("out"), 600), {"event": "disk_freed", "folder": "out", "free_bytes": 600}),
    (events.Paused(), {"event": "paused"}),
    (events.Resumed(), {"event": "resumed"}),
    (
        events.ModelProgress("small", "a.bin", 5, 10, 2.5),
        {
            "event": "model_progress",
            "name": "small",
            "file": "a.bin",
            "done_bytes": 5,
            "total_bytes": 10,
            "bytes_per_second": 2.5,
        },
    ),
    (
        events.ModelWaiting("small", "the line broke", 5.0),
        {"event": "model_waiting", "name": "small", "reason": "the line broke", "seconds": 5.0},
    ),
    (
        events.ModelReady("small", Path("models"), 10, None),
        {
            "event": "model_ready",
            "name": "small",
            "folder": "models",
            "size_bytes": 10,
            "weights_hash": None,
        },
    ),
    (events.Warned("Careful."), {"event": "warned", "message": "Careful."}),
    (
        events.Error("disk-full", "The disk is full.", "Free some space."),
        {"event": "error", "code": "disk-full", "message": "The disk is full.", "hint": "Free some space."},
    ),
    (
        Finished(
            Status.COMPLETE, (Path("a.m4b"), Path("b.srt")), Path("r.json"), 9, 5, 4, 1, 0, 0, 60.5, 3.25
        ),
        {
            "event": "finished",
            "status": "complete",
            "outputs": ["a.m4b", "b.srt"],
            "receipt": "r.json",
            "chunks": 9,
            "rendered": 5,
            "reused": 4,
            "retried": 1,
            "failed": 0,
            "doubtful": 0,
            "audio_seconds": 60.5,
            "wall_seconds": 3.25,
        },
    ),
    (
        Finished(Status.CANCELLED, (), None, 9, 0, 0, 0, 0, 0, 0.0, 0.0),
        {
            "event": "finished",
            "status": "cancelled",
            "outputs": [],
            "receipt": None,
            "chunks": 9,
            "rendered": 0,
            "reused": 0,
            "retried": 0,
            "failed": 0,
            "doubtful": 0,
            "audio_seconds": 0.0,
            "wall_seconds": 0.0,
        },
    ),
]


@pytest.mark.parametrize(("event", "written"), EXAMPLES, ids=[type(event).__name__ for event, _ in EXAMPLES])
def test_an_event_keeps_its_form_in_json(event: Event, written: dict[str, Any]) -> None:
    """Other programs read these lines: names and kinds of values are a contract."""
    assert event.to_json() == written
    assert json.loads(json.dumps(event.to_json())) == written


def test_every_event_has_an_example_here() -> None:
    """A new one is added to the contract."""
    assert {type(event) for event, _ in EXAMPLES} == set(KINDS)


def test_only_the_last_event_is_final() -> None:
    """That is how whoever watches knows that no more will come."""
    assert [kind for kind in KINDS if kind.final] == [Finished]


def test_no_field_hides_the_name_of_its_event() -> None:
    """Both stand in one object."""
    assert not [kind for kind in KINDS for item in fields(kind) if item.name == "event"]


def test_the_ways_a_render_ends_are_those_of_the_command_line() -> None:
    """Scripts compare them."""
    assert [status.value for status in Status] == ["complete", "incomplete", "cancelled", "failed"]
