"""Tests of fetching models from a hub that misbehaves on order."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.vox1.models import fake_hub, tiny
from tests.vox1.models.fake_hub import FakeHub
from vox1 import events
from vox1.control import Cancelled, Control
from vox1.errors import DiskError, DownloadFailed, InputError, ProjectBusy, Vox1Error
from vox1.models import download
from vox1.models import record as records
from vox1.models.catalogue import known_model
from vox1.models.download import Wanted, begun_models, get_model, remove_model
from vox1.models.hub import Hub
from vox1.models.patience import Patience
from vox1.models.store import InstalledModel, find_model, installed
from vox1.models.verify import verify, weights_hash
from vox1.paths import Folders
from vox1.projects import locks
from vox1.render.room import SPARE_BYTES

ROW = known_model(tiny.NARRATOR)
FILES = tiny.narrator_files()
WEIGHTS = "model.safetensors"
CODEC = "speech_tokenizer/model.safetensors"
QUICK = Patience(waits_seconds=(0.01,) * 4)
BRIEF = Patience(stall_seconds=0.5, waits_seconds=(0.01,) * 4)
MOMENT_SECONDS = 20.0
"""Far more than anything here takes; only a test that fails waits so long."""


class Fetch:
    """Fetches the narrator, and keeps what it was told."""

    def __init__(self, folders: Folders, hub: FakeHub) -> None:
        self.folders = folders
        self.hub = hub
        self.told: list[events.Event] = []
        self.control = Control()

    def __call__(self, patience: Patience = QUICK) -> InstalledModel:
        """Fetch it."""
        wanted = Wanted(ROW, self.folders, Hub(self.hub.address), patience)
        return get_model(wanted, self.told.append, self.control)

    @property
    def part(self) -> Path:
        """Where a download is until it is whole."""
        return self.folders.models / f".{ROW.name}.part"

    def waits(self) -> list[str]:
        """The reasons of every wait."""
        return [event.reason for event in self.told if isinstance(event, events.ModelWaiting)]

    def progress(self) -> list[events.ModelProgress]:
        """What was told of the progress."""
        return [event for event in self.told if isinstance(event, events.ModelProgress)]


@pytest.fixture
def fetch(folders: Folders, hub: FakeHub) -> Fetch:
    """Return what fetches the narrator from the hub."""
    return Fetch(folders, hub)


def _failure(fetch: Fetch, patience: Patience = QUICK) -> DownloadFailed:
    """The error that a download ends with; it must be one for a listener, with something to do next."""
    with pytest.raises(DownloadFailed) as caught:
        fetch(patience)
    assert caught.value.hint
    assert not (fetch.folders.models / ROW.name).exists()
    return caught.value


def _assert_whole(model: InstalledModel) -> None:
    assert model.is_whole
    for path, content in FILES.items():
        assert (model.folder / path).read_bytes() == content
    assert not list(model.folder.rglob("*.part"))


def test_a_model_is_fetched_whole_and_verified(fetch: Fetch) -> None:
    """Every file is as the hub has it, the hash is known at once, and nothing is left beside."""
    model = fetch()
    _assert_whole(model)
    assert (model.name, model.kind.value, model.size, model.engine) == (ROW.name, "base", "0.6B", ROW.engine)
    assert model.weights_hash == weights_hash(model, lambda event: pytest.fail(str(event)), Control())
    assert installed(fetch.folders) == [model]
    assert find_model(fetch.folders, ROW.name) == model
    assert not fetch.part.exists()
    assert fetch.waits() == []


def test_what_begins_with_a_dot_is_not_fetched(fetch: Fetch) -> None:
    """The hub's own files are of no use here."""
    model = fetch()
    assert not (model.folder / ".gitattributes").exists()
    assert fetch.hub.asked(".gitattributes") == []


def test_progress_counts_every_byte_and_ends_at_all_of_them(fetch: Fetch) -> None:
    """The bar must come to its end, and never go back."""
    fetch()
    told = fetch.progress()
    total = sum(map(len, FILES.values()))
    assert {event.total_bytes for event in told} == {total}
    assert told[-1].done_bytes == total
    assert [event.done_bytes for event in told] == sorted(event.done_bytes for event in told)


