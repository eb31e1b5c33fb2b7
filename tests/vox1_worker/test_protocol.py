"""Tests of the messages."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1_worker import protocol
from vox1_worker.protocol import (
    Ended,
    Failed,
    Heard,
    Heartbeat,
    Hello,
    Listen,
    Load,
    Progress,
    ProtocolError,
    Speak,
    Take,
)

ROOT = Path(__file__).resolve().parents[2]
KINDS = (*get_args(protocol.Request), *get_args(protocol.Report))
VALUES: dict[str, Any] = {
    "str": st.text(st.characters(codec=None), max_size=50),
    "int": st.integers(0, 2**63),
    "float": st.floats(allow_nan=False, allow_infinity=False),
    "Ended": st.sampled_from(Ended),
    "list[list[int]]": st.lists(st.lists(st.integers(), min_size=2, max_size=2), max_size=4),
    "list[list[str]]": st.lists(st.lists(st.text(), max_size=3), max_size=4),
    "dict[str, Any]": st.dictionaries(st.text(), st.integers() | st.text(), max_size=4),
    "dict[str, str]": st.dictionaries(st.text(), st.text(), max_size=4),
}
MESSAGES = st.one_of(
    *(st.builds(kind, **{item.name: VALUES[str(item.type)] for item in fields(kind)}) for kind in KINDS)
)


def line(**values: object) -> bytes:
    """Return a line as the other side might write it."""
    return json.dumps(values).encode() + b"\n"


@given(message=MESSAGES)
def test_every_message_comes_back_from_its_line_as_it_was(message: protocol.Request) -> None:
    """With any text in it, lone surrogates and line ends too."""
    assert protocol.decode(protocol.encode(message)) == message


@given(message=MESSAGES)
def test_a_message_is_one_line_of_ascii(message: protocol.Request) -> None:
    """Whatever the locale of either side, nothing in a text can end a line early."""
    encoded = protocol.encode(message)

    assert encoded.isascii()
    assert encoded.count(b"\n") == 1
    assert encoded.endswith(b"\n")


@given(content=st.binary(max_size=200))
def test_bytes_that_are_no_message_are_refused_as_such(content: bytes) -> None:
    """A library that prints must never look like anything but a broken line."""
    with pytest.raises(ProtocolError):
        protocol.decode(content)


@pytest.mark.parametrize(
    "content",
    [
        line(type="take"),
        line(type="shout", id="1"),
        line(type=["progress"], id="1", seconds=1.0),
        line(type="progress", id="1", seconds="1"),
        line(type="progress", id=1, seconds=1.0),
        line(type="progress", id="1", seconds=True),
        line(type="progress", id="1", seconds=1.0, colour="red"),
        line(type="loaded", device="", sample_rate_hz=1, slots=1, voices={}, versions={}),
        line(type="heartbeat", step=1.5),
        b"null\n",
        b"[]\n",
        b"[" * 100_000 + b"\n",
        b'{"type": "heartbeat", "step": 1',
    ],
)
def test_a_message_with_other_fields_or_kinds_of_values_is_refused(content: bytes) -> None:
    """Each side may trust what it has decoded."""
    with pytest.raises(ProtocolError):
        protocol.decode(content)


def test_a_whole_number_is_accepted_where_a_fraction_may_stand() -> None:
    """JSON does not tell 1 from 1.0."""
    assert protocol.decode(line(type="progress", id="1", seconds=1)) == Progress("1", 1.0)


def test_fields_with_defaults_may_be_left_out() -> None:
    """A worker without a card says nothing of its memory."""
    assert protocol.decode(line(type="heartbeat", step=3)) == Heartbeat(3)


def test_a_take_need_not_say_its_frames() -> None:
    """Only a model that speaks in steps counts them."""
    take = Take("1", 1, 1, 0.0, 0.0, 0, Ended.NATURAL, [], "", 1, 0.0, 0.0)
    values = json.loads(protocol.encode(take))
    del values["frames"]

    assert protocol.decode(line(**values)) == take
    assert take.frames == 0


def test_an_unknown_way_of_ending_is_refused() -> None:
    """A take that ended in a way nobody knows must not pass for a natural one."""
    take = protocol.encode(Take("1", 1, 1, 0.0, 0.0, 0, Ended.NATURAL, [], "", 1, 0.0, 0.0))

    with pytest.raises(ProtocolError):
        protocol.decode(take.replace(b'"natural"', b'"sudden"'))


def test_a_message_too_long_for_a_line_is_not_sent() -> None:
    """The other side would take it for garbage."""
    with pytest.raises(ProtocolError, match="too long"):
        protocol.encode(Failed("1", "speech", "x" * protocol.MAX_LINE_BYTES))


def test_the_messages_keep_the_names_that_both_sides_know() -> None:
    """A worker in another environment may be older than the host: these names are a contract."""
    assert json.loads(protocol.encode(Hello(1, "tone", "3.10.1")))["type"] == "hello"
    assert json.loads(protocol.encode(Load("", "cpu", 1))) == {
        "type": "load",
        "model": "",
        "device": "cpu",
        "slots": 1,
        "options": {},
        "weights": "",
    }
    assert [item.name for item in fields(Speak)] == [
        *("id", "key", "attempt", "seed", "text", "voice", "style"),
        *("language", "settings", "budget_seconds", "out_path"),
    ]
    assert json.loads(protocol.encode(Heard("1.1/1", "It rained."))) == {
        "type": "heard",
        "id": "1.1/1",
        "text": "It rained.",
    }
    assert [item.name for item in fields(Listen)] == [
        "id",
        "path",
        "language",
        "start_seconds",
        "end_seconds",
    ]


def test_the_messages_need_nothing_but_the_standard_library() -> None:
    """They are shared with environments that have none of our packages."""
    script = (
        "import sys, vox1_worker.protocol\n"
        "own = {name.split('.')[0] for name in sys.modules} - set(sys.stdlib_module_names)\n"
        "print(sorted(own - {'__main__', 'sitecustomize', 'usercustomize'} - set(sys.argv[1].split())))"
    )
    bare = subprocess.run(
        [sys.executable, "-c", "import sys; print(*{name.split('.')[0] for name in sys.modules})"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    done = subprocess.run(
        [sys.executable, "-c", script, bare.stdout], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "['vox1_worker']"
