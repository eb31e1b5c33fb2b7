"""What tests of every part share: small EPUBs built on the spot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.epubs import Epub

# A slow machine is no wrong result; the same examples every time make a failure that can be seen again.
settings.register_profile("vox1", deadline=None, derandomize=True)
settings.load_profile("vox1")


@pytest.fixture(scope="session")
def make_epub() -> Callable[..., Path]:
    """Return a function that writes a small EPUB: ``make_epub(path, chapters=[(title, body)], ...)``.

    It returns the path. Everything else that can be asked for is listed in `tests.epubs.Epub`, such as
    ``title="T", language="en-GB", authors=("A", "B"), cover=jpeg_bytes, contents=("ncx",), version=2``.
    The fixture holds nothing, so property tests may use it.
    """

    def write(path: Path, chapters: Sequence[tuple[str, str | bytes]], **parts: Any) -> Path:
        return Epub(chapters, **parts).write(path)

    return write
