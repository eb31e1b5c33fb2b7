"""Tests of where things are in a copy of VOX-1."""

from __future__ import annotations

from pathlib import Path

import pytest

from vox1_setup import machine
from vox1_setup.checkout import Checkout
from vox1_setup.environment import Environment
from vox1_setup.errors import SetupError
from vox1_setup.machine import TorchBuild


def checkout_with(root: Path, *requirements: str) -> Checkout:
    """Make a copy that has these files in `requirements/`."""
    (root / "requirements").mkdir()
    for name in requirements:
        (root / "requirements" / name).touch()
    return Checkout(root)


def test_development_adds_a_set_to_the_same_environment() -> None:
    """What the tests need is installed beside the base install, not elsewhere."""
    checkout = Checkout(Path("root"))

    plain, with_dev = checkout.environment(), checkout.environment(with_dev=True)

    assert plain.folder == with_dev.folder == Path("root/.venv")
    assert [wanted.name for wanted in plain.sets] == ["base"]
    assert [wanted.name for wanted in with_dev.sets] == ["base", "dev"]


def test_an_engine_has_an_environment_of_its_own(tmp_path: Path) -> None:
    """An engine's packages never meet the base install's."""
    environment = checkout_with(tmp_path, "dev.txt", "toy.txt").engine_environment("toy")

    assert environment.folder == tmp_path / ".venvs" / "toy"
    assert [wanted.file for wanted in environment.sets] == [tmp_path / "requirements" / "toy.txt"]


@pytest.mark.parametrize("name", ["nope", "dev", "../toy", ""])
def test_an_unknown_engine_is_answered_with_the_known_ones(tmp_path: Path, name: str) -> None:
    """Only files of engines count; no name can lead out of the folder."""
    checkout = checkout_with(tmp_path, "dev.txt", "toy.txt", "bell.txt")

    with pytest.raises(SetupError) as caught:
        checkout.engine_environment(name)

    assert caught.value.hint == "one of: bell, toy"


def test_without_any_engine_of_that_kind_the_hint_says_so(tmp_path: Path) -> None:
    """An empty list would help nobody."""
    with pytest.raises(SetupError) as caught:
        checkout_with(tmp_path, "dev.txt").engine_environment("toy")

    assert "leave --engine out" in caught.value.hint


def test_a_driver_that_does_not_answer_is_not_taken_for_no_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would put the build for processors in place of one that works; unless that is what is wanted."""
    checkout = checkout_with(tmp_path, "toy.txt", "toy-torch.txt")
    broken = machine.Machine("Linux", "6", "x86_64", "3.11", fault="Driver/library version mismatch")
    monkeypatch.setattr(machine, "look", lambda: broken)
    monkeypatch.delenv("DEVICE", raising=False)

    with pytest.raises(SetupError, match="version mismatch") as caught:
        checkout.engine_environment("toy")
    monkeypatch.setenv("DEVICE", "cpu")
    environment = checkout.engine_environment("toy")

    assert "restart" in caught.value.hint
    assert "--no-deps" in environment.sets[1].options


def test_an_engine_may_have_a_file_without_dependencies_and_one_for_torch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """torch comes in the build that fits the machine; where that changes, it is installed again."""
    checkout = checkout_with(tmp_path, "toy.txt", "toy-no-deps.txt", "toy-torch.txt", "dev.txt")

    def environment(tag: str) -> Environment:
        build = TorchBuild(tag, f"https://example.org/{tag}", "it fits")
        monkeypatch.setattr(machine, "torch_build", lambda _: build)
        return checkout.engine_environment("toy", with_dev=True)

    on_processor, on_card = environment("cpu"), environment("cu130")

    assert checkout.engine_names() == ("toy",)
    assert [(wanted.name, wanted.options) for wanted in on_processor.sets] == [
        ("toy", ()),
        ("toy-no-deps", ("--no-deps",)),
        ("toy-torch", ("--no-deps", "--extra-index-url", "https://example.org/cpu")),
        ("dev", ()),
    ]
    assert on_card.sets[2].options == ("--extra-index-url", "https://example.org/cu130")
    assert on_card.sets[2].digest() != on_processor.sets[2].digest()
    assert on_card.sets[0].digest() == on_processor.sets[0].digest()
