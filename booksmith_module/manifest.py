"""The manifest: a book as JSON, to be edited by hand and exchanged with other programs.

``{"title", "author", "chapters": [{"id", "label", "style_prompt", "text"}]}`` is always accepted.
Ours adds ``schema`` and more, and comes back without loss. Voices: ``voice`` of the book or of a chapter,
``cast`` (``{"Anna": {"voice", "style_prompt"}}``), and the ``spans`` of a chapter; see `spans`. What of
a chapter is not read stands in its ``unread``: with ``"read": true`` it is.
"""

from __future__ import annotations

import base64
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from booksmith_module.alignment import IDENTITY, Alignment, Edit
from booksmith_module.book import (
    Block,
    BlockKind,
    Book,
    Chapter,
    Cover,
    Role,
    Skipped,
    Source,
    Span,
    Speaker,
    Unread,
)
from booksmith_module.clean import clean
from booksmith_module.errors import BookError
from booksmith_module.spans import spans_to_json, with_spans
from booksmith_module.unread import in_order, kept_in_place, switched_at

SCHEMA = 1
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


def to_json(book: Book) -> dict[str, Any]:
    """Return the book as an object for `json.dump`."""
    return {
        "schema": SCHEMA,
        "title": book.title,
        "author": ", ".join(book.authors),
        "authors": list(book.authors),
        "language": book.language,
        "voice": book.voice,
        "cast": {s.name: {"voice": s.voice, "style_prompt": s.style_prompt} for s in book.cast},
        "subtitle": book.subtitle,
        "series": book.series,
        "series_number": book.series_number,
        "description": book.description,
        "publisher": book.publisher,
        "year": book.year,
        "subjects": list(book.subjects),
        "identifier": book.identifier,
        "audited_words": book.audited_words,
        "cover": _cover_to_json(book.cover),
        "skipped": [
            {"kind": s.kind, "count": s.count, "where": s.where, "text": s.text} for s in book.unplaced
        ],
        "warnings": list(book.warnings),
        "chapters": [_chapter_to_json(number, c) for number, c in enumerate(book.chapters, 1)],
    }


def _cover_to_json(cover: Cover | None) -> dict[str, Any] | None:
    if cover is None:
        return None
    return {
        "jpeg": base64.b64encode(cover.jpeg).decode("ascii"),
        "width_px": cover.width_px,
        "height_px": cover.height_px,
    }


def _chapter_to_json(number: int, chapter: Chapter) -> dict[str, Any]:
    return {
        "id": str(number),
        "label": chapter.title,
        "style_prompt": chapter.style_prompt,
        "voice": chapter.voice,
        "language": chapter.language,
        "role": chapter.role.value,
        "enabled": chapter.enabled,
        "reason": chapter.reason,
        "text": chapter.text,
        "spans": spans_to_json(chapter.blocks),
        "blocks": [_block_to_json(block) for block in chapter.blocks],
        "unread": [_unread_to_json(unread) for unread in chapter.unread],
    }


def _unread_to_json(unread: Unread) -> dict[str, Any]:
    """What is not read; with a true ``read`` typed in its place, it is."""
    written = {"read": False, "before": unread.before, **_block_to_json(unread.block)}
    if unread.block.spans:
        written["spans"] = [[span.start, span.end, span.speaker] for span in unread.block.spans]
    return written


def _block_to_json(block: Block) -> dict[str, Any]:
    written: dict[str, Any] = {"kind": block.kind.value, "text": block.text}
    if block.level:
        written["level"] = block.level
    if block.reason:
        written["reason"] = block.reason
    if block.source:
        source = block.source
        written["source"] = [source.file, source.place, source.start, source.end]
        if source.alignment.edits:
            written["alignment"] = [number for edit in source.alignment.edits for number in edit]
    return written


def from_json(manifest: object) -> Book:
    """Return the book in a manifest.

    Where a chapter's ``text`` or the ``author`` was edited by hand, it wins over what it no longer
    matches.

    Raises:
        BookError: It is not a manifest, or of a later version.
    """
    try:
        return _book(manifest)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as err:
        raise _invalid(f"a part of it is missing or of the wrong kind ({err})") from err


def loads(text: str) -> Book:
    """Return the book in a manifest's text.

    Raises:
        BookError: It is not a manifest, or of a later version.
    """
    try:
        return from_json(json.loads(text))
    except (ValueError, RecursionError) as err:
        raise _invalid(f"it is not valid JSON ({err})") from err


def _invalid(reason: str) -> BookError:
    return BookError(
        "bad-manifest",
        f"The manifest cannot be read: {reason}",
        'It needs {"title": ..., "chapters": [{"label": ..., "text": ...}]}.',
    )


def _book(manifest: Any) -> Book:
    if manifest.get("schema", SCHEMA) > SCHEMA:
        raise BookError(
            "newer-manifest", "The manifest was written by a newer VOX-1", "Update VOX-1 and try again."
        )
    return Book(
        title=_text(manifest["title"]),
        authors=_authors(manifest),
        chapters=tuple(map(chapter_from_json, _items(manifest["chapters"]))),
        unplaced=tuple(map(_skipped, _items(manifest.get("skipped") or []))),
        warnings=tuple(map(_text, _items(manifest.get("warnings") or []))),
        cover=_cover(manifest.get("cover")),
        audited_words=int(manifest.get("audited_words") or 0),
        cast=tuple(_speaker(name, said) for name, said in (manifest.get("cast") or {}).items()),
        subjects=tuple(map(_text, _items(manifest.get("subjects") or []))),
        **{
            name: _text(manifest.get(name) or "")
            for name in (
                *("language", "voice", "subtitle", "series", "series_number"),
                *("description", "publisher", "year", "identifier"),
            )
        },
    )


