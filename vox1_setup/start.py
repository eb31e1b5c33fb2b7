"""The start: what `run.py` does with its arguments.

Runs every time, so it loads only what an ordinary start needs; the rest is imported where it is used.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from vox1_setup.checkout import Checkout
from vox1_setup.console import report
from vox1_setup.errors import SetupError, from_os_error

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vox1_setup.environment import Environment

ENTER = (
    "import sys; sys.path[:] = [sys.argv.pop(1)] + [place for place in sys.path if place]; "
    "from vox1_setup.enter import enter; enter()"
)
"""Runs the command line from our folder, the first argument, while the user's folder stays the current one.

`python -m` would put the user's folder on the module path, where a `json.py` of theirs would replace Python's
own; `-P` against that came with Python 3.11. Running `vox1_cli/__main__.py` by its path would put `vox1_cli/`
there, where a module of ours could do the same.
"""

_ON_ALL_CORES = ("--numprocesses", "auto", "--dist", "loadfile", "--max-worker-restart", "0")
"""For pytest-xdist: a process for each core; the tests of a file share what they make, and stay together. A
process that dies ends the run: with another in its place it never came to an end (pytest-xdist issue 1378).
"""


def main(arguments: Sequence[str], root: str) -> int:
    """Do what the arguments ask and give the exit status.

    Args:
        arguments: Without the program's name.
        root: The folder VOX-1 lives in.
    """
    checkout = Checkout(Path(root))
    try:
        return _dispatch(arguments, checkout)
    except SetupError as err:
        report(err)
    except OSError as err:
        report(from_os_error(err, checkout.root))
    except KeyboardInterrupt:
        report(SetupError("stopped", "run the same command again; it starts where it has to"))
        return 130
    except Exception:  # noqa: BLE001 - the outermost edge of the process
        report(_unexpected(checkout))
    return 2


def _dispatch(arguments: Sequence[str], checkout: Checkout) -> int:
    own: dict[str, Callable[[Sequence[str], Checkout], int]] = {
        "remove": _remove,
        "setup": _set_up,
        "test": _test,
        "update": _update,
        "window": _window,
    }
    if not arguments:
        return _window((), checkout)
    if arguments[0] in own:
        return own[arguments[0]](arguments[1:], checkout)
    return _command_line(arguments, checkout)


def _window(arguments: Sequence[str], checkout: Checkout) -> int:
    environment = checkout.environment()
    _make_ready(checkout, environment)
    return hand_over([str(environment.python), str(checkout.root / "app.py"), *arguments])


def _command_line(arguments: Sequence[str], checkout: Checkout) -> int:
    environment = checkout.environment()
    _make_ready(checkout, environment)
    return hand_over([str(environment.python), "-c", ENTER, str(checkout.root), *arguments])


def _test(arguments: Sequence[str], checkout: Checkout) -> int:
    environment = checkout.environment(with_dev=True)
    _make_ready(checkout, environment)
    _bring_screen(checkout)
    os.chdir(checkout.root)
    return hand_over([str(environment.python), "-m", "pytest", *_ON_ALL_CORES, *arguments])


def _bring_screen(checkout: Checkout) -> None:
    """Have what the window's tests need; without it they are skipped, and it is said how to get it."""
    from vox1_setup import screen  # noqa: PLC0415 - an ordinary start does not need it
    from vox1_setup.programs import Programs  # noqa: PLC0415

    if packages := screen.missing():
        screen.bring(packages, Programs(checkout.root, checkout.log_file))


def _set_up(arguments: Sequence[str], checkout: Checkout) -> int:
    from vox1_setup.setup import set_up  # noqa: PLC0415 - an ordinary start does not need it

    return set_up(arguments, checkout)


def _update(arguments: Sequence[str], checkout: Checkout) -> int:
    from vox1_setup.update import update  # noqa: PLC0415 - an ordinary start does not need it

    return update(arguments, checkout)


def _remove(arguments: Sequence[str], checkout: Checkout) -> int:
    from vox1_setup.remove import remove  # noqa: PLC0415 - an ordinary start does not need it

    return remove(arguments, checkout)


def _make_ready(checkout: Checkout, environment: Environment) -> None:
    if environment.is_ready():
        return
    from vox1_setup.install import install  # noqa: PLC0415 - an ordinary start does not need it

    install(checkout, environment)


def hand_over(command: list[str]) -> int:
    """Let another program take this one's place, and give its exit status if it only could be waited for.

    Where the system allows it, it becomes this very process: signals and Ctrl-C reach it directly.

    Raises:
        OSError: It cannot be started.
    """
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606 - no shell wanted
    return wait_for(command)


def wait_for(command: list[str]) -> int:
    """Run a program and give its exit status, leaving Ctrl-C to it.

    Raises:
        OSError: It cannot be started.
    """
    import signal  # noqa: PLC0415 - an ordinary start on POSIX does not need them
    import subprocess  # noqa: PLC0415

    # On Windows a handler is not inherited, so the child still sees Ctrl-C.
    previous = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        return subprocess.run(command, check=False).returncode
    finally:
        signal.signal(signal.SIGINT, previous)


def _unexpected(checkout: Checkout) -> SetupError:
    import traceback  # noqa: PLC0415 - only when something went wrong

    text = traceback.format_exc()
    try:
        checkout.log_file.parent.mkdir(parents=True, exist_ok=True)
        with checkout.log_file.open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(text)
    except OSError as err:
        return from_os_error(err, checkout.root)
    message = f"a fault of ours: {text.strip().splitlines()[-1]}"
    return SetupError(
        message, f"run: python3 run.py setup; if it comes again, report it with {checkout.log_file}"
    )