def test_a_model_that_is_here_is_left_alone(fetch: Fetch) -> None:
    """No question is asked of the network, by which it works offline too."""
    fetch()
    asked = len(fetch.hub.requests)
    _assert_whole(fetch())
    assert len(fetch.hub.requests) == asked


def test_a_model_that_lost_a_file_gets_it_back(fetch: Fetch) -> None:
    """Only that file is fetched."""
    model = fetch()
    (model.folder / CODEC).unlink()
    fetch.hub.requests.clear()
    _assert_whole(fetch())
    assert [request.path for request in fetch.hub.requests] == ["", CODEC]


def test_a_damaged_file_is_found_by_verify_and_fetched_again(fetch: Fetch) -> None:
    """One bit, and neither the size nor the time of the file tells of it."""
    model = fetch()
    path = model.folder / WEIGHTS
    stat = path.stat()
    content = bytearray(path.read_bytes())
    content[-5] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert find_model(fetch.folders, ROW.name).is_whole
    found = verify(model, fetch.told.append, Control())
    assert (found.damaged, found.model.is_whole) == ((WEIGHTS,), False)
    with pytest.raises(InputError, match="damaged"):
        find_model(fetch.folders, ROW.name)
    fetch.hub.requests.clear()
    _assert_whole(fetch())
    assert [request.path for request in fetch.hub.requests] == ["", WEIGHTS]


def test_files_brought_by_hand_are_hashed_and_not_fetched(fetch: Fetch) -> None:
    """Someone with a slow line copied the large file from elsewhere; one that is not right is replaced."""
    tiny.lay_out(fetch.folders.models / ROW.name, {WEIGHTS: FILES[WEIGHTS], "vocab.json": b'{"b": 0}'})
    _assert_whole(fetch())
    assert fetch.hub.asked(WEIGHTS) == []
    assert fetch.hub.asked("vocab.json") == [None]


def test_files_brought_by_hand_join_a_download_that_was_begun(fetch: Fetch) -> None:
    """Neither of the two is thrown away."""
    fetch.hub.play(WEIGHTS, fake_hub.drop(70_000))
    fetch.hub.play(WEIGHTS, *[fake_hub.status(500)] * 9)
    _failure(fetch)
    fetch.hub.tricks.clear()
    tiny.lay_out(fetch.folders.models / ROW.name, {WEIGHTS: FILES[WEIGHTS], "notes/mine.txt": b"mine"})
    fetch.hub.requests.clear()
    model = fetch()
    _assert_whole(model)
    assert fetch.hub.asked(WEIGHTS) == []
    assert (model.folder / "notes/mine.txt").read_bytes() == b"mine"


def test_a_line_that_drops_is_taken_up_where_it_broke(fetch: Fetch) -> None:
    """Nothing is fetched twice, however often it breaks: a line that brings something is not given up."""
    fetch.hub.play(WEIGHTS, *[fake_hub.drop(70_000)] * 4)
    _assert_whole(fetch(Patience(waits_seconds=(0.01,))))
    assert fetch.hub.asked(WEIGHTS) == [None, 70_000, 140_000, 210_000, 280_000]
    assert len(fetch.waits()) == 4


def test_a_line_that_never_holds_is_given_up_and_gone_on_with_later(fetch: Fetch) -> None:
    """A hundred bytes at a time is no line."""
    fetch.hub.play(WEIGHTS, *[fake_hub.drop(100)] * 5)
    error = _failure(fetch)
    assert (error.code, WEIGHTS in error.message) == ("broken-off", True)
    _assert_whole(fetch())
    assert fetch.hub.asked(WEIGHTS) == [None, 100, 200, 300, 400, 500]


def test_a_line_that_falls_silent_is_broken_and_tried_again(fetch: Fetch) -> None:
    """The other side has gone without a word."""
    fetch.hub.play(WEIGHTS, fake_hub.stall(fetch.hub, 70_000))
    _assert_whole(fetch(BRIEF))
    assert fetch.hub.asked(WEIGHTS)[:2] == [None, 70_000]
    assert f"{Hub(fetch.hub.address).host} sent nothing for 0.5 seconds" in fetch.waits()