def _text(value: Any) -> str:
    """A string, or a number typed without quotation marks; half characters are replaced."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise TypeError(f"{value!r:.40} is not text")
    text = str(value)
    return text if text.isascii() else _HALF_CHARACTER.sub("\ufffd", text)


def _items(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r:.40} is not a list")
    return value


def _authors(manifest: Any) -> tuple[str, ...]:
    authors = tuple(map(_text, _items(manifest.get("authors") or [])))
    author = _text(manifest.get("author") or "")
    if not author or author == ", ".join(authors):
        return authors
    return (author,)


def _skipped(written: Any) -> Skipped:
    return Skipped(
        _text(written["kind"]), int(written["count"]), _text(written["where"]), _text(written["text"])
    )


def _cover(written: Any) -> Cover | None:
    if not written:
        return None
    return Cover(
        base64.b64decode(written["jpeg"], validate=True),
        int(written["width_px"]),
        int(written["height_px"]),
    )


def chapter_from_json(written: Any) -> Chapter:
    """Return a chapter of a manifest; see `from_json`."""
    text = _text(written["text"])
    enabled = written.get("enabled", True)
    if not isinstance(enabled, bool):
        raise TypeError(f"enabled is {enabled!r:.40}, neither true nor false")
    blocks = kept = tuple(map(_block, _items(written.get("blocks") or [])))
    if "\n\n".join(block.text for block in blocks if block.text) != text:
        blocks = tuple(_edited(kept, text))
    aside = sorted(_items(written.get("unread") or []), key=lambda one: int(one["before"]))
    chapter = Chapter(
        title=_text(written.get("label") or "Untitled"),
        blocks=with_spans(blocks, list(map(_span, _items(written.get("spans") or [])))),
        role=Role(written.get("role", "body")),
        enabled=enabled,
        reason=_text(written.get("reason") or ""),
        style_prompt=_text(written.get("style_prompt") or ""),
        voice=_text(written.get("voice") or ""),
        language=_text(written.get("language") or ""),
        unread=kept_in_place([_unread(one) for one in aside], kept, blocks),
    )
    if not any(map(_is_read, aside)):
        return chapter
    asides = (place for place, one in enumerate(in_order(chapter)) if not one.is_read)
    return switched_at(chapter, [place for place, one in zip(asides, aside, strict=True) if _is_read(one)])


def _is_read(written: Any) -> bool:
    is_read = written.get("read", False)
    if not isinstance(is_read, bool):
        raise TypeError(f"read is {is_read!r:.40}, neither true nor false")
    return is_read


def _unread(written: Any) -> Unread:
    spans = (Span(int(start), int(end), _text(who)) for start, end, who in _items(written.get("spans") or []))
    return Unread(replace(_block(written), spans=tuple(spans)), int(written["before"]))


def _span(written: Any) -> Any:
    """What a speaker says, with half characters replaced as in the chapter's text; see `spans`."""
    return {key: _text(value) if isinstance(value, str) else value for key, value in written.items()}


def _speaker(name: Any, written: Any) -> Speaker:
    """A speaker and their voice, which may stand there alone."""
    name = _text(name).strip()  # as in `spans`
    if isinstance(written, str):
        return Speaker(name, _text(written))
    return Speaker(name, _text(written.get("voice") or ""), _text(written.get("style_prompt") or ""))


def _edited(blocks: Sequence[Block], text: str) -> Iterator[Block]:
    """The blocks of a text typed over: those still in it stay as they were, and so do scene breaks."""
    parts = re.split(r"\n\s*\n", text.replace("\r\n", "\n"))
    before = [" ".join(block.text.split()) for block in blocks]
    after = [" ".join(part.split()) for part in parts]
    for change, low, high, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if change == "equal":
            yield from blocks[low:high]
        else:
            yield from _replaced(blocks[low:high], parts[start:end])


def _replaced(blocks: Sequence[Block], parts: Sequence[str]) -> Iterator[Block]:
    """Typed paragraphs in place of blocks: each of the kind of the one that it replaces."""
    remaining = iter(parts)
    for block in blocks:
        if block.kind is BlockKind.SCENE_BREAK:
            yield block
        else:
            yield from _typed(block.kind, next(remaining, ""))
    for part in remaining:
        yield from _typed(BlockKind.PARAGRAPH, part)


def _typed(kind: BlockKind, part: str) -> Iterator[Block]:
    """One block of typed text; none where nothing is left of it."""
    line_ends = [match.start() for match in re.finditer("\n", part)] if kind is BlockKind.VERSE else []
    text, _ = clean(part, [], line_ends)
    if text:
        yield Block(kind, text)


def _block(written: Any) -> Block:
    kind = BlockKind(written["kind"])
    text, level = _text(written["text"]), int(written.get("level") or 0)
    reason = _text(written.get("reason") or "")
    if "source" not in written:
        return Block(kind, text, level=level, reason=reason)
    file, place, start, end = written["source"]
    numbers = list(map(int, _items(written.get("alignment") or [])))
    edits = tuple(Edit(*numbers[i : i + 4]) for i in range(0, len(numbers), 4))
    file = sys.intern(_text(file))  # one string for all the blocks of a document
    alignment = Alignment(edits) if edits else IDENTITY
    source = Source(file, _text(place), int(start), int(end), alignment)
    return Block(kind, text, source, level, reason=reason)
