"""Cuts: the places in a book where a chapter may begin, by its contents list, its headings and its files."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from booksmith_module import headings
from booksmith_module.book import Block, BlockKind
from booksmith_module.document import Document
from booksmith_module.likeness import is_like
from booksmith_module.roles import role_of_title, role_of_types

_EPIGRAPH_WORDS = 100
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
class Cut:
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


def find_cuts(documents: Sequence[Document], toc: Sequence[TocEntry]) -> list[Cut]:
    """Return the places where a chapter may begin, in reading order; each document's beginning is one.

    Args:
        documents: In reading order.
        toc: The contents list; may be empty, and may lie.
    """
    cuts = _entry_cuts(documents, toc)
    for place in _heading_cuts(documents, cuts):
        cuts.setdefault(place, Cut(place))
    cuts = _with_epigraphs(documents, cuts)
    for number, document in enumerate(documents):
        if document.blocks:
            cuts.setdefault((number, 0), Cut((number, 0)))
        for part in document.sections:
            role = role_of_types(part.types)
            if role and role[1]:
                cuts.setdefault((number, part.start), Cut((number, part.start)))
        for at in _ends_of_matter(document):
            cuts.setdefault((number, at), Cut((number, at)))
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
        lines = lines_of(blocks[number:over])
        if lines and is_like(role[1], lines):
            yield number
            if over < len(blocks):
                yield over


def _with_epigraphs(
    documents: Sequence[Document], cuts: dict[tuple[int, int], Cut]
) -> dict[tuple[int, int], Cut]:
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
        moved[place] = cut if place == cut.place else Cut(place, cut.titles, cut.depth, is_over_heading=True)
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


def unhelpful_titles(toc: Sequence[TocEntry], book_title: str) -> frozenset[str]:
    """Titles that say less than a heading would: of several entries, the book's own, or a program's."""
    counts = Counter(key_of(entry.title) for entry in toc)
    repeated = {title for title, count in counts.items() if count > 1}
    return frozenset(
        {book_title} | repeated | {key_of(e.title) for e in toc if _NO_TITLE.fullmatch(e.title.strip())}
    )


def _entry_cuts(documents: Sequence[Document], toc: Sequence[TocEntry]) -> dict[tuple[int, int], Cut]:
    """Where the contents list leads. Of one that lies, an entry leads to the heading of its name."""
    numbers = {document.file: number for number, document in enumerate(documents)}
    targets = Counter((entry.file, entry.fragment) for entry in toc)
    by_title = _places_of_headings(documents)
    cuts: dict[tuple[int, int], Cut] = {}
    last = (0, 0)
    named_places = {_place(entry, documents, numbers) for entry in toc}
    for entry in toc:
        place = _place(entry, documents, numbers)
        if place is not None and documents[place[0]].blocks:
            place = place[0], _first_heading(documents[place[0]].blocks, place, named_places)
        if place is None or targets[entry.file, entry.fragment] > 2:
            # Broken, or one of many that lead to the same place: such lists are made by machines.
            named = [found for found in by_title.get(key_of(entry.title), []) if found >= last]
            place = named[0] if named else place or _start(entry, documents, numbers)
            place = None if place in cuts else place
        if place is None:
            continue
        last = place
        cut = cuts.setdefault(place, Cut(place))
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
                found.setdefault(key_of(block.text), []).append((number, at))
                if at and headings.is_bare_label(document.blocks[at - 1].text):  # "Chapter I", then its title
                    joined = f"{document.blocks[at - 1].text} {block.text}"
                    found.setdefault(key_of(joined), []).append((number, at - 1))
    return found


def key_of(title: str) -> str:
    """A title as it is compared: without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", title).casefold()
    return " ".join(re.sub(r"[^\w\s]", "", plain).split())


def _heading_cuts(
    documents: Sequence[Document], entries: dict[tuple[int, int], Cut]
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
    numbered = [block.level for _, block in found if headings.is_number(block.text)]
    counts = Counter(block.level for _, block in found)
    if len(named) >= 2:
        levels = {block.level for _, block in named}
        if all(headings.is_part(block.text) for _, block in named):
            levels |= _levels_in_parts(max(levels), numbered, counts)
        yield from (p for p, b in found if b.level in levels or role_of_title(b.text))
        return
    if len(numbered) >= 2:
        chapter_level = Counter(numbered).most_common(1)[0][0]
    else:
        chapter_level = next((level for level in sorted(counts) if counts[level] >= 2), 1)
    yield from (place for place, block in found if block.level <= chapter_level)


def _levels_in_parts(part: int, numbered: Sequence[int], counts: Mapping[int, int]) -> set[int]:
    """The level of the chapters of parts: that of most numbers, else the next one that has several."""
    inside = Counter(level for level in numbered if level > part)
    if inside.total() >= 2:
        return {inside.most_common(1)[0][0]}
    return set([level for level in sorted(counts) if level > part and counts[level] >= 2][:1])


def lines_of(blocks: Sequence[Block]) -> list[str]:
    """The lines of a text without its headings."""
    texts = (block.text for block in blocks if block.kind is not BlockKind.HEADING)
    return [line for text in texts for line in text.split("\n") if line]
