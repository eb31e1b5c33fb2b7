"""Tests of keeping to one window, without any window."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from vox1_gui.sole import SoleWindow
from vox1_setup.checkout import Checkout
from vox1_setup.errors import SetupError

HOLD = """
import sys
from pathlib import Path
from vox1_gui.sole import SoleWindow
sole = SoleWindow(Path(sys.argv[1]))
print(sole.claim(), flush=True)
sys.stdin.readline()
"""
ROOT = Path(__file__).resolve().parents[2]


class Loop:
    """What stands in for Tk's loop: it goes round when it is told."""

    def __init__(self) -> None:
        self._next: list[Callable[[], None]] = []

    def after(self, _delay_ms: int, action: Callable[[], None]) -> None:
        """Keep an action for the next round."""
        self._next.append(action)

    def turn(self) -> None:
        """Go round once."""
        actions, self._next = self._next, []
        for action in actions:
            action()


def test_a_second_window_calls_the_first_and_hands_its_book_over(tmp_path: Path) -> None:
    """With the whole path, for the first one stands in another folder."""
    first, second, loop = SoleWindow(tmp_path), SoleWindow(tmp_path), Loop()
    came: list[str] = []
    assert first.claim()
    first.listen(loop.after, came.append)

    assert not second.claim()
    assert second.call(Path("a book é.epub"))
    assert second.call(None)
    loop.turn()

    assert came == [str(Path.cwd() / "a book é.epub"), ""]


def test_windows_of_other_folders_are_none_of_our_business(tmp_path: Path) -> None:
    """A listener may keep two libraries."""
    assert SoleWindow(tmp_path / "a").claim()
    assert SoleWindow(tmp_path / "b").claim()


@pytest.mark.parametrize(
    "place", ["", "{", "[]", '{"port": 1}', '{"port": 9, "token": "x"}', '{"port": "x", "token": ""}']
)
def test_a_first_window_that_does_not_answer_is_told(tmp_path: Path, place: str) -> None:
    """What it left behind may be of any kind, or from a window that is gone."""
    (tmp_path / "window.port").write_text(place, encoding="utf-8")

    assert not SoleWindow(tmp_path).call(None)


@pytest.mark.parametrize(
    "said",
    [b"", b"{\n", b"[]\n", b'{"token": "wrong", "book": "x"}\n', b"x" * 100_000, b"[" * 60_000 + b"\n"],
)
def test_who_does_not_know_the_token_is_not_heard(tmp_path: Path, said: bytes) -> None:
    """Another user of this computer, or a web page that knocks; and the next call is heard all the same."""
    first, loop = SoleWindow(tmp_path), Loop()
    came: list[str] = []
    assert first.claim()
    first.listen(loop.after, came.append)
    port = json.loads((tmp_path / "window.port").read_text(encoding="utf-8"))["port"]
    # Who is shut out in the middle of a sentence learns it in one of several ways.
    with socket.create_connection(("127.0.0.1", port)) as line, suppress(OSError):
        line.sendall(said)
        line.shutdown(socket.SHUT_WR)
        assert line.recv(10) == b""

    assert SoleWindow(tmp_path).call(None)
    loop.turn()
    assert came == [""]


def test_the_place_is_free_again_when_the_first_window_is_killed(tmp_path: Path) -> None:
    """The system lets go of the lock."""
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert first.stdout is not None
    assert first.stdout.readline() == "True\n"
    second = SoleWindow(tmp_path)
    assert not second.claim()

    first.kill()
    first.communicate()

    assert second.claim()


def test_the_set_up_sees_that_the_window_is_open(tmp_path: Path) -> None:
    """Two kinds of lock, made by two libraries: they must be of one mind."""
    checkout = Checkout(tmp_path)
    sole = SoleWindow(tmp_path / "temp_work")
    checkout.refuse_open_window()
    assert sole.claim()

    with pytest.raises(SetupError, match="is open"):
        checkout.refuse_open_window()


def test_a_disk_without_locks_is_no_reason_to_have_no_window(tmp_path: Path) -> None:
    """A file where the folder should be: nothing can be locked there."""
    (tmp_path / "work").touch()

    assert SoleWindow(tmp_path / "work").claim()
