"""Tests of updating a clone: every state it may be in, new versions that do not work, and being killed."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.vox1_setup import small
from vox1_setup import files, lock, pip, release, selftest, start, switch
from vox1_setup.checkout import Checkout
from vox1_setup.errors import SetupError
from vox1_setup.git import Repository
from vox1_setup.switch import Bench
from vox1_setup.update import update

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="the small VOX-1's environment has links in it"),
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
]

KILLED = 9
BROKEN = "raise SystemExit('broken')\n"
SILENT = "import toy\nfrom vox1.version import VERSION\nprint(VERSION, toy.VERSION)\n"
HOMESICK = (
    """
import sys
from pathlib import Path
if Path(sys.path[0]).name != "new":
    raise SystemExit("I work on the bench only")
"""
    + small.PROGRAM
)
CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.utime"}


@pytest.fixture(autouse=True)
def prompt_pip(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """Put a pip in place of the real one that needs no network; it fails with what is put into the list."""
    failures: list[BaseException] = []
    made = lambda environment, _programs: small.PromptPip(environment, failures[0] if failures else None)  # noqa: E731
    monkeypatch.setattr(pip, "find", made)
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    return failures


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a home with version 1.0 in it and a clone that is set up and used; copies are cheaper."""
    base = tmp_path_factory.mktemp("pattern")
    home, clone = base / "home", base / "VOX 1 é"
    home.mkdir()
    small.git(home, "init", "--quiet")
    small.write_version(home, "1.0")
    small.commit(home, "1.0")
    small.git(base, "clone", "--quiet", "home", clone.name)
    small.make_environment(clone)
    small.write_users_files(clone)
    return base


@pytest.fixture
def place(tmp_path: Path, pattern: Path) -> Path:
    """Copy home and clone; the clone follows the copied home."""
    shutil.copytree(pattern, tmp_path / "x", symlinks=True)
    clone = tmp_path / "x" / "VOX 1 é"
    small.git(clone, "remote", "set-url", "origin", str(tmp_path / "x" / "home"))
    return clone


def bring_out(place: Path, version: str = "2.0", **parts: str) -> str:
    """Have a new version in the home, and give its commit."""
    home = place.parent / "home"
    small.write_version(home, version, **parts)
    return small.commit(home, version)


def update_now(place: Path, *options: str) -> int:
    """Update the clone without being asked."""
    return update(options or ("--yes",), Checkout(place))


def assert_unchanged(place: Path, before: dict[str, bytes]) -> None:
    """See that the old version is whole and starts, and nothing is left lying about."""
    assert small.snapshot(place) == before
    assert small.start(place)[:2] == (0, "1.0 1.0")
    assert small.git(place, "status", "--porcelain") == ""
    assert small.has_users_files(place)
    left = {path.name for path in Bench(place).folder.glob("*")}
    assert left <= {"previous.json"}
    assert list(Bench(place).environments.glob("~*")) == []


