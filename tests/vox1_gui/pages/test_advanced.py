"""The Advanced page: what is chosen there is on the disk, and what it does is done."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from tests.vox1.models import fake_hub, tiny
from tests.vox1.models.fake_hub import FakeHub, running
from tests.vox1_gui.conftest import pump
from vox1.control import Control
from vox1.doctor.finding import Level as Standing
from vox1.doctor.remedy import Act, Remedy
from vox1.hardware.outlook import Outlook
from vox1.models.catalogue import known_model
from vox1.paths import Folders
from vox1.settings import RANGES, Settings, load
from vox1_gui import texts
from vox1_gui.errands import machine
from vox1_gui.errands.machine import EngineView, Surroundings
from vox1_gui.pages.advanced.audiobook import AudiobookSection
from vox1_gui.pages.advanced.doctor import DoctorSection
from vox1_gui.pages.advanced.engines import EnginesSection
from vox1_gui.pages.advanced.fields import ChecksField, NumberField
from vox1_gui.pages.advanced.folders import FoldersSection
from vox1_gui.pages.advanced.models import ModelsSection, is_address
from vox1_gui.pages.advanced.narrator import NarratorSection
from vox1_gui.pages.advanced.page import SECTIONS, AdvancedPage
from vox1_gui.pages.advanced.speaking import SeedField, SpeakingSection
from vox1_gui.pages.advanced.text import TextSection
from vox1_gui.window import Window

Opener = Callable[..., Window]
CARD = 12 * 2**30
NARRATOR = EngineView(
    "qwen3",
    "Narrator",
    "Speaks.",
    is_set_up=True,
    environment="qwen3",
    needs_model=True,
    most_slots=3,
    varies=True,
    heeds=frozenset({"temperature", "top_p", "top_k"}),
)


@pytest.fixture
def page(open_window: Opener) -> AdvancedPage:
    """The page, opened, in a window that has looked around."""
    window = open_window(AdvancedPage)
    page = window._pages["advanced"]
    assert isinstance(page, AdvancedPage)
    pump(window, lambda: page.tools.engines.found.value is not None and _is_built(page))
    return page


def _is_built(page: AdvancedPage) -> bool:
    return bool(page.opened) and page.opened not in page._unbuilt


def _window(page: AdvancedPage) -> Window:
    window = page.winfo_toplevel()
    assert isinstance(window, Window)
    return window


def _open(page: AdvancedPage, name: str) -> Any:
    page.open(name)
    pump(_window(page), lambda: _is_built(page) and page.sections[name].winfo_viewable())
    return page.sections[name]


def _kept(page: AdvancedPage) -> Settings:
    """The settings on the disk, once all is kept."""
    page.tools.choices.flush()
    pump(_window(page), lambda: not page.services.bridge.is_busy)
    found, warnings = load(page.services.folders.settings)
    assert warnings == []
    return found


def _type(field: NumberField, text: str) -> None:
    field._entry.set(text)
    field._typed(text)


def _with_card(page: AdvancedPage, **changes: Any) -> None:
    """Have the page believe that there is a card of 12 GB and a narrator."""
    found = page.tools.engines.found.value
    assert found is not None
    needs = {(size, slots): slots * 2**30 for size in ("0.6B", "1.7B") for slots in (1, 2, 3)}
    outlook = Outlook(
        system="Windows",
        cores=8,
        memory_bytes=16 * 2**30,
        card="RTX 3060",
        card_bytes=CARD,
        free_bytes=10 * 2**30,
        is_card_usable=True,
        devices=("cpu", "cuda"),
        slots=2,
        model="1.7B",
        needs=needs,
    )
    outlook = replace(outlook, **changes)
    engines = tuple(NARRATOR if one.id == NARRATOR.id else one for one in found.engines)
    page.tools.engines.found.set(Surroundings(outlook, engines, ("", ""), True, found.rules))  # noqa: FBT003  # as set up
    page.tools.choices.set(engine=NARRATOR.id)


def test_every_setting_of_this_page_is_in_one_section_and_has_its_words(page: AdvancedPage) -> None:
    """What is nowhere cannot be reset; what a voice is belongs to the Lab."""
    own = [name for section in SECTIONS for name in section.own]
    assert len(own) == len(set(own))
    assert {item.name for item in fields(Settings)} - set(own) == {"voice", "style"}
    for section in SECTIONS:
        made = _open(page, section.name)
        assert {name for field in made.fields for name in field.settings} - {"lufs"} <= set(section.own)
        assert all(field.explanation.cget("text") for field in made.fields)


@pytest.mark.parametrize("language", list(texts.LANGUAGES))
def test_every_section_can_be_made_in_every_language(open_window: Opener, language: str) -> None:
    """No text is missing, and none is left in braces."""
    window = open_window(AdvancedPage)
    window._set(language=language)
    pump(window, lambda: texts.language() == language and not window._unbuilt)
    page = window._pages["advanced"]
    assert isinstance(page, AdvancedPage)
    for section in SECTIONS:
        _open(page, section.name)
    assert [text for text in _words(page) if "{" in text or "advanced." in text] == []


def _words(widget: Any) -> Iterator[str]:
    for child in widget.winfo_children():
        try:
            yield str(child.cget("text"))
        except (ValueError, Exception):  # noqa: BLE001  # it has none, in as many ways as there are widgets
            yield ""
        yield from _words(child)


def test_what_is_chosen_is_kept_at_once_and_shown_as_kept(page: AdvancedPage) -> None:
    """On the disk, without a button to press; a slider's many values become few writes."""
    pauses = _open(page, "pauses")
    field = pauses.field("paragraph_pause_ms")
    for value in range(600, 1000, 10):
        field._slid(value)
    assert _kept(page).paragraph_pause_ms == 1000
    assert page._kept.cget("text") == texts.say("advanced.kept")
    assert page.services.workspace.settings.value.paragraph_pause_ms == 1000


