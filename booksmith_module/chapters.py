"""Chapters: a book divided as its contents list says, and where that fails by its headings."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from booksmith_module import headings
from booksmith_module.book import Block, BlockKind, Chapter, Role, is_sayable
from booksmith_module.document import Document
from booksmith_module.likeness import IMPRINT, is_imprint, is_like
from booksmith_module.prose import is_prose
from booksmith_module.roles import NAMED_TYPES, role_of_title, role_of_types

_TITLE_PAGE_WORDS = 80
_PART_PAGE_WORDS = 12
_EPIGRAPH_WORDS = 100
_TITLE_LINE_CHARACTERS = 60
_PART_TYPES = frozenset(("part", "doc-part", "volume", "division"))
# What programs write into contents lists that know no title.
_NO_TITLE = re.compile(
    r".*\.x?html?|(?:start|begin reading|beginning|text|main text|untitled|unknown|body|content|document)"
    r"|(?:section|split|part|page|file|chapter|index_split|unnamed)[-_]\d+|\W*",
    re.IGNORECASE,
)


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
        is_over_heading: Whether the heading that made the cut has a motto or the like over it.
    """

    place: tuple[int, int]
    titles: list[str] = field(default_factory=list)
    depth: int = 0
    is_over_heading: bool = False


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
    book_title = _key(title.split(":", maxsplit=1)[0])
    unhelpful = _unhelpful(toc, book_title)
    pieces = list(_pieces(documents, _cuts(documents, toc), unhelpful))
    drafts = _joined(pieces, book_title)
    return tuple(_chapter(draft) for draft in drafts if any(b.text for b in draft.blocks))


def _cuts(documents: Sequence[Document], toc: Sequence[TocEntry]) -> list[_Cut]:
    cuts = _entry_cuts(documents, toc)
    for place in _heading_cuts(documents, cuts):
        cuts.setdefault(place, _Cut(place))
    cuts = _with_epigraphs(documents, cuts)
    for number, document in enumerate(documents):
        if document.blocks:
            cuts.setdefault((number, 0), _Cut((number, 0)))
        for part in document.sections:
            role = role_of_types(part.types)
            if role and role[1]:
                cuts.setdefault((number, part.start), _Cut((number, part.start)))
        for at in _ends_of_matter(document):
            cuts.setdefault((number, at), _Cut((number, at)))
    return [cuts[place] for place in sorted(cuts)]


def _ends_of_matter(document: Document) -> Iterator[int]:
    """Where an index, notes and the like begin and end inside a document, by their headings."""
    blocks = document.blocks
    over = 0
    for number, block in enumerate(blocks):
        role = role_of_title(block.text) if number >= over and block.kind is BlockKind.HEADING else None
        if not role or not role[1]:
            continue
        over = number + 1
        while over < len(blocks) and not (
            blocks[over].kind is BlockKind.HEADING and blocks[over].level <= block.level
        ):
            over += 1
        lines = _lines(blocks[number:over])
        if lines and is_like(role[1], lines):
            yield number
            if over < len(blocks):
                yield over


def _with_epigraphs(
    documents: Sequence[Document], cuts: dict[tuple[int, int], _Cut]
) -> dict[tuple[int, int], _Cut]:
    """The cuts; where each file is a chapter, what stands over its heading belongs to it."""
    by_document: dict[int, list[int]] = {}
    for number, at in cuts:
        by_document.setdefault(number, []).append(at)
    single = {number: places[0] for number, places in by_document.items() if len(places) == 1}
    if len(single) < 2 or len(single) < 0.7 * len(by_document):
        return cuts
    moved = {}
    for (number, at), cut in cuts.items():
        is_own = number in single and _has_epigraph(documents[number].blocks, at)
        place = (number, 0) if is_own else (number, at)
        moved[place] = cut if place == cut.place else _Cut(place, cut.titles, cut.depth, is_over_heading=True)
    return moved


def _has_epigraph(blocks: Sequence[Block], at: int) -> bool:
    """Whether what stands over a heading is short, and not the end of a sentence from the file before."""
    over = blocks[:at]
    if (
        not over
        or at >= len(blocks)
        or blocks[at].kind is not BlockKind.HEADING
        or over[0].text[:1].islower()
    ):
        return False
    return sum(len(block.text.split()) for block in over) <= _EPIGRAPH_WORDS


def _unhelpful(toc: Sequence[TocEntry], book_title: str) -> frozenset[str]:
    """Titles that say less than a heading would: of several entries, the book's own, or a program's."""
    counts = Counter(_key(entry.title) for entry in toc)
    repeated = {
        title for title, count in counts.items() if count > 1 or (title == book_title and len(toc) > 1)
    }
    return frozenset(repeated | {_key(e.title) for e in toc if _NO_TITLE.fullmatch(e.title.strip())})


