"""Tests of reading web pages: the text is read, and what a browser puts around it is listed."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booksmith_module.book import Book
from booksmith_module.errors import BookError
from booksmith_module.options import DEFAULTS
from booksmith_module.readers.html import read_html


def read(tmp_path: Path, page: str | bytes) -> Book:
    """Read a web page from a file."""
    path = tmp_path / "page.html"
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    return read_html(path, DEFAULTS)


def text(book: Book) -> str:
    """Return all that is read."""
    return "\n".join(chapter.text for chapter in book.chapters if chapter.enabled)


def skipped(book: Book) -> dict[str, str]:
    """Return the texts that are left out, by kind."""
    return {item.kind: item.text for item in book.skipped}


def words_of(text: str) -> Counter[str]:
    """Count the runs of letters and digits of a text."""
    return Counter(re.findall(r"[^\W_]+", text))


def words_in(book: Book) -> Counter[str]:
    """Count what is read and what is left out."""
    narrated = [chapter.text for chapter in book.chapters]
    return words_of("\n".join([*narrated, *(item.text for item in book.skipped)]))


class _Texts(HTMLParser):
    """The texts of a page as another parser sees them."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._in_head = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Know where the head begins."""
        del attrs
        self._in_head += tag in {"head", "script", "style"}
        self.texts.append("" if tag in {"b", "i", "em", "span", "a"} else " ")

    def handle_endtag(self, tag: str) -> None:
        """Know where it ends."""
        self._in_head -= tag in {"head", "script", "style"}
        self.texts.append("" if tag in {"b", "i", "em", "span", "a"} else " ")

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        if not self._in_head:
            self.texts.append(data)


def test_a_saved_page_has_chapters_by_its_headings(tmp_path: Path) -> None:
    """Elements that nobody closed are no hindrance."""
    book = read(tmp_path, "<!DOCTYPE html><body><h2>One</h2><p>First.<p>Second.<h2>Two</h2>Third.")

    assert [(c.title, c.text) for c in book.chapters] == [
        ("One", "One\n\nFirst.\n\nSecond."),
        ("Two", "Two\n\nThird."),
    ]


def test_what_stands_around_the_text_is_listed(tmp_path: Path) -> None:
    """Navigation, forms, scripts, and the site's header and footer where the text says where it is."""
    book = read(
        tmp_path,
        "<body><header>Site name</header><nav><ul><li><a href='/'>Home</a></ul></nav><script>var x</script>"
        "<main><header><h1>Rain</h1></header><p>It rained.</p><aside>A thought.</aside></main>"
        "<form>Search <input> <button>Go</button></form><footer>Cookies</footer></body>",
    )

    assert text(book) == "Rain\n\nIt rained.\n\nA thought."
    assert {kind: words for kind, words in skipped(book).items() if kind != "markup"} == {
        "navigation": "Home",
        "form": skipped(book)["form"],
        "page frame": "Site name\nCookies",
    }
    assert words_of(skipped(book)["form"]) == words_of("Search Go")


def test_without_a_part_for_the_text_its_footer_is_text(tmp_path: Path) -> None:
    """A plain page may end with the author's words."""
    assert "Written in May." in text(
        read(tmp_path, "<body><p>Rain.</p><footer>Written in May.</footer></body>")
    )


def test_the_page_says_what_it_is(tmp_path: Path) -> None:
    """Title, author, language and description, under the names that pages use."""
    page = (
        '<html lang="en-GB"><head><title>Rain - Site</title><meta property="og:title" content="The Rain">'
        '<meta name="author" content="Ann"><meta name="Description" content="Wet."></head>'
        "<body><p>Text.</p></body>"
    )

    book = read(tmp_path, page)

    assert (book.title, book.authors, book.language, book.description) == (
        "The Rain",
        ("Ann",),
        "en-GB",
        "Wet.",
    )


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("<title>The Rain</title><p>Text.", "The Rain"),
        ("<h1>The <i>Rain</i></h1><p>Text.", "The Rain"),
        ("<title>The Project Gutenberg eBook of The Rain, by Ann</title><p>Text.", "The Rain"),
        ("<p>Text.", "page"),
    ],
)
def test_a_title_is_found_or_the_files_name(tmp_path: Path, page: str, title: str) -> None:
    """In the head, above the text, or in the folder."""
    assert read(tmp_path, page).title == title


CYRILLIC = "Вечером он вышел на улицу и долго смотрел, как падает снег на пустые крыши домов."


@pytest.mark.parametrize(
    "page",
    [
        f"<meta charset=utf-8><p>{CYRILLIC}".encode(),
        f"<meta charset=windows-1251><p>{CYRILLIC}".encode("cp1251"),
        f'<meta http-equiv="Content-Type" content="text/html; charset=koi8-r"><p>{CYRILLIC}'.encode("koi8_r"),
        f"<p>{CYRILLIC}".encode("cp1251"),
        f"<meta charset=no-such><p>{CYRILLIC}".encode("cp1251"),
        f"<meta charset=iso-8859-1><p>{CYRILLIC}".encode(),
        f"<p>{CYRILLIC}".encode("utf-16"),
        f"<p>{CYRILLIC}".encode("utf-16-le"),
        f"<meta charset=windows-1251><p>{CYRILLIC}".encode("utf-8-sig"),
    ],
)
def test_letters_come_back_whatever_the_page_says(tmp_path: Path, page: bytes) -> None:
    """Declared, undeclared, unknown, wrong, with a mark and without."""
    assert text(read(tmp_path, page)) == CYRILLIC


@pytest.mark.parametrize("page", ["", "<html></html>", "<body><img src=x></body>", "<script>x</script>"])
def test_a_page_without_words_is_an_error(tmp_path: Path, page: str) -> None:
    """Pictures and programs are no book."""
    with pytest.raises(BookError) as caught:
        read(tmp_path, page)

    assert caught.value.code == "no-text"


def test_nothing_is_fetched_or_opened(tmp_path: Path) -> None:
    """Entities and frames that lead elsewhere are left alone."""
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words", encoding="utf-8")
    page = (
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><html><body><p>Text &x;.</p>'
        f'<iframe src="{secret.as_uri()}"></iframe></body></html>'
    )

    assert "secret words" not in text(read(tmp_path, page))


_WORDS = st.text("ab é1.,&<", max_size=20).map(escape)
_PIECES = st.builds(
    lambda tag, words: f"<{tag}>{words}</{tag}>",
    st.sampled_from(
        ["p", "div", "b", "h2", "li", "nav", "form", "blockquote", "footer", "pre", "aside", "section"]
    ),
    _WORDS,
)


@given(st.lists(st.one_of(_WORDS, _PIECES), max_size=10))
def test_every_word_is_read_or_listed(pieces: list[str]) -> None:
    """All texts that another parser finds = the words of the chapters + the words left out."""
    page = f"<html><head><title>T</title></head><body><p>Always.</p>{''.join(pieces)}</body></html>"
    other = _Texts()
    other.feed(page)
    other.close()
    with tempfile.TemporaryDirectory() as folder:
        assert words_in(read(Path(folder), page)) == words_of("".join(other.texts))