def test_the_last_of_many_changes_is_the_one_that_is_kept(page: AdvancedPage) -> None:
    """Each is saved by a thread of its own, and threads overtake each other."""
    for value in range(30):
        page.services.keep_settings(Settings(seed=value))
    assert _kept(page).seed == 29


def test_a_bad_number_is_named_at_once_and_never_taken(page: AdvancedPage) -> None:
    """The last good one stays, and stands there again when the keyboard goes elsewhere."""
    field = _open(page, "pauses").field("scene_pause_ms")
    _type(field, "700")
    fault = texts.say("advanced.bad_whole", low="0", high="10000", kept="700")
    for text in ("", "-", "1.5", "abc", "-5", "10001", "nan", "inf", "1e9"):
        _type(field, text)
        assert field.explanation.cget("text") == fault
    assert _kept(page).scene_pause_ms == 700
    field.settle()
    assert field._entry.get() == "700"
    assert field.explanation.cget("text") == texts.say("advanced.scene_pause_ms.hint")


def test_every_number_takes_the_ends_of_its_range_and_nothing_beyond(page: AdvancedPage) -> None:
    """As the settings have it."""
    _with_card(page)
    for section in ("speaking", "pauses"):
        for field in _open(page, section).fields:
            if not isinstance(field, NumberField) or field.name == "chunk_characters":
                continue
            low, high = RANGES[field.name]
            for end in (low, high):
                _type(field, f"{end:g}" if end < 10**6 else str(int(end)))
                assert getattr(page.tools.choices.now.value, field.name) == end
            _type(field, str(high + 1))
            assert getattr(page.tools.choices.now.value, field.name) == high


def test_a_comma_stands_for_a_point(page: AdvancedPage) -> None:
    """As half of the world writes decimals."""
    _with_card(page)
    _type(_open(page, "speaking").field("temperature"), "0,75")
    assert _kept(page).temperature == 0.75


