"""Tests of the inventory of installed packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vox1_setup import inventory

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BELL = "bell-1.0.dist-info"


@pytest.fixture
def site_packages(tmp_path: Path) -> Path:
    """Install a package `bell`, with a compiled file that has come and gone."""
    folder = tmp_path / "lib" / "site-packages"
    (folder / BELL).mkdir(parents=True)
    (folder / "bell.py").write_text("ding", encoding="utf-8")
    rows = [
        "bell.py,sha256=x,4",
        "__pycache__/bell.pyc,,",
        "bell.pyc,sha256=x,9",
        f"{BELL}/RECORD,,",
        '"../a, b",sha256=x,0',
    ]
    (folder / BELL / "RECORD").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "lib" / "a, b").touch()
    return folder


def test_installed_packages_are_listed(site_packages: Path) -> None:
    """By the folders that installers make, one each."""
    assert inventory.list_distributions(site_packages) == (BELL,)


def test_a_sound_environment_has_no_damage(site_packages: Path) -> None:
    """Compiled files may be missing, whether or not the package brought them."""
    assert inventory.find_damage(site_packages, (BELL,)) is None


@pytest.mark.parametrize(
    ("damage", "name"),
    [
        (lambda site: (site / "bell.py").unlink(), "bell.py"),
        (lambda site: (site / "bell.py").write_text("di", encoding="utf-8"), "bell.py"),
        (lambda site: (site / BELL / "RECORD").unlink(), "RECORD"),
        (lambda site: (site.parent / "a, b").unlink(), "a, b"),
    ],
)
def test_a_file_gone_or_cut_short_is_found(
    site_packages: Path, damage: Callable[[Path], object], name: str
) -> None:
    """Virus scanners and full disks do this to finished environments."""
    damage(site_packages)

    found = inventory.find_damage(site_packages, (BELL,))
    assert found is not None
    assert found.name == name


def test_a_package_that_is_gone_altogether_is_found(site_packages: Path) -> None:
    """Nothing on disk tells of it; only the stamp's list does."""
    assert inventory.find_damage(site_packages, (BELL, "gong-2.0.dist-info")) is not None