def test_a_hub_that_never_answers_is_said(fetch: Fetch) -> None:
    """It takes the question and keeps silent."""
    fetch.hub.play("", *[fake_hub.hold(fetch.hub)] * 9)
    assert _failure(fetch, BRIEF).code == "no-network"


def test_no_network_is_said_with_the_way_out(fetch: Fetch) -> None:
    """Nothing listens there."""
    fetch.hub.address = "http://127.0.0.1:9"
    error = _failure(fetch)
    assert error.code == "no-network"
    assert "docs/models.md" in error.hint


def test_offline_is_obeyed_with_the_way_out(fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is asked anything."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    error = _failure(fetch)
    assert error.code == "offline"
    assert "docs/models.md" in error.hint
    assert fetch.hub.requests == []


@pytest.mark.parametrize("path", ["", WEIGHTS], ids=["listing", "file"])
@pytest.mark.parametrize(
    ("status", "headers", "code"),
    [
        (401, {}, "refused"),
        (401, {"X_Error_Code": "RepoNotFound"}, "refused"),
        (401, {"X_Error_Code": "GatedRepo"}, "gated"),
        (403, {"X_Error_Code": "GatedRepo"}, "gated"),
        (403, {}, "refused"),
        (404, {"X_Error_Code": "RepoNotFound"}, "not-there"),
        (404, {}, "not-there"),
        (400, {}, "wrong-mirror"),
        (416, {}, "wrong-mirror"),
    ],
)
def test_a_refusal_is_one_clear_error_at_once(
    fetch: Fetch, path: str, status: int, headers: dict[str, str], code: str
) -> None:
    """Asking again would not help."""
    fetch.hub.play(path, fake_hub.status(status, **headers))
    assert _failure(fetch).code == code
    assert fetch.waits() == []


@pytest.mark.parametrize("path", ["", WEIGHTS], ids=["listing", "file"])
@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_server_in_trouble_is_tried_again(fetch: Fetch, path: str, status: int) -> None:
    """Such trouble passes."""
    fetch.hub.play(path, fake_hub.status(status), fake_hub.status(status))
    _assert_whole(fetch())
    assert len(fetch.waits()) == 2


def test_trouble_with_one_file_is_not_held_against_the_next(fetch: Fetch) -> None:
    """Each of many small files failed once: that is no line to be given up."""
    for path in FILES:
        fetch.hub.play(path, fake_hub.status(503))
    _assert_whole(fetch())
    assert len(fetch.waits()) == len(FILES)


@pytest.mark.parametrize("path", ["", WEIGHTS], ids=["listing", "file"])
def test_a_server_that_stays_in_trouble_is_said(fetch: Fetch, path: str) -> None:
    """With what to do meanwhile."""
    fetch.hub.play(path, *[fake_hub.status(503)] * 9)
    error = _failure(fetch)
    assert (error.code, "503" in error.message) == ("hub-trouble", True)


def test_a_server_is_left_alone_for_as_long_as_it_asks(fetch: Fetch) -> None:
    """RFC 9110, 10.2.3; an hour is no wait but a failure."""
    fetch.hub.play(WEIGHTS, fake_hub.status(429, Retry_After="1"), fake_hub.status(429, Retry_After="3600"))
    assert _failure(fetch).code == "hub-trouble"
    assert [event.seconds for event in fetch.told if isinstance(event, events.ModelWaiting)] == [1.0]


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>Log in to the network</html>",
        b"[]",
        b"{}",
        b'{"id": "a/b", "siblings": []}',
        b'{"id": "a/b", "sha": "../../x", "siblings": [{"rfilename": "config.json"}]}',
        b'{"id": "a/b", "sha": "0123456789", "siblings": [{"rfilename": "config.json"}]}',
        b'{"id": "a/b", "sha": "0123456789", "siblings": 7}',
        b'{"id": "a/b", "sha": "0123456789", "siblings": [{"rfilename": 7}]}',
    ],
)
def test_what_is_no_hub_is_said(fetch: Fetch, answer: bytes) -> None:
    """A page of a hotel's network, or a mirror that leaves out the hashes."""
    fetch.hub.play("", fake_hub.say(answer))
    assert _failure(fetch).code == "wrong-mirror"