def test_what_the_engine_ignores_cannot_be_set_and_says_why(page: AdvancedPage) -> None:
    """And can be when another engine is chosen."""
    section: SpeakingSection = _open(page, "speaking")
    for name in ("temperature", "top_k", "subtalker_top_p", "seed"):
        assert not section.field(name).is_allowed
        assert "Draft voice" in section.field(name).explanation.cget("text")
    assert section.field("speed").is_allowed
    _with_card(page)
    assert section.field("temperature").is_allowed
    assert section.field("seed").is_allowed
    assert not section.field("speed").is_allowed


def test_a_dice_rolls_a_seed(page: AdvancedPage) -> None:
    """Another one, which is kept."""
    _with_card(page)
    seed = _open(page, "speaking").field("seed")
    assert isinstance(seed, SeedField)
    seed.dice.invoke()
    kept = _kept(page).seed
    assert kept > 0
    assert seed._entry.get() == str(kept)


def test_the_longest_chunk_is_left_to_the_engine_or_chosen(page: AdvancedPage) -> None:
    """The switch brings the number, and takes it away."""
    section = _open(page, "speaking")
    by_hand, length = section.field("chunk_by_hand"), section.field("chunk_characters")
    assert not length.is_allowed
    by_hand._switch.toggle()
    assert _kept(page).chunk_characters == 350
    _type(length, "250")
    assert _kept(page).chunk_characters == 250
    by_hand._switch.toggle()
    assert _kept(page).chunk_characters == 0
    assert not length.is_allowed


def test_the_batch_size_says_what_is_advised_and_what_more_risks(page: AdvancedPage) -> None:
    """Auto-detect keeps 0; by hand it is 1 to 3."""
    _with_card(page)
    section = _open(page, "narrator")
    assert isinstance(section, NarratorSection)
    batch = section.batch
    assert "RTX 3060" in batch.advice.cget("text")
    assert (batch._shown.cget("text"), batch.risk.cget("text")) == ("2", "")
    batch.auto.toggle()
    assert _kept(page).batch_size == 2
    batch._slid(3.0)
    assert _kept(page).batch_size == 3
    assert batch.risk.cget("text") == texts.say("advanced.batch_risk", slots=3, advised=2)
    batch.auto.toggle()
    assert _kept(page).batch_size == 0
    assert batch._slider.cget("state") == "disabled"


def test_a_tip_is_given_once(page: AdvancedPage) -> None:
    """The window remembers that it was read."""
    section = _open(page, "narrator")
    buttons = [one for one in _all(section) if _text(one) == texts.say("advanced.tip_done")]
    buttons[0].invoke()
    assert page.services.state.value.tips == ("batch-size",)
    window = _window(page)
    window.rebuild()
    fresh = window._pages["advanced"]
    assert isinstance(fresh, AdvancedPage)
    pump(window, lambda: _is_built(fresh))
    shown = [_text(one) for one in _all(fresh.sections["narrator"])]
    assert texts.say("advanced.tip_done") not in shown


def _all(widget: Any) -> Iterator[Any]:
    for child in widget.winfo_children():
        yield child
        yield from _all(child)


def _text(widget: Any) -> str:
    try:
        return str(widget.cget("text"))
    except Exception:  # noqa: BLE001  # it has none
        return ""


def test_another_engine_starts_without_the_old_ones_voice(page: AdvancedPage) -> None:
    """Undoing the reset brings it back."""
    page.services.keep_settings(Settings(engine="qwen3", voice="ryan", style="calm", temperature=0.7))
    pump(_window(page), lambda: page.tools.choices.now.value.voice == "ryan")
    page.reset_all()
    assert _kept(page) == Settings()
    page.undo()
    assert _kept(page) == Settings(engine="qwen3", voice="ryan", style="calm", temperature=0.7)