def _entry_cuts(documents: Sequence[Document], toc: Sequence[TocEntry]) -> dict[tuple[int, int], _Cut]:
    """Where the contents list leads. Of one that lies, an entry leads to the heading of its name."""
    numbers = {document.file: number for number, document in enumerate(documents)}
    targets = Counter((entry.file, entry.fragment) for entry in toc)
    by_title = _places_of_headings(documents)
    cuts: dict[tuple[int, int], _Cut] = {}
    last = (0, 0)
    named_places = {_place(entry, documents, numbers) for entry in toc}
    for entry in toc:
        place = _place(entry, documents, numbers)
        if place is not None and documents[place[0]].blocks:
            place = place[0], _first_heading(documents[place[0]].blocks, place, named_places)
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
    return number, block


def _start(entry: TocEntry, documents: Sequence[Document], numbers: dict[str, int]) -> tuple[int, int] | None:
    """The beginning of the document that an entry names."""
    number = numbers.get(entry.file)
    return (number, 0) if number is not None and documents[number].blocks else None


def _first_heading(
    blocks: Sequence[Block], place: tuple[int, int], named: Collection[tuple[int, int] | None]
) -> int:
    """The first of the headings over a place that no other entry leads to: anchors stand below them too."""
    number, first = place
    level = blocks[first].level or 6
    while (
        first > 0
        and blocks[first - 1].kind is BlockKind.HEADING
        and blocks[first - 1].level <= level
        and (number, first - 1) not in named
        and not headings.is_end(blocks[first - 1].text)
    ):
        first -= 1
        level = blocks[first].level
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


def _pieces(
    documents: Sequence[Document], cuts: Sequence[_Cut], unhelpful: Collection[str]
) -> Iterator[_Piece]:
    for index, cut in enumerate(cuts):
        number, start = cut.place
        document = documents[number]
        following = cuts[index + 1].place if index + 1 < len(cuts) else (len(documents), 0)
        end = following[1] if following[0] == number else len(document.blocks)
        blocks = document.blocks[start:end]
        is_continued = not (cut.depth or cut.is_over_heading or _begins_anew(document, start))
        types = _types_of_part(document, start, end)
        title = _joined_titles(cut.titles)
        if _key(title) in unhelpful and any(block.kind is BlockKind.HEADING for block in blocks):
            title = ""
        yield _Piece(title, cut.depth, types, document, blocks, is_continued)


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
    for piece, following in zip(pieces, [*pieces, None][1:], strict=True):
        if drafts and not waiting and _goes_on(drafts[-1], piece):
            drafts[-1].blocks += piece.blocks
            continue
        if not _reason(piece) and (not piece.has_text or _is_part_page(piece, following)):
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


def _goes_on(draft: _Piece, piece: _Piece) -> bool:
    """Whether a piece goes on with the one before it: nothing new begins, or an entry of the same title."""
    if _reason(draft) or _reason(piece):
        return False
    has_heading = bool(piece.blocks) and piece.blocks[0].kind is BlockKind.HEADING
    return piece.is_continued or bool(
        piece.title and piece.depth and not has_heading and _key(piece.title) == _key(draft.title)
    )


def _is_part_page(piece: _Piece, following: _Piece | None) -> bool:
    """Whether a piece is the page of a part, with its title in plain lines, and a chapter follows."""
    title = piece.title or _heading_of(piece.blocks)
    is_part = headings.is_part(title) or bool(piece.types & _PART_TYPES)
    if not is_part or following is None or piece.words > _PART_PAGE_WORDS or _reason(following):
        return False
    if any(map(is_prose, _lines(piece.blocks))):
        return False
    return not headings.is_part(following.title or _heading_of(following.blocks))


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
    """What the types say; else what the title says, if the text looks like it; else what the text shows."""
    by_type = role_of_types(piece.types)
    if by_type and by_type[1]:
        return by_type
    title = piece.title or _heading_of(piece.blocks) or _title_line(piece)
    lines = _lines(piece.blocks)
    by_title = role_of_title(title)
    if by_title and (not by_title[1] or is_like(by_title[1], lines)):
        return by_title
    if not headings.is_chapter_or_number(title) and is_imprint(lines):
        return IMPRINT
    return by_type


def _lines(blocks: Sequence[Block]) -> list[str]:
    """The lines of a text without its headings."""
    texts = (block.text for block in blocks if block.kind is not BlockKind.HEADING)
    return [line for text in texts for line in text.split("\n") if line]


def _title_line(piece: _Piece) -> str:
    """The first line of a document that has no heading, if it may be one."""
    first = next((block.text for block in piece.blocks if block.text), "")
    is_first = piece.document.blocks[:1] == piece.blocks[:1]
    return first if is_first and len(first) <= _TITLE_LINE_CHARACTERS and not is_prose(first) else ""


def _chapter(piece: _Piece) -> Chapter:
    role, reason = _role(piece) or (Role.BODY, "")
    return Chapter(_title_of(piece), tuple(piece.blocks), role, enabled=not reason, reason=reason)
