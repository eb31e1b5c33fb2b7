"""Chapters: a book divided as its contents list says, and where that fails by its headings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from booksmith_module import headings
from booksmith_module.book import Block, BlockKind, Chapter, Role, is_sayable
from booksmith_module.cuts import Cut, TocEntry, find_cuts, key_of, lines_of, unhelpful_titles
from booksmith_module.document import Document
from booksmith_module.likeness import IMPRINT, is_imprint, is_like
from booksmith_module.parts import Parts
from booksmith_module.prose import is_prose, prose_share
from booksmith_module.roles import ADVERTISEMENT, role_of_title, role_of_types

__all__ = ["TocEntry", "divide"]

_TITLE_PAGE_WORDS = 80
_PART_PAGE_WORDS = 12
_MOTTO_WORDS = 100
_MOST_PROSE = 0.5
"""Share of a title page that may be sentences: a story may begin on the page of its title."""
_TITLE_LINE_CHARACTERS = 60
_PART_TYPES = frozenset(("part", "doc-part", "volume", "division"))


@dataclass(slots=True)
class _Piece:
    """What stands from one cut to the next.

    Attributes:
        title: Of the contents list; empty where it names none.
        depth: Of the entry.
        types: Of the document, or of the part of it that this is.
        document: Where it begins.
        blocks: In order.
        is_continued: Whether nothing says that something new begins here.
        role: Which part of the book it is, and why it is not read; None where nothing says so. Found out
            once, for what it was when it was made.
    """

    title: str
    depth: int
    types: frozenset[str]
    document: Document
    blocks: list[Block]
    is_continued: bool
    role: tuple[Role, str] | None = None

    def __post_init__(self) -> None:
        self.role = _role(self)

    @property
    def reason(self) -> str:
        """Why it is not read by default; empty where it is."""
        return self.role[1] if self.role else ""

    @property
    def has_text(self) -> bool:
        """Whether there is anything but headings to say."""
        return any(block.kind is not BlockKind.HEADING and is_sayable(block.text) for block in self.blocks)

    @property
    def words(self) -> int:
        return sum(len(block.text.split()) for block in self.blocks)


def divide(documents: Sequence[Document], toc: Sequence[TocEntry], title: str = "") -> tuple[Chapter, ...]:
    """Divide a book into chapters.

    A chapter begins where an entry of the contents list leads; where that list is missing, or leaves
    chapters out that the headings show, at those headings. A document that begins with neither goes
    on with the chapter before it. A heading with nothing under it goes with what follows.

    Args:
        documents: In reading order.
        toc: The contents list; may be empty.
        title: The book's: what repeats it at the beginning is the title page.
    """
    book_title = key_of(title.split(":", maxsplit=1)[0])
    unhelpful = unhelpful_titles(toc, book_title)
    pieces = list(_pieces(documents, find_cuts(documents, toc), unhelpful))
    drafts = _joined(pieces, book_title)
    return tuple(_chapter(draft) for draft in drafts if any(b.text for b in draft.blocks))


def _pieces(
    documents: Sequence[Document], cuts: Sequence[Cut], unhelpful: Collection[str]
) -> Iterator[_Piece]:
    parts = [Parts(document) for document in documents]
    for cut, following in zip(cuts, [*cuts, None][1:], strict=True):
        number, start = cut.place
        document = documents[number]
        is_within = following is not None and following.place[0] == number
        end = following.place[1] if following and is_within else len(document.blocks)
        blocks = document.blocks[start:end]
        is_new = (
            cut.depth or cut.is_over_heading or parts[number].begins_at(start) or _opens_with_heading(blocks)
        )
        types = parts[number].types_of(start, end)
        title = _title_of_cut(cut, blocks, unhelpful)
        yield _Piece(title, cut.depth, types, document, blocks, is_continued=not is_new)


def _title_of_cut(cut: Cut, blocks: Sequence[Block], unhelpful: Collection[str]) -> str:
    """The title that the contents list gives; none where the heading says more."""
    title = _joined_titles(cut.titles)
    heads = [block for block in blocks if block.kind is BlockKind.HEADING]
    if (
        not title
        and len(heads) > 1
        and key_of(heads[0].text) in unhelpful
        and _opens_with_heading(blocks[1:])
    ):
        return _heading_of(blocks[1:])
    is_worse = key_of(title) in unhelpful or _is_wrong(title, blocks)
    return "" if heads and is_worse else title


def _is_wrong(title: str, blocks: Sequence[Block]) -> bool:
    """Whether an entry names what is not read, and leads to a chapter with a heading of its own."""
    role = role_of_title(title)
    is_named = _opens_with_heading(blocks) and key_of(_heading_of(blocks)) != key_of(title)
    return bool(role and role[1] and is_named) and not is_like(role[1] if role else "", lines_of(blocks))


def _opens_with_heading(blocks: Sequence[Block]) -> bool:
    return bool(blocks) and blocks[0].kind is BlockKind.HEADING


def _joined_titles(titles: Sequence[str]) -> str:
    """The title of a place with several entries: "Stave One" and its name, but not a part and its chapter."""
    if len(titles) > 1 and _goes_before(titles[-2], titles[-1]):
        return f"{titles[-2].rstrip('.: ')}. {titles[-1]}"
    return titles[-1] if titles else ""


def _goes_before(label: str, title: str) -> bool:
    """Whether a label is spoken with the title below it: "Stave One" and its name, an act and its scene."""
    is_act = headings.is_act(label) and not headings.is_act(title)
    return headings.is_bare_label(label) and (is_act or not headings.is_bare_label(title))


def _joined(pieces: Sequence[_Piece], book_title: str) -> list[_Piece]:
    """Pieces that are chapters: what goes on joined to what it goes on from, headings to what they head."""
    pieces = _title_page_known(pieces, book_title)
    drafts: list[_Piece] = []
    waiting: list[_Piece] = []  # headings with nothing under them yet
    for piece, following in zip(pieces, [*pieces, None][1:], strict=True):
        if drafts and not waiting and _goes_on(drafts[-1], piece):
            drafts[-1].blocks += piece.blocks
            continue
        if not piece.reason and (not piece.has_text or _is_part_page(piece, following)):
            waiting.append(piece)
            continue
        drafts += [*waiting, piece] if piece.reason else [_under(waiting, piece)]
        waiting = []
    if waiting and drafts and not drafts[-1].reason:
        for piece in waiting:  # "The End"
            drafts[-1].blocks += piece.blocks
        waiting = []
    return drafts + waiting


def _goes_on(draft: _Piece, piece: _Piece) -> bool:
    """Whether a piece goes on with the one before it: nothing new begins, or an entry of the same title."""
    if draft.reason or piece.reason:
        return False
    is_same = piece.title and piece.depth and key_of(piece.title) == key_of(draft.title)
    return piece.is_continued or bool(is_same and not _opens_with_heading(piece.blocks))


def _is_part_page(piece: _Piece, following: _Piece | None) -> bool:
    """Whether a piece is the page of a part, and a chapter follows."""
    title = piece.title or _heading_of(piece.blocks)
    is_part = headings.is_part(title) or bool(piece.types & _PART_TYPES)
    if not is_part or following is None or following.reason or not _is_title_or_motto(piece):
        return False
    return not headings.is_part(following.title or _heading_of(following.blocks))


def _is_title_or_motto(piece: _Piece) -> bool:
    """Whether there is no more on a part's page than its title in plain lines, or a motto under its heading.

    A page with a motto that the contents list names is a chapter to whoever made the book.
    """
    if piece.words <= _PART_PAGE_WORDS and not any(map(is_prose, lines_of(piece.blocks))):
        return True
    return not piece.depth and piece.words <= _MOTTO_WORDS and headings.is_part(_heading_of(piece.blocks))


def _title_page_known(pieces: Sequence[_Piece], book_title: str) -> list[_Piece]:
    """The pieces, the first of them marked as the title page where they do little but name the book."""
    words, last = 0, -1
    for number, piece in enumerate(pieces):
        words += piece.words
        texts = [block.text for block in piece.blocks]
        if words > _TITLE_PAGE_WORDS or piece.role or any(map(headings.is_chapter_or_number, texts)):
            break
        if prose_share(lines_of(piece.blocks)) > _MOST_PROSE:
            break
        names_book = book_title and any(key_of(text).startswith(book_title) for text in texts[:4])
        goes_on = last >= 0 and not piece.has_text and not any(map(headings.is_part, texts))
        if names_book or goes_on:
            last = number
    if not 0 <= last < len(pieces) - 1:
        return list(pieces)
    first, blocks = pieces[0], [block for piece in pieces[: last + 1] for block in piece.blocks]
    types = frozenset(("titlepage",))
    page = _Piece(_heading_of(first.blocks), 0, types, first.document, blocks, is_continued=False)
    return [page, *pieces[last + 1 :]]


def _under(waiting: Sequence[_Piece], piece: _Piece) -> _Piece:
    """A piece with the headings that stand over it: its part's, or the first line of its own title."""
    blocks = [block for heading in waiting for block in heading.blocks] + piece.blocks
    own = piece.title or _heading_of(piece.blocks)
    label = waiting[-1].title or _heading_of(waiting[-1].blocks) if waiting else ""
    if _goes_before(label, own):
        own = f"{label.rstrip('.: ')}. {own}" if own else label
    elif not own:
        own = label
    return _Piece(own, piece.depth, piece.types, piece.document, blocks, is_continued=False)


