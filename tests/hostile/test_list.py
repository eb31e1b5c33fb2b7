"""The list: how many bad inputs of each kind there are. Each stands in its module's ``CASES``."""

from __future__ import annotations

import pytest

from tests.hostile import (
    test_archives,
    test_epub,
    test_manifests,
    test_metadata,
    test_names,
    test_pdf,
    test_pictures,
    test_text,
)


@pytest.mark.parametrize(
    ("cases", "count"),
    [
        (test_epub.CASES, 26),
        (test_pdf.CASES, 12),
        (test_text.CASES, 8),
        (test_pictures.CASES, 6),
        (test_metadata.CASES, 12),
        (test_names.CASES, 8),
        ((*test_manifests.CASES, *test_archives.CASES), 6),
        (test_archives.BAD, 72),
    ],
    ids=[
        "EPUB",
        "PDF",
        "text",
        "pictures",
        "metadata",
        "names",
        "manifests and voices",
        "archives of voices",
    ],
)
def test_no_case_is_forgotten(cases: object, count: int) -> None:
    """All of them are there."""
    assert isinstance(cases, (tuple, dict))
    assert len(cases) == count
