"""Endings: what is done when all is rendered, and where the files are shown."""

from __future__ import annotations

from pathlib import Path

from vox1_gui.errands.desk import Desk


def notify(desk: Desk, title: str, text: str) -> None:
    """Tell the listener something, whatever window is open.

    Raises:
        DesktopRefused: This computer shows no notices.
    """
    desk.backend.notify(title, text)


def sleep(desk: Desk) -> None:
    """Have the computer sleep.

    Raises:
        DesktopRefused: It stays awake.
    """
    desk.backend.sleep()


def shut_down(desk: Desk) -> None:
    """Have the computer shut down.

    Raises:
        DesktopRefused: It does not.
    """
    desk.backend.shut_down()


def show_in_folder(desk: Desk, path: Path) -> None:
    """Show a file in its folder.

    Raises:
        DesktopRefused: Nothing on this computer shows folders.
    """
    desk.backend.show_in_folder(path)
