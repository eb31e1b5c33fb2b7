"""Tests of trying a VOX-1 out, on a small one and on small ones that are broken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.vox1_setup import small
from vox1_setup.checkout import Checkout
from vox1_setup.errors import SetupError
from vox1_setup.programs import Programs
from vox1_setup.selftest import SelfTest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the small VOX-1's environment has links in it")

EMPTY_SOUND = "import sys\nopen(sys.argv[sys.argv.index('--output') + 1], 'w').close()\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Make a small VOX-1."""
    root = tmp_path / "VOX 1 é"
    small.write_version(root, "1.0")
    small.make_environment(root)
    return root


def of(root: Path) -> SelfTest:
    """Prepare to try it out."""
    programs = Programs(root, root / "temp_work" / "logs" / "setup.log")
    programs.begin_log()
    return SelfTest(root, Checkout(root).environment(), programs)


def test_one_that_works_leaves_its_sentence_in_the_scratch_folder_only(root: Path) -> None:
    """Nothing of it may land among the user's books."""
    of(root).all(root / "temp_work" / "scratch")

    assert (root / "temp_work" / "scratch" / "hello.flac").stat().st_size > 2000
    assert not (root / "Output").exists()


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("raise SystemExit(1)", "VOX-1 does not start"),
        ("print('silent')", "speak"),
        (EMPTY_SOUND, "VOX-1 does not start"),
    ],
)
def test_one_that_does_not_work_is_told_with_the_log(root: Path, program: str, sentence: str) -> None:
    """The last lines of it, and where all of them are."""
    (root / "vox1_cli" / "__main__.py").write_text(program, encoding="utf-8")

    with pytest.raises(SetupError, match=sentence) as caught:
        of(root).all(root / "scratch")

    assert caught.value.details
    assert "setup.log" in caught.value.hint


def test_an_old_recording_is_not_taken_for_a_new_one(root: Path) -> None:
    """The last self-test's, for one."""
    scratch = root / "scratch"
    scratch.mkdir()
    (scratch / "hello.flac").write_bytes(bytes(5000))
    (root / "vox1_cli" / "__main__.py").write_text("print('silent')", encoding="utf-8")

    with pytest.raises(SetupError, match="does not speak"):
        of(root).speak(scratch)