def test_a_false_file_is_deleted_and_fetched_once_more(fetch: Fetch) -> None:
    """As long as it should be, and another."""
    false = bytes(len(FILES[WEIGHTS]))
    fetch.hub.play(WEIGHTS, fake_hub.say(false))
    _assert_whole(fetch())
    assert fetch.hub.asked(WEIGHTS) == [None, None]


@pytest.mark.parametrize("path", [WEIGHTS, "config.json"], ids=["sha256", "git-sha1"])
def test_a_file_that_is_false_twice_is_named_and_not_kept(fetch: Fetch, path: str) -> None:
    """What is right stays, for the next try."""
    false = bytes(len(FILES[path]))
    fetch.hub.play(path, fake_hub.say(false), fake_hub.say(false))
    error = _failure(fetch)
    assert (error.code, path in error.message) == ("wrong-content", True)
    assert not (fetch.part / path).exists()
    assert not (fetch.part / f"{path}.part").exists()
    _assert_whole(fetch())
    assert fetch.hub.asked("vocab.json") == [None]


@pytest.mark.parametrize("change", [-1, 1, 100_000], ids=["too little", "too much", "far too much"])
def test_a_file_of_another_size_is_named(fetch: Fetch, change: int) -> None:
    """Its length tells before its hash does."""
    false = bytes(len(FILES[WEIGHTS]) + change)
    fetch.hub.play(WEIGHTS, fake_hub.say(false), fake_hub.say(false))
    error = _failure(fetch)
    assert error.code == "wrong-content"
    assert f"{len(false):,} bytes" in error.message


def test_more_than_was_promised_is_not_written(fetch: Fetch) -> None:
    """A server that does not tell its length could fill the disk."""
    fetch.hub.play(WEIGHTS, fake_hub.say_without_length(FILES[WEIGHTS] + bytes(500_000)))
    _assert_whole(fetch())
    assert fetch.hub.asked(WEIGHTS) == [None]


def test_less_than_was_promised_is_gone_on_with(fetch: Fetch) -> None:
    """A server that does not tell its length stopped early."""
    fetch.hub.play(WEIGHTS, fake_hub.say_without_length(FILES[WEIGHTS][:100_000]))
    _assert_whole(fetch())
    assert fetch.hub.asked(WEIGHTS) == [None, 100_000]


def test_a_server_that_knows_of_no_parts_sends_it_whole_again(fetch: Fetch) -> None:
    """What came before is then of no use."""
    fetch.hub.play(WEIGHTS, fake_hub.drop(70_000), fake_hub.whole)
    _assert_whole(fetch())
    assert fetch.hub.asked(WEIGHTS) == [None, 70_000]


def test_another_part_than_was_asked_for_is_not_taken(fetch: Fetch) -> None:
    """It would be put in the wrong place."""
    fetch.hub.play(WEIGHTS, fake_hub.drop(70_000), fake_hub.other_part)
    _assert_whole(fetch())
    assert fetch.hub.asked(WEIGHTS) == [None, 70_000, None]


def test_a_part_that_the_server_does_not_have_begins_anew(fetch: Fetch) -> None:
    """What is here is longer than what is there: it is of another file."""
    fetch.hub.play(WEIGHTS, fake_hub.drop(70_000), fake_hub.status(416))
    _assert_whole(fetch())
    assert fetch.hub.asked(WEIGHTS) == [None, 70_000, None]


def test_a_part_that_was_damaged_on_the_disk_is_fetched_again(fetch: Fetch) -> None:
    """A power cut may leave zeros in it."""
    fetch.hub.play(WEIGHTS, *[fake_hub.drop(100_000), *[fake_hub.status(500)] * 9])
    _failure(fetch)
    part = fetch.part / f"{WEIGHTS}.part"
    part.write_bytes(bytes(part.stat().st_size))
    fetch.hub.tricks.clear()
    _assert_whole(fetch())


