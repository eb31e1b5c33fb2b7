"""Made books: a plain EPUB 3 of a book that was read from another kind of file."""

from __future__ import annotations

import html
import uuid
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import IO

from booksmith_module.book import Block, BlockKind, Book, Chapter, Source
from vox1.outputs.readalong.navigation import Entry, navigation

_CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>
"""
_STYLE = """p { margin: 0; text-indent: 1.2em; }
hr { border: 0; border-top: 1px solid; margin: 1.5em 35%; }
.verse, .list-item, .table, .caption, .note, .image-description { margin: 0.5em 1.2em; text-indent: 0; }
.caption, .image-description { font-style: italic; }
.note { font-size: 0.9em; }
"""
_MADE = (1980, 1, 1, 0, 0, 0)
_RIGHT_TO_LEFT = frozenset(("ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"))
# What no XML may hold, and the ends of lines that XML reads as others; as long as before, for the places.
_UNWRITABLE = {
    **dict.fromkeys([*range(0x09), 0x0B, 0x0C, 0x0D, *range(0x0E, 0x20)], " "),
    **dict.fromkeys([*range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "\ufffd"),
}


def write_epub(book: Book, stream: IO[bytes]) -> None:
    """Write a plain EPUB 3 with all chapters of a book, narrated or not, one at a time.

    Args:
        book: To be written.
        stream: Where it goes; must be able to seek.

    Raises:
        OSError: The disk is full or refuses.
    """
    titles = []
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        _add(archive, "META-INF/container.xml", _CONTAINER)
        _add(archive, "EPUB/book.css", _STYLE)
        if book.cover:
            _add(archive, "EPUB/cover.jpg", book.cover.jpeg, zipfile.ZIP_STORED)
        for index, chapter in enumerate(book.chapters):
            titles.append(_title(chapter, index))
            _add(archive, f"EPUB/{_file(index)}", _document(book, chapter, titles[-1]))
        entries = [Entry(_written(title), _file(index)) for index, title in enumerate(titles)]
        _add(archive, "EPUB/contents.xhtml", navigation(_written(book.title), entries))
        _add(archive, "EPUB/package.opf", _package(book, len(titles)))


def placed(chapter: Chapter, index: int) -> tuple[Block, ...]:
    """Return a chapter's blocks with their sources in the EPUB that `write_epub` makes.

    Args:
        chapter: Of the book.
        index: Its place among the chapters, from 0.
    """
    return tuple(
        replace(block, source=Source(f"EPUB/{_file(index)}", f"body/{step}", 0, len(block.text)))
        for block, _, step in _elements(chapter.blocks)
    )


def _add(
    archive: zipfile.ZipFile, name: str, content: str | bytes, method: int = zipfile.ZIP_DEFLATED
) -> None:
    archive.writestr(zipfile.ZipInfo(name, _MADE), content, method)


def _file(index: int) -> str:
    return f"chapter-{index + 1:03}.xhtml"


def _title(chapter: Chapter, index: int) -> str:
    first = next((block.text for block in chapter.blocks if block.text), "")
    return " ".join(chapter.title.split()) or " ".join(first.split())[:60] or str(index + 1)


def _written(text: str) -> str:
    return text.translate(_UNWRITABLE)


def _escaped(text: str) -> str:
    return html.escape(_written(text))


def _elements(blocks: Sequence[Block]) -> Iterator[tuple[Block, str, str]]:
    """Each block with the name of its element, and with the last step of its place."""
    seen: dict[str, int] = {}
    for block in blocks:
        name = _name(block)
        seen[name] = seen.get(name, 0) + 1
        yield block, name, f"{name}[{seen[name]}]"


def _name(block: Block) -> str:
    if block.kind is BlockKind.HEADING:
        return f"h{min(max(block.level, 1), 6)}"
    return {BlockKind.SCENE_BREAK: "hr", BlockKind.CODE: "pre"}.get(block.kind, "p")


def _document(book: Book, chapter: Chapter, title: str) -> str:
    language = chapter.language or book.language
    said = f' lang="{_escaped(language)}" xml:lang="{_escaped(language)}"' if language else ""
    if language.lower().partition("-")[0] in _RIGHT_TO_LEFT:
        said += ' dir="rtl"'
    body = "\n".join(_markup(block, name) for block, name, _ in _elements(chapter.blocks))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml"{said}><head><title>{_escaped(title)}</title>'
        '<link rel="stylesheet" type="text/css" href="book.css"/></head><body>\n'
        f"{body}\n</body></html>\n"
    )


def _markup(block: Block, name: str) -> str:
    if block.kind is BlockKind.SCENE_BREAK:
        return "<hr/>"
    text = _escaped(block.text)
    if name != "pre":
        text = text.replace("\n", "<br/>\n")
    is_plain = block.kind in {BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.CODE}
    kind = "" if is_plain else f' class="{block.kind.value}"'
    return f"<{name}{kind}>{text}</{name}>"


def _package(book: Book, count: int) -> str:
    files = [_file(index) for index in range(count)]
    listed = "".join(
        f'<item id="chapter-{number}" href="{file}" media-type="application/xhtml+xml"/>\n'
        for number, file in enumerate(files, 1)
    )
    order = "".join(f'<itemref idref="chapter-{number}"/>\n' for number in range(1, count + 1))
    cover = '<item id="cover" href="cover.jpg" media-type="image/jpeg" properties="cover-image"/>\n'
    is_leftward = book.language.lower().partition("-")[0] in _RIGHT_TO_LEFT
    return f"""<?xml version="1.0" encoding="utf-8"?>
<package version="3.0" unique-identifier="id" xmlns="http://www.idpf.org/2007/opf">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
{"".join(_metadata(book))}</metadata>
<manifest>
<item id="contents" href="contents.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="style" href="book.css" media-type="text/css"/>
{cover if book.cover else ""}{listed}</manifest>
<spine{' page-progression-direction="rtl"' if is_leftward else ""}>
{order}</spine></package>
"""


def _metadata(book: Book) -> Iterator[str]:
    yield f'<dc:identifier id="id">{_escaped(book.identifier) or _own_identifier(book)}</dc:identifier>\n'
    yield f'<dc:title id="title">{_escaped(book.title) or "—"}</dc:title>\n'
    if book.subtitle:
        yield '<meta refines="#title" property="title-type">main</meta>\n'
        yield f'<dc:title id="subtitle">{_escaped(book.subtitle)}</dc:title>\n'
        yield '<meta refines="#subtitle" property="title-type">subtitle</meta>\n'
    yield f"<dc:language>{_escaped(book.language) or 'und'}</dc:language>\n"
    several = {"creator": book.authors, "subject": book.subjects}
    single = {"publisher": book.publisher, "description": book.description, "date": book.year}
    for name, values in {**several, **{name: (value,) for name, value in single.items()}}.items():
        yield from (f"<dc:{name}>{_escaped(value)}</dc:{name}>\n" for value in values if value.strip())
    if book.series:
        yield f'<meta property="belongs-to-collection" id="series">{_escaped(book.series)}</meta>\n'
        yield '<meta refines="#series" property="collection-type">series</meta>\n'
        if book.series_number:
            number = _escaped(book.series_number)
            yield f'<meta refines="#series" property="group-position">{number}</meta>\n'
    yield '<meta property="dcterms:modified">2000-01-01T00:00:00Z</meta>\n'


def _own_identifier(book: Book) -> str:
    """An identifier that is the same whenever the same book is made."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "\n".join((book.title, *book.authors))).urn
