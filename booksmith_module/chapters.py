"""Chapters: the documents of a book divided as its contents list says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from booksmith_module.book import Block, BlockKind, Chapter, Role
from booksmith_module.document import Document

# EPUB structural semantics (https://www.w3.org/TR/epub-ssv-11/): what is not narrated by default.
_NOT_READ = {
    **dict.fromkeys(("cover", "titlepage", "halftitlepage", "toc", "landmarks", "loi", "lot"), Role.FRONT),
    **dict.fromkeys(("copyright-page", "imprint"), Role.FRONT),
    **dict.fromkeys(("colophon", "index", "bibliography", "other-credits", "nonlinear"), Role.BACK),
    **dict.fromkeys(("footnotes", "endnotes", "rearnotes", "doc-endnotes", "doc-index"), Role.BACK),
}
_ROLES = {
    **dict.fromkeys(("frontmatter", "foreword", "preface", "introduction", "dedication"), Role.FRONT),
    **dict.fromkeys(("epigraph", "acknowledgments", "preamble"), Role.FRONT),
    **dict.fromkeys(("bodymatter", "chapter", "part", "volume", "prologue", "epilogue"), Role.BODY),
    **dict.fromkeys(("backmatter", "appendix", "afterword", "glossary", "conclusion"), Role.BACK),
}


@dataclass(frozen=True, slots=True)
class TocEntry:
    """One line of the contents list.

    Attributes:
        title: As printed there.
        file: The document it leads to, inside the book.
        fragment: The element id in that document; its beginning where this is empty or unknown.
        depth: 1 for the outermost.
    """

    title: str
    file: str
    fragment: str
    depth: int


@dataclass(slots=True)
class _Draft:
    """A chapter being put together."""

    title: str
    types: frozenset[str]
    blocks: list[Block]


def divide(documents: Sequence[Document], toc: Sequence[TocEntry]) -> tuple[Chapter, ...]:
    """Divide a book into chapters.

    A chapter begins where an entry of the contents list leads. A document that no entry leads to
    begins one if it opens with a heading or says what it is; otherwise it goes on with the chapter
    before it.

    Args:
        documents: In reading order.
        toc: The contents list; may be empty.
    """
    drafts: list[_Draft] = []
    for document in documents:
        for title, blocks in _pieces(document, toc):
            if title or not drafts or _begins_anew(document, blocks) or _is_not_read(drafts[-1].types):
                drafts.append(_Draft(title or _own_title(blocks, document), document.types, blocks))
            else:
                drafts[-1].blocks += blocks
    return tuple(_chapter(draft) for draft in drafts if any(block.text for block in draft.blocks))


def _pieces(document: Document, toc: Iterable[TocEntry]) -> list[tuple[str, list[Block]]]:
    """The blocks of a document cut where entries lead, each with the entry's title or none."""
    titles: dict[int, str] = {}
    for entry in toc:
        if entry.file == document.file:
            place = document.anchors.get(entry.fragment) if entry.fragment else 0
            if place is None:
                titles.setdefault(0, entry.title)
            else:  # of two entries for one place (a part and its first chapter) the inner one names it
                titles[place] = entry.title
    cuts = sorted({0, *titles, len(document.blocks)})
    pieces = [(titles.get(start, ""), document.blocks[start:end]) for start, end in pairwise(cuts)]
    return _headings_joined(pieces)


def _headings_joined(pieces: list[tuple[str, list[Block]]]) -> list[tuple[str, list[Block]]]:
    """Give headings that stand before the first entry's anchor to that entry's chapter."""
    if len(pieces) > 1 and not pieces[0][0] and _only_headings(pieces[0][1]):
        title, blocks = pieces[1]
        return [(title, [*pieces[0][1], *blocks]), *pieces[2:]]
    return pieces


def _only_headings(blocks: Iterable[Block]) -> bool:
    return all(block.kind in {BlockKind.HEADING, BlockKind.SCENE_BREAK} for block in blocks)


def _begins_anew(document: Document, blocks: Sequence[Block]) -> bool:
    says_what_it_is = bool(document.types & (_NOT_READ.keys() | (_ROLES.keys() - {"bodymatter"})))
    return says_what_it_is or bool(blocks and blocks[0].kind is BlockKind.HEADING)


def _is_not_read(types: frozenset[str]) -> bool:
    """Whether what goes on with such a chapter would be lost: a title page, say, before an untitled text."""
    return bool(types & _NOT_READ.keys())


def _own_title(blocks: Sequence[Block], document: Document) -> str:
    heading = next((block.text for block in blocks if block.kind is BlockKind.HEADING), "")
    return " ".join((heading or document.title or "Untitled").split())


def _chapter(draft: _Draft) -> Chapter:
    not_read = [role for name, role in _NOT_READ.items() if name in draft.types]
    roles = not_read or [role for name, role in _ROLES.items() if name in draft.types] or [Role.BODY]
    return Chapter(draft.title, tuple(draft.blocks), roles[0], enabled=not not_read)
