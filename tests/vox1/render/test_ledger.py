"""Tests of the ledger: what was entered comes back, in order, and holds no memory."""

from __future__ import annotations

import threading
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.errors import DiskError
from vox1.render.ledger import Ledger, TakeTable
from vox1.render.plan import PlannedChapter, PlannedChunk
from vox1.render.takes import StoredTake
from vox1.render.verdict import Standing
from vox1.render.work import Wanted
from vox1.script.chunking import Ending
from vox1_worker.protocol import Ended

STORE = Path("takes")

wants = st.builds(
    lambda key, wish: Wanted(key, *wish),
    st.sampled_from(["aa", "bb", "cc"]),
    st.sampled_from([(None, False), (1, False), (1, True), (7, False), (7, True)]),
)
texts = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=30)
takes = st.builds(
    StoredTake,
    key=st.just("aa"),
    attempt=st.integers(1, 9),
    folder=st.just(STORE),
    samples=st.integers(0, 2**40),
    sample_rate_hz=st.sampled_from([22_050, 24_000]),
    sha256=st.just("0" * 64),
    file_bytes=st.integers(0, 2**40),
    ended=st.sampled_from(Ended),
    nonfinite=st.integers(0, 9),
    standing=st.sampled_from(Standing),
    reasons=st.lists(texts, max_size=2).map(tuple),
    score=st.floats(-10, 10),
    trim=st.tuples(st.integers(0, 9), st.integers(9, 99)),
    is_kept=st.booleans(),
    word_error_rate=st.none() | st.floats(0, 1),
    is_verified=st.booleans(),
    heard=texts,
)


def chapter(number: int, chunks: list[tuple[Wanted, str]]) -> PlannedChapter:
    """Return a chapter of chunks."""
    planned = (
        PlannedChunk(
            f"{number}.{index}",
            wanted.key,
            wanted.attempt,
            text,
            f"{text} said",
            Ending.SENTENCE,
            index % 2,
            "fr",
            wanted.is_picked,
        )
        for index, (wanted, text) in enumerate(chunks, 1)
    )
    return PlannedChapter(number, f"Chapter {number}", is_default=True, chunks=tuple(planned))


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    """Nothing is in it."""
    made = Ledger(STORE)
    yield made
    made.close()


@given(st.lists(st.lists(st.tuples(wants, texts), min_size=1, max_size=5), max_size=5))
def test_chunks_come_back_as_they_were_planned(chapters: list[list[tuple[Wanted, str]]]) -> None:
    """By chapter, by what they want, and all wants once in the order of the book."""
    ledger = Ledger(STORE)
    planned = [chapter(number, chunks) for number, chunks in enumerate(chapters, 1)]
    for each in planned:
        ledger.add(each)

    everything = [(index, chunk) for index, each in enumerate(planned) for chunk in each.chunks]
    assert [c.number for c in ledger.chapters] == [each.number for each in planned]
    for index, each in enumerate(planned):
        assert ledger.chapter(index) == [(chunk, None) for chunk in each.chunks]
    in_order = list(dict.fromkeys(chunk.wanted for _, chunk in everything))
    assert list(ledger.wants()) == in_order
    for wanted in in_order:
        assert ledger.uses(wanted) == [(i, c) for i, c in everything if c.wanted == wanted]
    for key in ("aa", "bb"):
        assert ledger.wants_of(key) == [wanted for wanted in in_order if wanted.key == key]
    assert ledger.chunk_count == len(everything)
    assert ledger.characters == sum(len(chunk.text) for _, chunk in everything)
    ledger.close()


@given(st.lists(st.tuples(st.booleans(), wants, takes), max_size=20))
def test_takes_are_kept_as_a_dictionary_keeps_them(changes: list[tuple[bool, Wanted, StoredTake]]) -> None:
    """Entered, replaced, removed and found again, each with all that is known of it."""
    ledger = Ledger(STORE)
    model: dict[Wanted, StoredTake] = {}
    for is_entered, wanted, take in changes:
        kept = [model, ledger.used]
        if is_entered:
            for table in kept:
                table[wanted] = take
        else:
            assert model.pop(wanted, None) == ledger.used.pop(wanted, None)
    assert dict(ledger.used) == model
    assert len(ledger.used) == len(model)
    assert dict(ledger.found) == {}
    with pytest.raises(KeyError):
        del ledger.used[Wanted("zz")]
    ledger.close()