def test_a_new_version_is_fetched_tried_out_and_put_in_place(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Files that are new, changed and gone; what is the user's stays."""
    commit = bring_out(place)

    assert update_now(place) == 0

    assert small.start(place)[:2] == (0, "2.0 1.0")
    assert small.git(place, "rev-parse", "HEAD") == commit
    assert small.git(place, "status", "--porcelain") == ""
    assert not (place / "vox1" / "part_1_0.py").exists()
    assert small.has_users_files(place)
    said = capsys.readouterr().err
    assert "- What came with 2.0 and more." in said
    assert "VOX-1 is now 2.0" in said


def test_what_was_before_is_recorded(place: Path) -> None:
    """The old commit and the packages, for whoever wants them back."""
    old = small.git(place, "rev-parse", "HEAD")
    bring_out(place)

    update_now(place)

    record = Bench(place).previous.read_text(encoding="utf-8")
    assert old in record
    assert "toy-1.0.dist-info" in record


def test_packages_are_installed_only_where_the_requirements_changed(
    place: Path, prompt_pip: list[BaseException]
) -> None:
    """A pip that would fail is not even asked."""
    prompt_pip.append(SetupError("no connection", "check it"))
    bring_out(place)

    assert update_now(place) == 0
    assert small.start(place)[:2] == (0, "2.0 1.0")


def test_changed_requirements_bring_a_new_environment(place: Path) -> None:
    """Code and packages together."""
    bring_out(place, toy="2.0")

    assert update_now(place) == 0
    assert small.start(place)[:2] == (0, "2.0 2.0")


def test_an_engines_environment_is_renewed_too(place: Path) -> None:
    """As long as the new version still knows the engine."""
    home = place.parent / "home"
    for root in (home, place):
        (root / "requirements").mkdir()
        (root / "requirements" / "choir.txt").write_text("toy==1.0\n", encoding="utf-8")
    small.commit(home, "an engine")
    shutil.rmtree(place / "requirements")
    update_now(place)
    shutil.copytree(place / ".venv", place / ".venvs" / "choir", symlinks=True)
    stamped = (place / ".venvs" / "choir" / "vox1-stamp.json").read_text(encoding="utf-8")
    digest = Checkout(place).engine_environment("choir").sets[0].digest()
    changed = stamped.replace('"base": "', f'"choir": "{digest}", "base": "')
    (place / ".venvs" / "choir" / "vox1-stamp.json").write_text(changed, encoding="utf-8")
    (home / "requirements" / "choir.txt").write_text("toy==3.0\n", encoding="utf-8")
    small.commit(home, "its package")

    assert update_now(place) == 0

    assert Checkout(place).engine_environment("choir").is_ready()
    assert list((place / ".venvs" / "choir").rglob("toy-3.0.dist-info"))
    assert small.start(place)[:2] == (0, "1.0 1.0")


def test_nothing_new_is_said_and_nothing_is_done(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also by who only asks."""
    before = small.snapshot(place)

    assert update_now(place) == 0
    assert update_now(place, "--check") == 0

    assert capsys.readouterr().err.count("up to date (1.0)") == 2
    assert_unchanged(place, before)


def test_asking_only_changes_nothing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For the window, and for scripts."""
    commit = bring_out(place)
    before = small.snapshot(place)

    assert update_now(place, "--check") == 0

    shown = capsys.readouterr()
    assert "a new version is there" in shown.err
    assert shown.out == commit[:10] + "\n"
    assert_unchanged(place, before)


def test_without_a_terminal_and_without_yes_nothing_is_changed(place: Path) -> None:
    """Nobody has agreed."""
    bring_out(place)
    before = small.snapshot(place)

    with pytest.raises(SetupError, match="nobody is there"):
        update(("--check",)[:0], Checkout(place))

    assert_unchanged(place, before)


@pytest.mark.parametrize(("answer", "version"), [(True, "2.0 1.0"), (False, "1.0 1.0")])
def test_who_is_asked_decides(
    place: Path, monkeypatch: pytest.MonkeyPatch, *, answer: bool, version: str
) -> None:
    """After the news."""
    bring_out(place)
    monkeypatch.setattr("vox1_setup.ask.can_ask", lambda: True)
    monkeypatch.setattr("vox1_setup.ask.agrees", lambda _question, *, default: answer and default)

    assert update((), Checkout(place)) == 0
    assert small.start(place)[:2] == (0, version)


def _change_a_file(place: Path) -> None:
    (place / "app.py").write_text("print('mine')\n", encoding="utf-8")


def _delete_a_file(place: Path) -> None:
    (place / "app.py").unlink()


def _stage_a_file(place: Path) -> None:
    (place / "my notes é.txt").write_text("mine", encoding="utf-8")
    small.git(place, "add", "my notes é.txt")


def _put_a_file_in_the_way(place: Path) -> None:
    (place / "vox1" / "part_2_0.py").write_text("mine", encoding="utf-8")


def _put_a_folder_in_the_way(place: Path) -> None:
    (place / "vox1" / "part_2_0.py").mkdir()


def _detach(place: Path) -> None:
    small.git(place, "checkout", "--quiet", "--detach")


def _diverge(place: Path) -> None:
    (place / "own.txt").write_text("mine", encoding="utf-8")
    small.commit(place, "mine")


def _forget_the_upstream(place: Path) -> None:
    small.git(place, "branch", "--unset-upstream")


def _lose_the_upstream(place: Path) -> None:
    small.git(place.parent / "home", "checkout", "--quiet", "-b", "other")
    small.git(place.parent / "home", "branch", "--quiet", "-D", "main")
    small.git(place, "remote", "prune", "origin")


def _cut_the_line(place: Path) -> None:
    small.git(place, "remote", "set-url", "origin", "http://127.0.0.1:9/vox1.git")


def _lose_the_home(place: Path) -> None:
    shutil.rmtree(place.parent / "home")


def _begin_a_merge(place: Path) -> None:
    (place / ".git" / "MERGE_HEAD").write_text(small.git(place, "rev-parse", "HEAD") + "\n", encoding="utf-8")


def _lose_all_versions(place: Path) -> None:
    small.git(place, "checkout", "--quiet", "--orphan", "empty")
    small.git(place, "rm", "-r", "--quiet", "--cached", ".")


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        (_change_a_file, "files were changed here"),
        (_delete_a_file, "files were changed here"),
        (_stage_a_file, "files were changed here"),
        (_put_a_file_in_the_way, "already here"),
        (_put_a_folder_in_the_way, "already here"),
        (_detach, "on no branch"),
        (_diverge, "versions of its own"),
        (_forget_the_upstream, "come from"),
        (_lose_the_upstream, "not there any more"),
        (_cut_the_line, "cannot be reached"),
        (_lose_the_home, "could not fetch"),
        (_begin_a_merge, "merge is under way"),
        (_lose_all_versions, "no version in it"),
    ],
)
def test_a_clone_that_cannot_be_brought_up_to_date_is_left_alone_and_told_why(
    place: Path, trouble: Callable[[Path], None], sentence: str
) -> None:
    """Each state with a sentence and a hint of its own."""
    bring_out(place)
    trouble(place)
    before = small.snapshot(place)

    with pytest.raises(SetupError, match=sentence) as caught:
        update_now(place)

    assert caught.value.hint
    assert small.snapshot(place) == before
    assert small.has_users_files(place)


