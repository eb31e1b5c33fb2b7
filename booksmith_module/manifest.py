"""The manifest: a book as JSON, to be edited by hand and exchanged with other programs.

``{"title", "author", "chapters": [{"id", "label", "style_prompt", "text"}]}`` is always accepted.
Ours adds ``schema`` and more, and comes back without loss.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from booksmith_module.alignment import Alignment, Edit
from booksmith_module.book import Block, BlockKind, Book, Chapter, Cover, Role, Skipped, Source
from booksmith_module.errors import BookError

SCHEMA = 1


def to_json(book: Book) -> dict[str, Any]:
    """Return the book as an object for `json.dump`."""
    return {
        "schema": SCHEMA,
        "title": book.title,
        "author": ", ".join(book.authors),
        "authors": list(book.authors),
        "language": book.language,
        "description": book.description,
        "publisher": book.publisher,
        "year": book.year,
        "subjects": list(book.subjects),
        "identifier": book.identifier,
        "cover": _cover_to_json(book.cover),
        "skipped": [
            {"kind": s.kind, "count": s.count, "where": s.where, "sample": s.sample} for s in book.skipped
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
        "role": chapter.role.value,
        "enabled": chapter.enabled,
        "text": chapter.text,
        "blocks": [_block_to_json(block) for block in chapter.blocks],
    }


def _block_to_json(block: Block) -> dict[str, Any]:
    written: dict[str, Any] = {"kind": block.kind.value, "text": block.text}
    if block.source:
        source = block.source
        written["source"] = [source.file, source.place, source.start, source.end]
        if source.alignment.edits:
            written["alignment"] = [number for edit in source.alignment.edits for number in edit]
    return written


def from_json(manifest: object) -> Book:
    """Return the book in a manifest.

    Where a chapter's ``text`` was edited by hand, it wins over the blocks it no longer matches.

    Raises:
        BookError: It is not a manifest, or of a later version.
    """
    try:
        return _book(manifest)
    except (AttributeError, KeyError, TypeError, ValueError) as err:
        raise _invalid(f"a part of it is missing or of the wrong kind ({err})") from err


def loads(text: str) -> Book:
    """Return the book in a manifest's text.

    Raises:
        BookError: It is not a manifest, or of a later version.
    """
    try:
        return from_json(json.loads(text))
    except (json.JSONDecodeError, RecursionError) as err:
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
    authors = manifest.get("authors") or [manifest["author"]] * bool(manifest.get("author"))
    return Book(
        title=str(manifest["title"]),
        authors=tuple(map(str, authors)),
        chapters=tuple(map(_chapter, manifest["chapters"])),
        skipped=tuple(Skipped(**item) for item in manifest.get("skipped", ())),
        warnings=tuple(map(str, manifest.get("warnings", ()))),
        cover=_cover(manifest.get("cover")),
        subjects=tuple(map(str, manifest.get("subjects", ()))),
        **{
            name: str(manifest.get(name, ""))
            for name in ("language", "description", "publisher", "year", "identifier")
        },
    )


def _cover(written: Any) -> Cover | None:
    if not written:
        return None
    return Cover(base64.b64decode(written["jpeg"]), int(written["width_px"]), int(written["height_px"]))


def _chapter(written: Any) -> Chapter:
    text = str(written["text"])
    blocks = tuple(map(_block, written.get("blocks", ())))
    chapter = Chapter(
        title=str(written.get("label") or "Untitled"),
        blocks=blocks,
        role=Role(written.get("role", "body")),
        enabled=bool(written.get("enabled", True)),
        style_prompt=str(written.get("style_prompt", "")),
    )
    if chapter.text == text:
        return chapter
    return Chapter(chapter.title, _typed_blocks(text), chapter.role, chapter.enabled, chapter.style_prompt)


def _typed_blocks(text: str) -> tuple[Block, ...]:
    """Paragraphs as typed: an empty line ends one."""
    paragraphs = (" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n"))
    return tuple(Block(BlockKind.PARAGRAPH, paragraph) for paragraph in paragraphs if paragraph)


def _block(written: Any) -> Block:
    kind = BlockKind(written["kind"])
    if "source" not in written:
        return Block(kind, str(written["text"]))
    file, place, start, end = written["source"]
    numbers = written.get("alignment", [])
    edits = tuple(Edit(*numbers[i : i + 4]) for i in range(0, len(numbers), 4))
    source = Source(str(file), str(place), int(start), int(end), Alignment(edits))
    return Block(kind, str(written["text"]), source)
