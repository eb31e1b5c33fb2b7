"""Tests of where models come from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from vox1.errors import InputError
from vox1.models.hub import HUB, Hub, choose_hub, is_offline

ROOT = Path(__file__).resolve().parents[3]
MIRROR, OTHER, THIRD = "https://mirror.example", "https://other.example", "http://10.0.0.1:8080/hub"


@pytest.mark.parametrize(
    ("mirror", "environment", "setting", "address"),
    [
        ("", "", "", HUB),
        ("", "", MIRROR, MIRROR),
        ("", OTHER, MIRROR, OTHER),
        (THIRD, OTHER, MIRROR, THIRD),
        (f"{MIRROR}/", "", "", MIRROR),
        ("", f"{HUB}/", "", HUB),
    ],
)
def test_what_is_nearest_names_the_hub(mirror: str, environment: str, setting: str, address: str) -> None:
    """The command line, then the environment, then the settings."""
    assert choose_hub(mirror, setting, {"HF_ENDPOINT": environment}).address == address


@pytest.mark.parametrize(
    "address", ["mirror", "ftp://mirror.example", "https://", "https://a/?b=c", "file:///x"]
)
def test_what_is_no_address_is_said(address: str) -> None:
    """Before anything is asked."""
    with pytest.raises(InputError, match="no address"):
        choose_hub(address, "", {})


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    """Addresses stand in records and messages."""
    with pytest.raises(InputError) as caught:
        choose_hub("https://me:secret@mirror.example", "", {})
    assert "secret" not in caught.value.message + caught.value.hint


def test_a_token_is_for_the_hub_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mirror is somebody else."""
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    assert choose_hub("", "", {}).token == "hf_secret"  # noqa: S105  # it is none
    assert choose_hub(MIRROR, "", {}).token == ""
    assert "Authorization" not in Hub(MIRROR).headers


def test_a_path_is_quoted_in_an_address() -> None:
    """A name may hold what means something else in an address."""
    assert (
        Hub(MIRROR).url("a/b", "c0", "d é#?%/f.txt") == f"{MIRROR}/a/b/resolve/c0/d%20%C3%A9%23%3F%25/f.txt"
    )


@pytest.mark.parametrize(
    ("value", "offline"), [("1", True), ("ON", True), ("yes", True), ("0", False), ("", False)]
)
def test_offline_is_read_as_the_hub_library_reads_it(value: str, *, offline: bool) -> None:
    """Those who set it for other programs mean this one too."""
    assert is_offline({"HF_HUB_OFFLINE": value}) is offline


def test_the_hub_library_is_loaded_only_to_fetch() -> None:
    """Listing and finding models must not wait for it."""
    code = (
        "import sys, vox1.models.download, vox1.models.store, vox1.models.verify;"
        "print([name for name in ('huggingface_hub', 'requests') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
