"""Small PDFs for tests: every line stands where a test puts it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pymupdf

WIDTH, HEIGHT = 420.0, 595.0
LEFT, TOP, FOOT = 60.0, 80.0, 520.0
MEASURE = 300.0
"""Width of a column, in points."""
SIZE, LEADING, INDENT = 11.0, 14.0, 15.0

_WORDS = re.findall(
    r"\w+",
    """
    the a some one every of under over with near before after lamp river window letter stone garden
    winter morning captain sister harbour kettle orchard meadow candle whistle lantern shadow ladder
    opened carried found watched answered followed turned remembered quietly slowly often never gently
    """,
)


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text on a page.

    Attributes:
        x: Its left edge, in points.
        y: Its baseline, from the top.
        text: What it says.
        size: Of the type.
        font: One of the names PyMuPDF gives the standard fonts: tiro, tibo, tiit, helv, cour ...
        rotate: Degrees, in quarters.
        colour: Red, green and blue from 0 to 1.
        render_mode: 3 is drawn in no way.
    """

    x: float
    y: float
    text: str
    size: float = SIZE
    font: str = "tiro"
    rotate: int = 0
    colour: tuple[float, float, float] = (0, 0, 0)
    render_mode: int = 0


Page = Sequence[Text]


def write(
    path: Path,
    pages: Iterable[Page],
    *,
    outline: Sequence[Sequence[object]] = (),
    metadata: dict[str, str] | None = None,
) -> Path:
    """Write a PDF and return its path."""
    with pymupdf.open() as document:
        for texts in pages:
            page = document.new_page(width=WIDTH, height=HEIGHT)
            shape = page.new_shape()
            for text in texts:
                shape.insert_text(
                    (text.x, text.y),
                    text.text,
                    fontsize=text.size,
                    fontname=text.font,
                    rotate=text.rotate,
                    color=text.colour,
                    render_mode=text.render_mode,
                )
            shape.commit()
        if outline:
            document.set_toc([list(entry) for entry in outline])
        if metadata:
            document.set_metadata(metadata)
        document.save(path)
    return path


def sentences(count: int, seed: int = 1) -> list[str]:
    """Return sentences without sense, the same ones for the same seed."""
    chance = random.Random(seed)
    return [
        " ".join(chance.choices(_WORDS, k=chance.randint(6, 14))).capitalize() + "." for _ in range(count)
    ]


def prose(words: int, seed: int = 1) -> str:
    """Return a paragraph of about so many words."""
    return " ".join(sentences(max(1, words // 10), seed))


def width_of(text: str, size: float = SIZE, font: str = "tiro") -> float:
    """Return how wide a text is, in points."""
    return float(pymupdf.get_text_length(text, fontname=font, fontsize=size))


def paragraph(
    text: str,
    y: float = TOP,
    *,
    x: float = LEFT,
    measure: float = MEASURE,
    size: float = SIZE,
    indent: float = INDENT,
    leading: float = LEADING,
    is_justified: bool = True,
) -> list[Text]:
    """Return a paragraph's words, set in lines from a baseline on; all but the last line are full."""
    lines: list[list[str]] = [[]]
    for word in text.split():
        room = measure - (indent if len(lines) == 1 else 0)
        if lines[-1] and width_of(" ".join([*lines[-1], word]), size) > room:
            lines.append([])
        lines[-1].append(word)
    placed: list[Text] = []
    for number, line in enumerate(lines):
        left = x + (indent if number == 0 else 0)
        is_full = is_justified and number < len(lines) - 1
        placed += _line(line, left, y + number * leading, x + measure if is_full else None, size)
    return placed


def _line(words: Sequence[str], x: float, y: float, right: float | None, size: float) -> Iterator[Text]:
    """The words of a line, with their spaces made wider so that it ends at the right edge."""
    if right is None or len(words) == 1:
        yield Text(x, y, " ".join(words), size)
        return
    space = (right - x - sum(width_of(word, size) for word in words)) / (len(words) - 1)
    for word in words:
        yield Text(x, y, word, size)
        x += width_of(word, size) + space


def below(texts: Sequence[Text], by: float = LEADING) -> float:
    """Return the baseline of the line below some texts."""
    return max((text.y for text in texts), default=TOP) + by


def paragraphs(texts: Iterable[str], y: float = TOP, gap: float = 0) -> list[Text]:
    """Return paragraphs below each other."""
    placed: list[Text] = []
    for text in texts:
        placed += paragraph(text, below(placed) + gap if placed else y)
    return placed


def moved(texts: Iterable[Text], x: float = 0, y: float = 0) -> list[Text]:
    """Return texts put elsewhere."""
    return [replace(text, x=text.x + x, y=text.y + y) for text in texts]


def centred(text: str, y: float, size: float = SIZE, font: str = "tiro") -> Text:
    """Return a text in the middle of the column."""
    return Text(LEFT + (MEASURE - width_of(text, size, font)) / 2, y, text, size, font)


def pages_of(count: int, words: int = 150, seed: int = 1) -> list[list[Text]]:
    """Return pages of running text, each with two paragraphs of its own."""
    return [
        paragraphs([prose(words, seed + 2 * page), prose(words, seed + 2 * page + 1)])
        for page in range(count)
    ]


def running_on(count: int, lines: int = 20, seed: int = 1) -> list[list[Text]]:
    """Return full pages of one long paragraph, so that sentences run on from page to page."""
    placed = paragraph(prose(11 * lines * count, seed))
    reach = lines * LEADING
    return [
        moved((item for item in placed if 0 <= item.y - TOP - number * reach < reach - 1), y=-number * reach)
        for number in range(count)
    ]


def of_objects(*objects: str | bytes, root: str = "1 0 R") -> bytes:
    """Return a PDF of the given objects, numbered from 1, with a right table of them."""
    content = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        raw = body.encode() if isinstance(body, str) else body
        content += b"%d 0 obj\n%b\nendobj\n" % (number, raw)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table)
    content += f"trailer\n<</Size {len(objects) + 1}/Root {root}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return content


def stream(raw: bytes, keys: str = "") -> bytes:
    """Return a stream object."""
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (keys.encode(), len(raw), raw)