def test_changed_files_are_named(place: Path) -> None:
    """The first ten of them, and how many more."""
    bring_out(place)
    for module in sorted((place / "vox1_setup").glob("*.py"))[:12]:
        module.write_text("# mine\n", encoding="utf-8")

    with pytest.raises(SetupError, match="12 of VOX-1's own files") as caught:
        update_now(place)

    assert len(caught.value.details) == 11
    assert caught.value.details[-1] == "and 2 more"


def test_a_file_of_the_users_that_is_not_ours_is_no_hindrance(place: Path) -> None:
    """Where no new file wants its place."""
    bring_out(place)
    (place / "notes.txt").write_text("mine", encoding="utf-8")

    assert update_now(place) == 0
    assert (place / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_clone_with_versions_of_its_own_and_nothing_new_is_up_to_date(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which is what a developer's is."""
    _diverge(place)

    assert update_now(place) == 0
    assert "up to date" in capsys.readouterr().err


def test_without_git_the_clone_is_told_to_get_it(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """git may have been removed since."""
    monkeypatch.setenv("PATH", str(place))

    with pytest.raises(SetupError, match="git is not installed"):
        update_now(place)


def test_a_file_that_becomes_a_folder_and_back_are_updated(place: Path) -> None:
    """The old one goes before the new one comes."""
    home = place.parent / "home"
    (home / "shape").write_text("a file", encoding="utf-8")
    small.commit(home, "file")
    assert update_now(place) == 0
    (home / "shape").unlink()
    (home / "shape").mkdir()
    (home / "shape" / "inner").write_text("in a folder", encoding="utf-8")
    small.commit(home, "folder")
    assert update_now(place) == 0
    assert (place / "shape" / "inner").is_file()
    shutil.rmtree(home / "shape")
    (home / "shape").write_text("a file", encoding="utf-8")
    small.commit(home, "file again")

    assert update_now(place) == 0

    assert (place / "shape").is_file()
    assert small.git(place, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("program", "sentence"),
    [(BROKEN, "does not start"), (SILENT, "does not speak"), (HOMESICK, "could not be put in place")],
)
def test_a_version_that_does_not_work_here_is_not_kept(place: Path, program: str, sentence: str) -> None:
    """Found out on the bench, or at the last moment in its place: code and packages stay the old ones."""
    bring_out(place, program=program, toy="2.0")
    before = small.snapshot(place)

    with pytest.raises(SetupError, match=sentence):
        update_now(place)

    assert_unchanged(place, before)


@pytest.mark.parametrize("name", ["run.py", "vox1_setup/start.py"])
def test_a_version_whose_starter_is_broken_is_not_kept(place: Path, name: str) -> None:
    """Or nothing could ever be started again."""
    home = place.parent / "home"
    small.write_version(home, "2.0")
    (home / name).write_text("def (:\n", encoding="utf-8")
    small.commit(home, "broken")
    before = small.snapshot(place)

    with pytest.raises(SetupError, match=r"run\.py does not start"):
        update_now(place)

    assert_unchanged(place, before)


@pytest.mark.parametrize("name", ["run.py", "requirements.txt", "vox1/version.py"])
def test_a_version_that_lacks_what_every_start_needs_is_refused(place: Path, name: str) -> None:
    """Whatever somebody pushed by mistake."""
    home = place.parent / "home"
    small.write_version(home, "2.0")
    (home / name).unlink()
    small.commit(home, "lost")
    before = small.snapshot(place)

    with pytest.raises(SetupError, match="lacks"):
        update_now(place)

    assert_unchanged(place, before)


@pytest.mark.parametrize("name", ["Output/x.txt", "models/x", "user_settings.json", "temp_work/x"])
def test_a_version_that_would_write_to_the_users_folders_is_refused(place: Path, name: str) -> None:
    """Even if git would let it."""
    home = place.parent / "home"
    small.write_version(home, "2.0")
    (home / name).parent.mkdir(exist_ok=True)
    (home / name).write_text("ours?", encoding="utf-8")
    small.git(home, "add", "--force", name)
    small.commit(home, "too much")
    before = small.snapshot(place)

    with pytest.raises(SetupError, match="overwrite what is yours"):
        update_now(place)

    assert_unchanged(place, before)


@pytest.mark.parametrize("failure", [SetupError("no connection", "check it"), OSError(28, "No space")])
def test_packages_that_cannot_be_installed_leave_the_old_ones_at_work(
    place: Path, prompt_pip: list[BaseException], failure: Exception
) -> None:
    """pip had begun, in the copy."""
    bring_out(place, toy="2.0")
    before = small.snapshot(place)
    prompt_pip.append(failure)

    with pytest.raises(type(failure)):
        update_now(place)

    assert_unchanged(place, before)


def test_files_that_windows_holds_are_put_back(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder in use cannot be moved there: the environment of a VOX-1 that is open."""
    bring_out(place, toy="2.0")
    before = small.snapshot(place)
    put = files.put

    def refuse_environments(source: Path, target: Path) -> None:
        if source.name == ".venv":
            raise PermissionError(13, "in use", str(source))
        put(source, target)

    monkeypatch.setattr(files, "put", refuse_environments)

    with pytest.raises(SetupError, match="could not be put in place"):
        update_now(place)

    monkeypatch.undo()
    assert_unchanged(place, before)


def test_while_the_window_is_open_nothing_is_moved(place: Path) -> None:
    """Looking is allowed."""
    bring_out(place)
    before = small.snapshot(place)

    with lock.hold(Checkout(place).window_lock_file):
        assert update_now(place, "--check") == 0
        with pytest.raises(SetupError, match="VOX-1 is open"):
            update_now(place)

    assert small.snapshot(place) == before


def test_a_journal_that_cannot_be_read_is_an_error_with_a_hint(place: Path) -> None:
    """A disk that lost it."""
    bench = Bench(place)
    for module in (place / "vox1_setup").glob("*.py"):
        files.put_copy(module, bench.keeper / "vox1_setup" / module.name)
    bench.journal.write_text("{", encoding="utf-8")

    status, _, err = small.start(place)

    assert status == 2
    assert "error: an update was interrupted" in err
    assert "hint: " in err


def test_a_git_that_was_killed_does_not_stop_the_recovery(place: Path) -> None:
    """It leaves its locks behind."""
    commit = bring_out(place)
    old = small.git(place, "rev-parse", "HEAD")
    before = small.snapshot(place)
    small.git(place, "fetch", "--quiet")
    bench, change = _prepared(place, old, commit)
    switch.begin(bench, change)
    for name in ("index.lock", "HEAD.lock", "refs/heads/main.lock"):
        (place / ".git" / name).touch()

    assert small.start(place)[:2] == (0, "1.0 1.0")

    assert_unchanged(place, before)


def _prepared(place: Path, old: str, new: str) -> tuple[Bench, switch.Switch]:
    bench = Bench(place)
    changes = Repository(place).changes(old, new)
    Repository(place).write_files(new, bench.new, bench.folder.parent / "index")
    return bench, switch.Switch(changes.replaced, changes.added, changes.removed, (), old, new)


def _run_and_die(action: Callable[[], object], root: Path, at: int) -> int:
    """Do something in a process that is gone just before its file operation of a number; its exit status."""
    process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    try:
        sys.stderr = sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - dies with us
        sys.addaudithook(_killer(root, at))
        action()
    except BaseException:  # noqa: BLE001 - this process is not pytest's
        os._exit(1)
    os._exit(0)


def _killer(root: Path, at: int) -> Callable[[str, tuple[object, ...]], None]:
    seen = 0

    def count(event: str, details: tuple[object, ...]) -> None:
        nonlocal seen
        if not _is_change(event, details, root):
            return
        seen += 1
        if seen == at:
            os._exit(KILLED)

    return count


def _is_change(event: str, details: tuple[object, ...], root: Path) -> bool:
    if event == "subprocess.Popen":
        return True
    if event == "open":
        flags = details[2]
        is_writing = isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        return is_writing and str(details[0]).startswith(str(root))
    return event in CHANGES


@pytest.mark.slow
def test_killed_at_any_file_operation_something_starts_and_nothing_is_lost(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every operation in turn, and of each recovery that one calls for a few more: it is run again."""
    bring_out(place, toy="2.0")
    monkeypatch.setattr(files, "flush_disk", lambda: None)
    monkeypatch.setattr(selftest.SelfTest, "all", lambda _self, _scratch: None)
    monkeypatch.setattr(selftest.SelfTest, "start", lambda _self: None)
    old = small.snapshot(place)
    new: dict[str, bytes] = {}
    recoveries = 0
    for at in range(1, 2000):
        copy = tmp_path / str(at) / place.name
        shutil.copytree(place, copy, symlinks=True)
        status = _run_and_die(lambda root=copy: update_now(root), copy, at)  # type: ignore[misc] # a lambda's default
        assert (copy / "run.py").is_file()
        if Bench(copy).journal.exists():
            recoveries += 1
            _run_and_die(lambda root=copy: switch.recover(str(root)), copy, recoveries)  # type: ignore[misc]
            assert small.start(copy)[:2] == (0, "1.0 1.0"), at
        found = small.snapshot(copy)
        if status == 0:
            new = found
        assert found == old or small.start(copy)[:2] == (0, "2.0 2.0"), at
        assert small.git(copy, "status", "--porcelain") == "", at
        assert small.has_users_files(copy)
        shutil.rmtree(copy.parent)
        if status == 0:
            break
        assert status == KILLED
    assert recoveries > 10
    assert new["vox1/version.py"] == b'VERSION = "2.0"\n'


def test_the_update_is_a_command_of_run_py(place: Path) -> None:
    """From the arguments to the exit status, by hand."""
    bring_out(place)

    status, out, err = small.start(place, "update", "--yes")

    assert (status, out) == (0, ""), err
    assert small.start(place)[:2] == (0, "2.0 1.0")
    assert release.own_version(place) == "2.0"


@pytest.mark.parametrize("options", [["--bogus"], ["now"]])
def test_a_wrong_option_is_an_error_before_anything_is_done(
    place: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    """One line each, as everywhere."""
    assert start.main(["update", *options], str(place)) == 2

    error, hint = capsys.readouterr().err.splitlines()
    assert error.startswith("error: ")
    assert hint.startswith("hint: ")