def test_a_chapter_comes_with_the_takes_it_got(ledger: Ledger) -> None:
    """One take serves two chunks that say the same; a certain attempt is another thing wanted."""
    ledger.add(chapter(3, [(Wanted("aa"), "Yes."), (Wanted("aa", 2), "Yes."), (Wanted("aa"), "Yes.")]))
    first, other = take_of("aa", 1), take_of("aa", 2)
    ledger.used[Wanted("aa")] = first
    ledger.found[Wanted("aa", 2)] = other

    assert [take for _, take in ledger.chapter(0)] == [first, None, first]
    assert ledger.found_count == 1


def test_each_chapter_is_counted(ledger: Ledger) -> None:
    """Whoever shows the progress of a chapter must know how much there is; one may have nothing to say."""
    ledger.add(chapter(3, [(Wanted("aa"), "Yes."), (Wanted("bb"), "No.")]))
    ledger.add(chapter(4, []))
    ledger.add(chapter(9, [(Wanted("aa"), "Yes.")]))

    assert ledger.chunk_counts == [2, 0, 1]


def test_what_is_queued_comes_out_in_order_and_is_measured(ledger: Ledger) -> None:
    """A chunk that stands twice in the book is spoken once."""
    ledger.add(chapter(1, [(Wanted("aa"), "One"), (Wanted("bb", 7), "Three"), (Wanted("aa"), "One")]))
    for wanted in ledger.wants():
        ledger.queue.append(wanted)

    assert ledger.queue.characters == len("One said" + "Three said")
    assert len(ledger.queue) == 2
    assert [ledger.queue.popleft(), ledger.queue.popleft()] == [Wanted("aa"), Wanted("bb", 7)]
    assert (len(ledger.queue), ledger.queue.characters) == (0, 0)


def test_long_books_hold_no_more_memory_than_short_ones() -> None:
    """Ten times the chunks, with their takes, are a few kilobytes of Python's memory at most."""
    held = [_held_bytes(chunks) for chunks in (100, 300, 3_000)]

    assert held[2] - held[1] < 50_000


def test_a_full_temporary_folder_is_named(ledger: Ledger) -> None:
    """With what to do, since it is no folder that VOX-1 was given."""
    ledger.rows("PRAGMA max_page_count = 12")

    with pytest.raises(DiskError) as caught:
        ledger.add(chapter(1, [(Wanted("aa"), "x" * 50_000)]))
    assert caught.value.code == "no-temporary-files"
    assert "TMPDIR" in caught.value.hint


def test_it_is_read_while_it_is_written(ledger: Ledger) -> None:
    """The assembly reads chapters on a thread of its own."""
    ledger.add(chapter(1, [(Wanted(f"{n:02}"), "Text.") for n in range(50)]))
    seen: list[int] = []

    def read() -> None:
        while not seen or seen[-1] < 50:
            seen.append(sum(take is not None for _, take in ledger.chapter(0)))

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(50):
        ledger.used[Wanted(f"{number:02}")] = take_of(f"{number:02}", 1)
    reader.join()
    assert seen == sorted(seen)


def _held_bytes(chunks: int) -> int:
    """Python's memory for a ledger of so many chunks with their takes."""
    ledger = Ledger(STORE)
    tracemalloc.start()
    planned: Iterator[list[tuple[Wanted, str]]] = (
        [(Wanted(f"{number:06}"), f"The text of chunk {number}. " * 10) for number in range(at, at + 50)]
        for at in range(0, chunks, 50)
    )
    for number, each in enumerate(planned, 1):
        ledger.add(chapter(number, each))
    _enter(ledger.used, ledger.wants())
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    ledger.close()
    return held


def _enter(table: TakeTable, wanted: Iterator[Wanted]) -> None:
    for each in wanted:
        table[each] = take_of(each.key, 1)


def take_of(key: str, attempt: int) -> StoredTake:
    """Return a good take."""
    return StoredTake(
        key=key,
        attempt=attempt,
        folder=STORE,
        samples=24_000,
        sample_rate_hz=24_000,
        sha256="f" * 64,
        file_bytes=20_000,
        ended=Ended.NATURAL,
        nonfinite=0,
        standing=Standing.GOOD,
        reasons=(),
        score=0.0,
        trim=(0, 24_000),
        is_kept=False,
    )