def test_a_file_that_was_fetched_is_hashed_again_if_it_changed(fetch: Fetch) -> None:
    """It lies in the folder under its name, and is not what it was."""
    fetch.hub.play(WEIGHTS, *[fake_hub.status(500)] * 9)
    _failure(fetch)
    (fetch.part / "vocab.json").write_bytes(b'{"b": 0}')
    fetch.hub.tricks.clear()
    _assert_whole(fetch())
    assert fetch.hub.asked("vocab.json") == [None, None]


def test_a_newer_version_on_the_hub_replaces_only_what_changed(fetch: Fetch) -> None:
    """Files of two versions never make one model."""
    fetch.hub.play(WEIGHTS, fake_hub.drop(100_000), *[fake_hub.status(500)] * 9)
    _failure(fetch)
    changed = tiny.safetensors(300_000, seed=9)
    fetch.hub.repos[ROW.repo] |= {WEIGHTS: changed, "vocab.json": b'{"c": 0}'}
    fetch.hub.tricks.clear()
    fetch.hub.requests.clear()
    model = fetch()
    assert (model.folder / WEIGHTS).read_bytes() == changed
    assert (model.folder / "vocab.json").read_bytes() == b'{"c": 0}'
    assert {request.path: request.first for request in fetch.hub.requests} == {
        "": None,
        WEIGHTS: None,
        "vocab.json": None,
    }


