"""Chapters: a book divided as its contents list says, and where that fails by its headings."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from booksmith_module import headings
from booksmith_module.book import Block, BlockKind, Chapter, Role, is_sayable
from booksmith_module.document import Document
from booksmith_module.roles import CONTENTS, NAMED_TYPES, NOTES, role_of_title, role_of_types

_TITLE_PAGE_WORDS = 80
_LIST_LINE_CHARACTERS = 120
_IMPRINT_WORDS = 1_500


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
class _Cut:
    """A place where a chapter may begin.

    Attributes:
        place: Number of the document, and of the block in it.
        titles: Of the contents list's entries that lead here, outermost first.
        depth: Of the innermost of them; 0 where a heading or a new document made the cut.
    """

    place: tuple[int, int]
    titles: list[str] = field(default_factory=list)
    depth: int = 0


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
    """

    title: str
    depth: int
    types: frozenset[str]
    document: Document
    blocks: list[Block]
    is_continued: bool

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
    pieces = list(_pieces(documents, _cuts(documents, toc)))
    drafts = _joined(pieces, _key(title.split(":", maxsplit=1)[0]))
    return tuple(_chapter(draft) for draft in drafts if any(b.text for b in draft.blocks))


def _cuts(documents: Sequence[Document], toc: Sequence[TocEntry]) -> list[_Cut]:
    cuts = _entry_cuts(documents, toc)
    for place in _heading_cuts(documents, cuts):
        cuts.setdefault(place, _Cut(place))
    for number, document in enumerate(documents):
        if document.blocks:
            cuts.setdefault((number, 0), _Cut((number, 0)))
        for part in document.sections:
            role = role_of_types(part.types)
            if role and role[1]:
                cuts.setdefault((number, part.start), _Cut((number, part.start)))
    return [cuts[place] for place in sorted(cuts)]


def _entry_cuts(documents: Sequence[Document], toc: Sequence[TocEntry]) -> dict[tuple[int, int], _Cut]:
    """Where the contents list leads. Of one that lies, an entry leads to the heading of its name."""
    numbers = {document.file: number for number, document in enumerate(documents)}
    targets = Counter((entry.file, entry.fragment) for entry in toc)
    by_title = _places_of_headings(documents)
    cuts: dict[tuple[int, int], _Cut] = {}
    last = (0, 0)
    for entry in toc:
        place = _place(entry, documents, numbers)
        if place is None or targets[entry.file, entry.fragment] > 2:
            # Broken, or one of many that lead to the same place: such lists are made by machines.
            named = [found for found in by_title.get(_key(entry.title), []) if found >= last]
            place = named[0] if named else place or _start(entry, documents, numbers)
            place = None if place in cuts else place
        if place is None:
            continue
        last = place
        cut = cuts.setdefault(place, _Cut(place))
        if entry.title and entry.title not in cut.titles:
            cut.titles.append(entry.title)
        cut.depth = entry.depth
    return cuts


def _place(entry: TocEntry, documents: Sequence[Document], numbers: dict[str, int]) -> tuple[int, int] | None:
    number = numbers.get(entry.file)
    if number is None:
        return None
    if not entry.fragment:
        return number, 0
    block = documents[number].anchors.get(entry.fragment)
    if block is None or block >= len(documents[number].blocks):
        return None
    return number, _first_heading(documents[number].blocks, block)


def _start(entry: TocEntry, documents: Sequence[Document], numbers: dict[str, int]) -> tuple[int, int] | None:
    """The beginning of the document that an entry names."""
    number = numbers.get(entry.file)
    return (number, 0) if number is not None and documents[number].blocks else None


def _first_heading(blocks: Sequence[Block], number: int) -> int:
    """The first of the headings that stand together at a place: an anchor may be on the second."""
    first = number
    while (
        first > 0
        and blocks[first].kind is BlockKind.HEADING
        and blocks[first - 1].kind is BlockKind.HEADING
        and headings.is_bare_label(blocks[first - 1].text)
        and blocks[first - 1].level <= blocks[first].level
    ):
        first -= 1
    return first


def _places_of_headings(documents: Sequence[Document]) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for number, document in enumerate(documents):
        for at, block in enumerate(document.blocks):
            if block.kind is BlockKind.HEADING:
                found.setdefault(_key(block.text), []).append((number, at))
                if at and headings.is_bare_label(document.blocks[at - 1].text):  # "Chapter I", then its title
                    joined = f"{document.blocks[at - 1].text} {block.text}"
                    found.setdefault(_key(joined), []).append((number, at - 1))
    return found


