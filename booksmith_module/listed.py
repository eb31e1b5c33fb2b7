"""Listed titles: paragraphs that are headings, because a contents list in the text names them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from booksmith_module.book import BlockKind
from booksmith_module.document import Document
from booksmith_module.heading_lines import title_key

_FEWEST = 3
_LEAST_FOUND = 0.7
"""Share of the entries that must be found, once and in order: a line of a list may be anybody's words."""
_LONGEST = 120
_LEVEL = 2

_Place = tuple[int, int]


def know_listed(documents: Sequence[Document], entries: Sequence[str]) -> None:
    """Make headings of the paragraphs that repeat the entries of a contents list.

    Args:
        documents: In reading order, without the list.
        entries: Its lines, in order.
    """
    keys = dict.fromkeys(key for key in map(title_key, entries) if key)
    places = _places(documents, keys)
    found = [places[key][0] for key in keys if len(places.get(key, ())) == 1]
    if len(found) < max(_FEWEST, _LEAST_FOUND * len(keys)) or found != sorted(found):
        return
    for number, at in found:
        block = documents[number].blocks[at]
        if block.kind is not BlockKind.HEADING:
            documents[number].blocks[at] = replace(block, kind=BlockKind.HEADING, level=_LEVEL)


def _places(documents: Sequence[Document], keys: Collection[str]) -> dict[str, list[_Place]]:
    """Where each title stands as a heading or a paragraph of its own."""
    kinds = {BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.VERSE}
    found: dict[str, list[_Place]] = {}
    for number, document in enumerate(documents):
        for at, block in enumerate(document.blocks):
            if len(block.text) <= _LONGEST and block.kind in kinds and (key := title_key(block.text)) in keys:
                found.setdefault(key, []).append((number, at))
    return found