def test_a_file_that_lies_elsewhere_is_followed_without_the_token(
    fetch: Fetch, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hub keeps large files with another host, which has no business with the token."""
    with fake_hub.running(FakeHub(repos=fetch.hub.repos)) as other:
        elsewhere = f"{other.address.replace('127.0.0.1', 'localhost')}/{ROW.repo}/resolve/main/{WEIGHTS}"
        monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
        fetch.hub.play(WEIGHTS, fake_hub.lead_to(elsewhere))
        wanted = Wanted(ROW, folders, Hub(fetch.hub.address, "hf_secret"), QUICK)
        _assert_whole(get_model(wanted, fetch.told.append, Control()))
        assert {request.authorization for request in fetch.hub.requests} == {"Bearer hf_secret"}
        assert [request.authorization for request in other.requests] == [None]


def test_an_address_that_is_none_is_said(fetch: Fetch) -> None:
    """A server may lead anywhere, but VOX-1 follows only over HTTP."""
    fetch.hub.play(WEIGHTS, fake_hub.lead_to("file:///etc/passwd"))
    assert _failure(fetch).code == "wrong-mirror"


@pytest.mark.parametrize(
    "name",
    [
        "../evil.bin",
        "a/../../evil.bin",
        "/etc/evil.bin",
        "C:/evil.bin",
        "..\\evil.bin",
        "\\\\host\\share\\evil.bin",
        "aux.json",
        "speech_tokenizer/NUL",
        "com1.safetensors",
        "evil.",
        "evil ",
        "evil\n.bin",
        "a:stream",
        "what?.bin",
        "",
        "a//b",
        "./config.json",
        "vox1-model.json",
        "weights.part",
        "x" * 181,
        "CONFIG.json",
        "vocab.json/inside",
        "/".join("abcdefgh"),
    ],
)
def test_a_file_that_may_not_be_written_here_is_refused(fetch: Fetch, name: str) -> None:
    """And nothing at all is written, on any system."""
    fetch.hub.repos[ROW.repo][name] = b"evil"
    assert _failure(fetch).code == "bad-name"
    assert [request.path for request in fetch.hub.requests] == [""]
    assert not fetch.part.exists()


def test_a_listing_without_end_is_refused(fetch: Fetch) -> None:
    """No model has so many files."""
    fetch.hub.repos[ROW.repo] |= {f"{number}.bin": b"" for number in range(1_001)}
    assert _failure(fetch).code == "wrong-mirror"


@pytest.mark.parametrize(
    "lie",
    [
        {"size": -1},
        {"size": None},
        {"size": True},
        {"size": "10"},
        {"blobId": None},
        {"blobId": "xyz"},
        {"lfs": {"sha256": "abc", "size": 4, "pointerSize": 1}},
    ],
)
def test_a_listing_that_makes_no_sense_is_refused(fetch: Fetch, lie: dict[str, Any]) -> None:
    """Without a size and a hash nothing could be checked."""
    fetch.hub.edit = lambda told: told["siblings"][2].update(lie)
    assert _failure(fetch).code == "wrong-mirror"


@pytest.mark.parametrize("path", ["config.json", WEIGHTS, "speech_tokenizer/config.json"])
def test_a_model_that_lacks_a_file_on_the_hub_is_not_taken_for_whole(fetch: Fetch, path: str) -> None:
    """All that is listed is here, and it could not be loaded."""
    del fetch.hub.repos[ROW.repo][path]
    assert _failure(fetch).code == "not-whole"


def test_another_model_under_the_name_is_not_taken_for_it(fetch: Fetch) -> None:
    """A mirror that mixes them up."""
    fetch.hub.repos[ROW.repo] |= tiny.narrator_files(kind="voice_design", size="1b7")
    error = _failure(fetch)
    assert (error.code, "voice_design" in error.message) == ("not-whole", True)


@pytest.mark.parametrize(
    "trick",
    [
        lambda hub: fake_hub.drip(hub, 1_000),
        lambda hub: fake_hub.stall(hub, 1_000),
        fake_hub.hold,
    ],
    ids=["slow", "silent", "no answer"],
)
@pytest.mark.parametrize("path", ["", WEIGHTS], ids=["listing", "file"])
def test_a_cancel_is_felt_within_a_second(
    fetch: Fetch, path: str, trick: Callable[[FakeHub], fake_hub.Trick]
) -> None:
    """Whatever the line does; what came is kept."""
    if path == "":
        fetch.hub.edit = lambda told: told.update(description="x" * 2_000_000)
    fetch.hub.play(path, trick(fetch.hub))
    ended: list[float] = []

    def run() -> None:
        with pytest.raises(Cancelled):
            fetch(Patience(stall_seconds=MOMENT_SECONDS))
        ended.append(time.monotonic())

    thread = threading.Thread(target=run)
    thread.start()
    _until(lambda: bool(fetch.hub.asked(path)))
    cancelled = time.monotonic()
    fetch.control.cancel()
    thread.join(MOMENT_SECONDS)
    assert ended[0] - cancelled < 1.0
    fetch.hub.release.set()
    fetch.control = Control()
    _assert_whole(fetch())


def test_a_pause_takes_nothing_more_and_goes_on(fetch: Fetch) -> None:
    """Nor does the line count as broken, however long it takes."""
    is_paused = threading.Event()
    heard: list[events.Event] = []

    def hear(event: events.Event) -> None:
        heard.append(event)
        if not is_paused.is_set():
            fetch.control.pause()
            is_paused.set()

    wanted = Wanted(ROW, fetch.folders, Hub(fetch.hub.address), Patience(stall_seconds=1.0))
    thread = threading.Thread(target=get_model, args=(wanted, hear, fetch.control))
    thread.start()
    assert is_paused.wait(MOMENT_SECONDS)
    told = len(heard)
    thread.join(1.5)
    assert thread.is_alive()
    assert len(heard) == told
    fetch.control.resume()
    thread.join(MOMENT_SECONDS)
    assert not [event for event in heard if isinstance(event, events.ModelWaiting)]
    assert find_model(fetch.folders, ROW.name).is_whole


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + MOMENT_SECONDS
    pause = threading.Event()
    while not holds():
        assert time.monotonic() < deadline
        pause.wait(0.01)


class _Usage(NamedTuple):
    free: int


def test_a_disk_without_room_is_said_before_anything_is_fetched(
    fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what is needed and what there is."""
    monkeypatch.setattr("shutil.disk_usage", lambda _: _Usage(400_000_000))
    with pytest.raises(DiskError, match=r"0\.40 GB free") as caught:
        fetch()
    assert caught.value.code == "disk-full"
    assert [request.path for request in fetch.hub.requests] == [""]


def test_what_is_here_needs_no_room(fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the rest of the model does."""
    fetch.hub.play(CODEC, *[fake_hub.status(500)] * 9)
    fetch.hub.play(WEIGHTS, *[fake_hub.status(500)] * 9)
    _failure(fetch)
    fetch.hub.tricks.clear()
    missing_bytes = len(FILES[CODEC]) + len(FILES[WEIGHTS])
    monkeypatch.setattr("shutil.disk_usage", lambda _: _Usage(missing_bytes + SPARE_BYTES))
    _assert_whole(fetch())


def test_a_disk_that_runs_low_is_waited_for(fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a render does: it says so, and goes on by itself."""
    looks = [10**12, 10**6, 10**6, 10**12]
    monkeypatch.setattr("shutil.disk_usage", lambda _: _Usage(looks.pop(0) if len(looks) > 1 else looks[0]))
    monkeypatch.setattr("vox1.render.room.WAIT_SECONDS", 0.01)
    monkeypatch.setattr(download, "_LOOK_BYTES", 100_000)
    _assert_whole(fetch())
    kinds = [type(event) for event in fetch.told if not isinstance(event, events.ModelProgress)]
    assert kinds == [events.DiskLow, events.DiskFreed]


@pytest.mark.parametrize("call", [1, 2, 3, 5, 8, 13, 21, 34])
def test_a_disk_that_refuses_leaves_what_can_be_gone_on_with(
    fetch: Fetch, failing_disk: Any, call: int
) -> None:
    """Whichever write it is that fails."""
    with failing_disk.failing(call, lasts=True):
        with pytest.raises(Vox1Error):
            fetch()
        assert failing_disk.failed
    assert not (fetch.folders.models / ROW.name).exists()
    _assert_whole(fetch())


def test_two_downloads_of_one_model_do_not_meet(fetch: Fetch) -> None:
    """They would write into one file."""
    lock = fetch.folders.models / f".{ROW.name}.lock"
    with locks.held(lock, 0.0, ""), pytest.raises(ProjectBusy, match=ROW.name):
        fetch()


def test_a_model_can_be_removed(fetch: Fetch) -> None:
    """All of it, and it says how much that was."""
    model = fetch()
    assert remove_model(ROW.name, fetch.folders) == model.size_bytes
    assert installed(fetch.folders) == []
    assert [path.name for path in fetch.folders.models.iterdir()] == [f".{ROW.name}.lock"]


def test_what_came_of_a_model_can_be_removed(fetch: Fetch) -> None:
    """A download that was given up takes room."""
    fetch.hub.play(WEIGHTS, *[fake_hub.status(500)] * 9)
    _failure(fetch)
    assert remove_model(ROW.name, fetch.folders) > 0
    assert not fetch.part.exists()


@pytest.mark.parametrize("name", ["", ".", "..", "../user", "nothing", ".hidden", "a/b"])
def test_only_models_are_removed(fetch: Fetch, name: str) -> None:
    """Nothing outside the folder of models, and nothing in it that is no model."""
    fetch()
    (fetch.folders.models / ".hidden").mkdir()
    with pytest.raises(InputError):
        remove_model(name, fetch.folders)
    assert find_model(fetch.folders, ROW.name).is_whole


@pytest.mark.skipif(os.name == "nt", reason="a link needs a right that users seldom have")
def test_removing_a_link_leaves_what_it_leads_to(fetch: Fetch, tmp_path: Path) -> None:
    """Models may be kept on another disk."""
    elsewhere = tiny.lay_out(tmp_path / "elsewhere", FILES)
    fetch.folders.models.mkdir(parents=True)
    (fetch.folders.models / ROW.name).symlink_to(elsewhere)
    remove_model(ROW.name, fetch.folders)
    assert (elsewhere / WEIGHTS).is_file()
    assert not (fetch.folders.models / ROW.name).exists()


def test_the_record_says_where_a_model_came_from(fetch: Fetch) -> None:
    """For whoever wants to know in a year."""
    record = records.load(fetch().folder)
    assert (record.repo, record.commit, record.source) == (ROW.repo, fake_hub.COMMIT, fetch.hub.address)
    assert set(record.files) == set(FILES) == set(record.checked)


def test_what_has_come_of_a_model_is_known(folders: Folders) -> None:
    """So that a listener sees which one to go on with."""
    assert begun_models(folders) == {}
    part = folders.models / f".{ROW.name}.part"
    part.mkdir(parents=True)
    (part / "config.json").write_bytes(bytes(100))
    (part / "model.safetensors.part").write_bytes(bytes(900))
    assert begun_models(folders) == {ROW.name: 1000}