def _key(title: str) -> str:
    """A title as it is compared: without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", title).casefold()
    return " ".join(re.sub(r"[^\w\s]", "", plain).split())


def _heading_cuts(
    documents: Sequence[Document], entries: dict[tuple[int, int], _Cut]
) -> Iterator[tuple[int, int]]:
    """Headings that begin a chapter though no entry leads to them."""
    found = [
        ((number, at), block)
        for number, document in enumerate(documents)
        for at, block in enumerate(document.blocks)
        if block.kind is BlockKind.HEADING and block.level
    ]
    named = [(p, b) for p, b in found if headings.is_chapter(b.text) or headings.is_part(b.text)]
    missing = [place for place, _ in named if place not in entries]
    levels = Counter(block.level for place, block in found if place in entries)
    if not entries:
        yield from _cuts_without_toc(found, named)
    elif named and len(missing) > len(named) / 2 and len(entries) < len(missing):
        yield from missing
    else:
        # An entry or two that the list forgot: chapters by word, on the level of most entries.
        level = levels.most_common(1)[0][0] if levels else 0
        yield from (place for place, block in named if place not in entries and block.level == level)


def _cuts_without_toc(
    found: Sequence[tuple[tuple[int, int], Block]], named: Sequence[tuple[tuple[int, int], Block]]
) -> Iterator[tuple[int, int]]:
    if len(named) >= 2:
        levels = {block.level for _, block in named}
        yield from (p for p, b in found if b.level in levels or role_of_title(b.text))
        return
    numbered = [block.level for _, block in found if headings.is_number(block.text)]
    counts = Counter(block.level for _, block in found)
    if len(numbered) >= 2:
        chapter_level = Counter(numbered).most_common(1)[0][0]
    else:
        chapter_level = next((level for level in sorted(counts) if counts[level] >= 2), 1)
    yield from (place for place, block in found if block.level <= chapter_level)


def _pieces(documents: Sequence[Document], cuts: Sequence[_Cut]) -> Iterator[_Piece]:
    for index, cut in enumerate(cuts):
        number, start = cut.place
        document = documents[number]
        following = cuts[index + 1].place if index + 1 < len(cuts) else (len(documents), 0)
        end = following[1] if following[0] == number else len(document.blocks)
        blocks = document.blocks[start:end]
        is_continued = not cut.depth and not _begins_anew(document, start)
        types = _types_of_part(document, start, end)
        yield _Piece(_joined_titles(cut.titles), cut.depth, types, document, blocks, is_continued)


def _types_of_part(document: Document, start: int, end: int) -> frozenset[str]:
    """What the innermost part that holds these blocks says it is, or the document where none does."""
    for part in document.sections:
        if part.start <= start and end <= part.end and role_of_types(part.types):
            return part.types
    return document.types


def _joined_titles(titles: Sequence[str]) -> str:
    """The title of a place with several entries: "Stave One" and its name, but not a part and its chapter."""
    if len(titles) > 1 and headings.is_bare_label(titles[-2]) and not headings.is_bare_label(titles[-1]):
        return f"{titles[-2].rstrip('.: ')}. {titles[-1]}"
    return titles[-1] if titles else ""


def _begins_anew(document: Document, start: int) -> bool:
    opens_part = any(part.start == start and part.types & NAMED_TYPES for part in document.sections)
    says_what_it_is = start == 0 and bool(document.types & NAMED_TYPES)
    return says_what_it_is or opens_part or document.blocks[start].kind is BlockKind.HEADING


def _joined(pieces: Sequence[_Piece], book_title: str) -> list[_Piece]:
    """Pieces that are chapters: what goes on joined to what it goes on from, headings to what they head."""
    pieces = _title_page_known(pieces, book_title)
    drafts: list[_Piece] = []
    waiting: list[_Piece] = []  # headings with nothing under them yet
    for piece in pieces:
        if piece.is_continued and not waiting and drafts and not _reason(drafts[-1]):
            drafts[-1].blocks += piece.blocks
            continue
        if not piece.has_text and not _reason(piece):
            waiting.append(piece)
            continue
        drafts.append(_under(waiting, piece) if not _reason(piece) else piece)
        if _reason(piece) and waiting:
            drafts[-1:] = [*waiting, piece]
        waiting = []
    if waiting and drafts and not _reason(drafts[-1]):
        for piece in waiting:  # "The End"
            drafts[-1].blocks += piece.blocks
        waiting = []
    return drafts + waiting


def _title_page_known(pieces: Sequence[_Piece], book_title: str) -> list[_Piece]:
    """The pieces, the first of them marked as the title page where they do little but name the book."""
    words, last = 0, -1
    for number, piece in enumerate(pieces):
        words += piece.words
        texts = [block.text for block in piece.blocks]
        if words > _TITLE_PAGE_WORDS or _role(piece) or any(map(headings.is_chapter_or_number, texts)):
            break
        names_book = book_title and any(_key(text).startswith(book_title) for text in texts[:4])
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
    if headings.is_bare_label(label) and not headings.is_bare_label(own):
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
    return " ".join(heading.split()) or "Untitled"


def _reason(piece: _Piece) -> str:
    role = _role(piece)
    return role[1] if role else ""


def _role(piece: _Piece) -> tuple[Role, str] | None:
    """What the types say; else what the title says, if the text is of that shape."""
    by_type = role_of_types(piece.types)
    if by_type and by_type[1]:
        return by_type
    by_title = role_of_title(piece.title or _heading_of(piece.blocks))
    if by_title and (not by_title[1] or _has_shape_of(by_title[1], piece)):
        return by_title
    return by_type


def _has_shape_of(reason: str, piece: _Piece) -> bool:
    """Whether a text can be what its title says: a novel may have a chapter called "Notes" or "The Index"."""
    lines = [
        line for b in piece.blocks if b.kind is not BlockKind.HEADING for line in b.text.split("\n") if line
    ]
    if not lines:
        return True
    if reason in {CONTENTS, "index", "list of illustrations"}:
        return sum(map(len, lines)) / len(lines) <= _LIST_LINE_CHARACTERS
    if reason in {NOTES, "bibliography"}:
        marked = sum(bool(re.match(r"\W*(?:\d|[*†])|[A-ZÀ-Þ][\w'’-]+,", line)) for line in lines)
        return marked >= len(lines) / 2
    return piece.words <= _IMPRINT_WORDS or reason in {"licence", "transcriber's note"}


def _chapter(piece: _Piece) -> Chapter:
    role, reason = _role(piece) or (Role.BODY, "")
    return Chapter(_title_of(piece), tuple(piece.blocks), role, enabled=not reason, reason=reason)