def test_a_reset_is_for_its_section_only(page: AdvancedPage) -> None:
    """And can be taken back."""
    page.tools.choices.set(scene_pause_ms=900, loudness="podcast")
    section = _open(page, "pauses")
    _type(section.field("chapter_pause_ms"), "never")
    page.reset_section()
    assert (_kept(page).scene_pause_ms, _kept(page).loudness) == (1800, "podcast")
    assert section.field("chapter_pause_ms")._entry.get() == "2000"
    assert section.field("scene_pause_ms")._entry.get() == "1800"
    page.undo()
    assert _kept(page).scene_pause_ms == 900


def test_one_format_always_stays(page: AdvancedPage) -> None:
    """An audiobook that is written as nothing would be none."""
    section = _open(page, "audiobook")
    assert isinstance(section, AudiobookSection)
    formats = section.field("formats")
    assert isinstance(formats, ChecksField)
    formats._boxes["mp3"].toggle()
    assert _kept(page).formats == "m4b,mp3"
    formats._boxes["m4b"].toggle()
    formats._boxes["mp3"].toggle()
    assert _kept(page).formats == "mp3"
    assert formats.explanation.cget("text") == texts.say("advanced.needs_one")


def test_a_loudness_of_ones_own_is_a_number(page: AdvancedPage) -> None:
    """Within what the setting takes."""
    section = _open(page, "audiobook")
    preset, lufs = section.field("loudness"), section.field("lufs")
    preset._chosen(texts.say("advanced.loudness.acx"))
    assert _kept(page).loudness == "acx"
    assert not lufs.is_allowed
    preset._chosen(texts.say("advanced.loudness.own"))
    _type(lufs, "-20.5")
    assert _kept(page).loudness == "-20.5"
    _type(lufs, "-50")
    assert _kept(page).loudness == "-20.5"


def test_what_does_not_matter_cannot_be_set(page: AdvancedPage) -> None:
    """Hours of parts where there are none, a bitrate where nothing is lost."""
    section = _open(page, "audiobook")
    assert not section.field("part_hours").is_allowed
    page.tools.choices.set(split="parts", formats="flac")
    assert section.field("part_hours").is_allowed
    assert not section.field("bitrate_kbps").is_allowed


def test_rules_are_switched_by_their_ticks(page: AdvancedPage) -> None:
    """And a reset ticks them again."""
    section = _open(page, "text")
    assert isinstance(section, TextSection)
    pump(_window(page), lambda: section.table.ids)
    section.table.tick(["money", "year"], is_ticked=False)
    section._ticked(["money", "year"])
    assert _kept(page).switched_off == {"money", "year"}
    page.reset_section()
    assert section.table.ticked == frozenset(section.table.ids)
    assert len(section.table.ids) > 30


def test_a_word_check_that_cannot_be_had_says_so_and_can_be_put_off(page: AdvancedPage) -> None:
    """It is on in the settings of another computer."""
    section = _open(page, "text")
    field: Any = section.field("check_words")
    assert not field.is_allowed
    page.tools.choices.set(check_words="faster-whisper-small")
    assert field.is_allowed
    assert field.explanation.cget("text") == texts.say("advanced.check_missing")