def _heading_of(blocks: Sequence[Block]) -> str:
    """The headings at the beginning, on one line: the label and the title that belong together."""
    lines: list[str] = []
    for block in blocks:
        if block.kind is not BlockKind.HEADING or (lines and not headings.is_bare_label(lines[-1])):
            break
        lines.append(" ".join(block.text.split()))
    return ". ".join(line.rstrip(".: ") for line in lines) if len(lines) > 1 else "".join(lines)


def _title_of(piece: _Piece) -> str:
    heading = piece.title or _heading_of(piece.blocks)
    if not heading:
        heading = (
            next((b.text for b in piece.blocks if b.kind is BlockKind.HEADING), "") or piece.document.title
        )
    return " ".join((heading or _title_line(piece)).split()) or "Untitled"


def _role(piece: _Piece) -> tuple[Role, str] | None:
    """What the types say; else what the title says, if the text looks like it; else what the text shows."""
    by_type = role_of_types(piece.types)
    if by_type and by_type[1]:
        return by_type
    heading = _heading_of(piece.blocks) or _title_line(piece)
    title, lines = piece.title or heading, lines_of(piece.blocks)
    for one in (title, heading) if not headings.is_chapter_or_number(title) else (title,):
        by_title = role_of_title(one)
        if by_title and (not by_title[1] or is_like(by_title[1], lines)):
            return by_title
    if advertisement := _role_of_advertisement(piece, lines):
        return advertisement
    if not headings.is_chapter_or_number(title) and is_imprint(lines, is_titled=bool(title)):
        return IMPRINT
    return by_type


def _role_of_advertisement(piece: _Piece, lines: Sequence[str]) -> tuple[Role, str] | None:
    """The role of a few lines without a heading that begin as an advertisement does, and look like one."""
    if _opens_with_heading(piece.blocks) or piece.words > _TITLE_PAGE_WORDS or not lines:
        return None
    role = role_of_title(" ".join(piece.blocks[0].text.split()))
    return role if role and role[1] == ADVERTISEMENT and is_like(ADVERTISEMENT, lines) else None


def _title_line(piece: _Piece) -> str:
    """The first line of a document that has no heading, if it may be one."""
    first = next((block.text for block in piece.blocks if block.text), "")
    is_first = piece.document.blocks[:1] == piece.blocks[:1]
    return first if is_first and len(first) <= _TITLE_LINE_CHARACTERS and not is_prose(first) else ""


def _chapter(piece: _Piece) -> Chapter:
    role, reason = piece.role or (Role.BODY, "")
    return Chapter(_title_of(piece), tuple(piece.blocks), role, enabled=not reason, reason=reason)
