"""The arrows between the packages, read from the imports themselves."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

MAY_IMPORT = {
    "run": {"vox1_setup"},
    "vox1_setup": {"vox1_setup"},
    "vox1_worker": {"vox1_worker"},
    "booksmith_module": {"booksmith_module"},
    "vox1": {"vox1", "booksmith_module", "vox1_worker.protocol", "vox1_setup.machine"},
    "backend": {"vox1", "booksmith_module", "vox1_worker.protocol", "vox1_setup.machine"},
    # The value types that cross the door: events, settings, errors, options and reports.
    "vox1_cli": {
        "vox1_cli",
        "backend",
        "booksmith_module.book",
        "booksmith_module.options",
        "vox1.audio.acx",
        "vox1.audio.inspection",
        "vox1.errors",
        "vox1.control",
        "vox1.doctor.finding",
        "vox1.engines.registry",
        "vox1.events",
        "vox1.logbook",
        "vox1.models.catalogue",
        "vox1.models.store",
        "vox1.models.verify",
        "vox1.hardware.device",
        "vox1.outputs.division",
        "vox1.outputs.formats",
        "vox1.paths",
        "vox1.render.job",
        "vox1.render.sample",
        "vox1.render.listing",
        "vox1.render.repair",
        "vox1.script.corrections",
        "vox1.script.lexicon",
        "vox1.script.lexicon_forms",
        "vox1.script.trial",
        "vox1.settings",
        "vox1.version",
        "vox1.voices.archive",
        "vox1.voices.audition",
        "vox1.voices.cloning",
        "vox1.voices.design",
        "vox1.voices.library",
        "vox1.voices.master",
        "vox1.voices.segments",
    },
    # As the command line, and what plays and keeps the log. Pages know the core by its values only; errands
    # stand in the backroom, where the backend is.
    "vox1_gui": {
        "vox1_gui",
        "backend",
        "booksmith_module.book",
        "booksmith_module.editing",
        "booksmith_module.errors",
        "booksmith_module.options",
        "booksmith_module.unread",
        "vox1.audio.mastering",
        "vox1.audio.playback",
        "vox1.control",
        "vox1.doctor.finding",
        "vox1.doctor.remedy",
        "vox1.errors",
        "vox1.events",
        "vox1.files",
        "vox1.hardware.monitor",
        "vox1.hardware.prospects",
        "vox1.logbook",
        "vox1.outputs.cues",
        "vox1.hardware.device",
        "vox1.hardware.outlook",
        "vox1.outputs.division",
        "vox1.outputs.formats",
        "vox1.paths",
        "vox1.render.job",
        "vox1.script.length",
        "vox1.render.repair",
        "vox1.script.lexicon",
        "vox1.script.sentences",
        "vox1.script.speech",
        "vox1.voices.audition",
        "vox1.settings",
        # Errands only, inside their functions: what the core is asked for, and what it says of a clip.
        "vox1.voices.clip",
        "vox1.voices.cloning",
        "vox1.voices.design",
        "vox1.voices.master",
        "vox1.voices.spans",
        "vox1.voices.texts",
        "vox1.version",
    },
    "app": {"vox1_gui", "vox1_setup"},
}
"""What each package may import of ours."""

OURS = {name.split(".")[0] for names in MAY_IMPORT.values() for name in names} | set(MAY_IMPORT)
AI_LIBRARIES = {"torch", "transformers", "qwen_tts", "onnxruntime", "faster_whisper"}


def _sources(package: str) -> list[Path]:
    single = ROOT / f"{package}.py"
    return [single] if single.exists() else sorted((ROOT / package).rglob("*.py"))


def _imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every module a file imports, with the depth of functions it is imported in."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.col_offset) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield from ((f"{node.module}.{alias.name}", node.col_offset) for alias in node.names)


@pytest.mark.parametrize("package", sorted(MAY_IMPORT))
def test_imports_follow_the_arrows(package: str) -> None:
    """A package imports only what stands below it in docs/ARCHITECTURE.md."""
    allowed = MAY_IMPORT[package]
    sources = _sources(package)
    assert sources
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources
        for name, _ in _imports(path)
        if name.split(".")[0] in OURS
        and not any(name == module or name.startswith(f"{module}.") for module in allowed)
    ]
    assert wrong == []


def test_every_package_is_known() -> None:
    """A new package must be given its arrows."""
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages <= set(MAY_IMPORT)


def test_ai_libraries_are_imported_inside_engines_only() -> None:
    """They take seconds to import: only a worker's engine does it, inside `load`.

    An engine that is a package may have modules that import them, which `load` imports.
    """
    engines = ROOT / "vox1_worker" / "engines"
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for package in MAY_IMPORT
        for path in _sources(package)
        for name, depth in _imports(path)
        if name.split(".")[0] in AI_LIBRARIES
        and (not path.is_relative_to(engines) or (depth == 0 and path.parent == engines))
    ]
    assert wrong == []


def test_making_an_engine_imports_no_ai_library() -> None:
    """The worker says hello, and its heart beats, before anything takes seconds."""
    code = (
        "import importlib, sys; from vox1_worker.main import ENGINES, RECOGNISERS;"
        "[importlib.import_module(name).create() for name in {**ENGINES, **RECOGNISERS}.values()];"
        f"print([name for name in {AI_LIBRARIES} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_backend_loads_no_ai_library_and_no_window() -> None:
    """The door opens at once: a fresh process that imports it has none of the heavy packages."""
    heavy = ("torch", "transformers", "customtkinter", "bs4", "ebooklib", "pymupdf")
    code = f"import backend, sys; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_setup_and_run_need_the_standard_library_only() -> None:
    """They run before anything is installed."""
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for package in ("run", "vox1_setup")
        for path in _sources(package)
        for name, _ in _imports(path)
        if name.split(".")[0] not in sys.stdlib_module_names | {"vox1_setup", "run"}
    ]
    assert wrong == []


def test_lengths_of_time_are_measured_with_a_clock_that_cannot_jump() -> None:
    """The clock on the wall is set, changes to summer time, and lies: it is for showing a time only."""
    shown = {
        Path("vox1_gui/activity.py"),  # when something happened
        Path("vox1_gui/pages/studio/page.py"),  # beside the time at which a render will be done
        Path("vox1_gui/render_progress.py"),  # at what time a render will be done
        Path("vox1/projects/locks.py"),  # since when somebody holds a book
        Path("vox1/render/telemetry_rows.py"),  # at what time a second was, for whoever compares logs
    }
    jumping = {"time.time", "time.time_ns", "datetime.now", "datetime.utcnow", "date.today"}
    wrong = [
        f"{path.relative_to(ROOT)}: {ast.unparse(node)}"
        for package in MAY_IMPORT
        for path in _sources(package)
        if path.relative_to(ROOT) not in shown
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in jumping
    ]
    assert wrong == []


def test_no_engine_is_named_outside_the_registry() -> None:
    """A new engine is one file in the worker and one row in the registry."""
    names = ("espeak", "qwen")
    allowed = {
        Path("vox1/engines/draft_voices.py"),
        Path("vox1/engines/registry.py"),
        Path("vox1/models/catalogue.py"),  # the models' names, and the engines they are for
        Path("vox1/settings.py"),  # the default engine
        Path("vox1_worker/main.py"),  # the table of modules
    }
    found = [
        str(path.relative_to(ROOT))
        for package in ("vox1", "vox1_cli", "backend", "booksmith_module")
        for path in _sources(package)
        if path.relative_to(ROOT) not in allowed
        and any(name in path.read_text(encoding="utf-8").lower() for name in names)
    ]
    assert found == []