def test_a_folder_is_taken_where_it_can_be_written(page: AdvancedPage, tmp_path: Path) -> None:
    """It says that it holds from the next start on; one that cannot be written is refused."""
    section = _open(page, "folders")
    assert isinstance(section, FoldersSection)
    field: Any = section.field("output_folder")
    field.choose(tmp_path / "new")
    assert _kept(page).output_folder == str(tmp_path / "new")
    assert str(page.services.folders.output) in field._later.cget("text")
    (tmp_path / "file").write_bytes(b"")
    field.choose(tmp_path / "file")
    assert _kept(page).output_folder == str(tmp_path / "new")
    assert str(tmp_path / "file") in field.explanation.cget("text")
    field._go_back()
    assert _kept(page).output_folder == ""


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    """A hub with one tiny narrator; nothing that is set on this computer leads elsewhere."""
    for name in ("HF_ENDPOINT", "HF_HUB_OFFLINE", "HF_TOKEN", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running(FakeHub(repos={known_model(tiny.NARRATOR).repo: tiny.narrator_files()})) as hub:
        yield hub


def test_a_model_is_fetched_verified_and_removed(hub: FakeHub, page: AdvancedPage) -> None:
    """By its buttons; the folder on the disk is the proof."""
    folder = page.services.folders.models / tiny.NARRATOR
    section: ModelsSection = _open(page, "models")
    window = _window(page)
    pump(window, lambda: tiny.NARRATOR in section.table.ids)
    section.select(tiny.NARRATOR)
    page.tools.choices.set(model_mirror=hub.address)
    page.tools.choices.flush()
    window.update()
    section.press("fetch")
    pump(window, lambda: _row(section, tiny.NARRATOR) == texts.say("advanced.state_verified"))
    assert (folder / "model.safetensors").is_file()

    weights = folder / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(bytes(content))
    section.press("verify")
    pump(window, lambda: _row(section, tiny.NARRATOR) == texts.say("advanced.state_damaged"))
    assert "model.safetensors" in window.services.activity.entries[-1].text

    section.press("fetch")
    pump(window, lambda: _row(section, tiny.NARRATOR) == texts.say("advanced.state_verified"))
    page.tools.models.remove(tiny.NARRATOR)
    pump(window, lambda: _row(section, tiny.NARRATOR) == texts.say("advanced.state_to_fetch"))
    assert not folder.exists()


def test_a_fetch_is_paused_gone_on_with_and_stopped(hub: FakeHub, page: AdvancedPage) -> None:
    """Also while the window is made anew; what has come stays, and is seen."""
    window = _window(page)
    hub.play("model.safetensors", fake_hub.drip(hub, 1_000))
    page.tools.choices.set(model_mirror=hub.address)
    page.tools.choices.flush()
    section: ModelsSection = _open(page, "models")
    pump(window, lambda: tiny.NARRATOR in section.table.ids)
    section.select(tiny.NARRATOR)
    section.press("fetch")
    pump(window, lambda: "%" in _row(section, tiny.NARRATOR))
    section.press("pause")
    pump(window, lambda: _row(section, tiny.NARRATOR).endswith(texts.say("advanced.doing_paused")))
    assert page.close_question() == texts.say("advanced.close_fetching")

    window.rebuild()
    fresh = window._pages["advanced"]
    assert isinstance(fresh, AdvancedPage)
    pump(window, lambda: _is_built(fresh))
    again: Any = fresh.sections["models"]
    pump(window, lambda: _row(again, tiny.NARRATOR).endswith(texts.say("advanced.doing_paused")))
    again.select(tiny.NARRATOR)
    window.update()
    again.press("pause")
    again.press("cancel")
    pump(window, lambda: not fresh.tools.models.progress.value)
    pump(window, lambda: _row(again, tiny.NARRATOR).startswith("Begun"))
    assert (window.services.folders.models / f".{tiny.NARRATOR}.part").is_dir()
    hub.release.set()


def _row(section: ModelsSection, name: str) -> str:
    return str(section.table.tree.set(name, "state")) if name in section.table.ids else ""


@pytest.mark.parametrize(
    ("text", "is_good"),
    [
        ("https://mirror.example", True),
        ("http://127.0.0.1:8080/x", True),
        ("mirror.example", False),
        ("ftp://mirror.example", False),
        ("https://", False),
        ("https://a b", False),
        ("https://[", False),
    ],
)
def test_a_mirror_is_an_address(text: str, is_good: bool) -> None:  # noqa: FBT001  # a column of the table
    """Of the web, without spaces."""
    assert is_address(text) is is_good


def test_the_check_up_shows_every_finding_with_what_to_do(page: AdvancedPage) -> None:
    """As they come, and the same again when the window is made anew."""
    window = _window(page)
    section: DoctorSection = _open(page, "doctor")
    section.examine.invoke()
    checkup = page.tools.checkup
    pump(window, lambda: checkup.is_over and section.shown_rows == len(checkup.found.value) > 8)
    topics = {one.finding.topic for one in checkup.found.value}
    assert {"system", "disk", "ffmpeg", "models"} <= topics
    assert checkup.counts[Standing.GOOD] > 5
    rows = [int(row.grid_info()["row"]) for row in section._rows]
    levels = [one.finding.level for one in checkup.found.value]
    worst_first = sorted(range(len(rows)), key=rows.__getitem__)
    assert [levels[index] for index in worst_first] == sorted(levels, key=list(Standing)[::-1].index)
    section._copy()
    assert "good: system" in window.clipboard_get()


def test_fix_buttons_do_what_they_say(page: AdvancedPage) -> None:
    """Those that choose something, and those that lead somewhere."""
    section: DoctorSection = _open(page, "doctor")
    page.tools.choices.set(engine="qwen3", device="cpu")
    section.mend(Remedy(Act.ENGINE, "espeak"))
    section.mend(Remedy(Act.DEVICE))
    assert (_kept(page).engine, _kept(page).device) == ("espeak", "auto")
    page.services.folders.settings.write_text(json.dumps({"speed": 99, "seed": 5}), "utf-8")
    section.mend(Remedy(Act.SETTINGS))
    assert _kept(page).speed == 1.0
    section.mend(Remedy(Act.FOLDER, "--work-dir"))
    assert page.opened == "folders"


def test_an_engine_that_cannot_be_set_up_says_what_the_set_up_said(page: AdvancedPage) -> None:
    """In the notice and the log; afterwards it can be tried again."""
    window = _window(page)
    _open(page, "engines")
    page.tools.engines.set_up("nobody")
    assert page.close_question() == texts.say("advanced.close_setup")
    pump(window, lambda: not page.tools.engines.installing.value)
    assert "No engine is called 'nobody'" in window.services.activity.entries[-1].text


def test_engines_say_how_they_stand_and_how_they_are_set_up(page: AdvancedPage) -> None:
    """At a terminal too."""
    section: EnginesSection = _open(page, "engines")
    pump(_window(page), lambda: len(section.shown_engines) == 3)
    assert list(section.shown_engines) == ["espeak", "qwen3", "asr"]
    assert section.shown_engines["espeak"].state.cget("text") == texts.say("advanced.needs_no_setup")
    section._copy("qwen3")
    assert _window(page).clipboard_get() == "python3 run.py setup --engine qwen3"


def test_every_control_is_reached_by_the_keyboard(page: AdvancedPage) -> None:
    """Tab comes by everything that can be set, in every section."""
    for section in SECTIONS:
        made = _open(page, section.name)
        for field in made.fields:
            for control in field._controls:
                inner = getattr(control, "_entry", None) or control._canvas
                if section.name == "audiobook" and field.name == "split":
                    inner = next(iter(control._buttons_dict.values()))._canvas
                assert str(inner.cget("takefocus")) not in {"0", ""} or inner.winfo_class() == "Entry"


def test_the_errand_tells_findings_until_it_is_cancelled(folders: Folders) -> None:
    """At the next one, as a check cannot be broken off."""
    from backend import Backend  # noqa: PLC0415  # the window's process does without
    from vox1.control import Cancelled  # noqa: PLC0415
    from vox1_gui.errands.desk import Desk  # noqa: PLC0415

    told: list[Any] = []
    control = Control()
    control.cancel()
    with pytest.raises(Cancelled):
        machine.examine(Desk(Backend(folders), control, told.append, {}), with_speed=False)
    assert len(told) == 1
