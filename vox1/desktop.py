"""The desktop: notices, sleep, shutdown and folders, by what each system has for them.

No library: those for notices bring five to eight packages along, and on macOS show nothing for a program
that is not signed. Titles and texts are arguments or in the environment, never a part of a script.
"""

from __future__ import annotations

import logging
import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from vox1.errors import Vox1Error

log = logging.getLogger(__name__)

_PATIENCE_SECONDS = 20.0
_TITLE, _TEXT = "VOX1_NOTICE_TITLE", "VOX1_NOTICE_TEXT"
_TOAST = """
[void][Windows.UI.Notifications.ToastNotificationManager,Windows.UI.Notifications,ContentType=WindowsRuntime]
$kind = [Windows.UI.Notifications.ToastTemplateType]::ToastText02
$toast = [Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent($kind)
$lines = $toast.GetElementsByTagName('text')
[void]$lines.Item(0).AppendChild($toast.CreateTextNode($env:VOX1_NOTICE_TITLE))
[void]$lines.Item(1).AppendChild($toast.CreateTextNode($env:VOX1_NOTICE_TEXT))
$app = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'
$notifier = [Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($app)
$notifier.Show([Windows.UI.Notifications.ToastNotification]::new($toast))
"""
"""Source: learn.microsoft.com, "Quickstart: Sending a toast notification". A toast needs the id of a program
that the start menu knows: PowerShell's own, in the known folder System."""
_SAY = (
    *("-e", "on run argv"),
    *("-e", "display notification (item 2 of argv) with title (item 1 of argv)"),
    *("-e", "end run"),
)
_ASLEEP = (
    "Add-Type -AssemblyName System.Windows.Forms;"
    " [void][System.Windows.Forms.Application]::SetSuspendState('Suspend', $false, $false)"
)


class DesktopRefused(Vox1Error):
    """The system does not do what was asked."""

    code = "desktop"


def notify(title: str, text: str) -> None:
    """Show a notice, whatever window is open.

    Raises:
        DesktopRefused: The system shows none.
    """
    if platform.system() == "Linux":
        _notify_by_bus(title, text)
        return
    failed = DesktopRefused("No notice could be shown", "Look at the window.")
    _run(notice_command(title, text, sys.platform), failed, {_TITLE: title, _TEXT: text})


def sleep() -> None:
    """Have the computer sleep.

    Raises:
        DesktopRefused: It stays awake.
    """
    hint = "Send it to sleep by hand; nothing needs it any more."
    _run(sleep_command(sys.platform), DesktopRefused("The computer does not go to sleep", hint))


def shut_down() -> None:
    """Have the computer shut down.

    Raises:
        DesktopRefused: It does not.
    """
    hint = "Shut it down by hand; nothing needs it any more."
    _run(shutdown_command(sys.platform), DesktopRefused("The computer does not shut down", hint))


def show_in_folder(path: Path) -> None:
    """Show a file in its folder; where the file is gone, the folder alone.

    Raises:
        DesktopRefused: Nothing on this computer shows folders.
    """
    failed = DesktopRefused("No program for folders was found on this computer", f"The file is {path}.")
    try:
        subprocess.Popen(folder_command(path, sys.platform), **_QUIET)
    except OSError as err:
        raise failed from err


def notice_command(title: str, text: str, system: str) -> list[str]:
    """Return what shows a notice.

    Args:
        title: Of it.
        text: Of it.
        system: As `sys.platform` has it.
    """
    if system == "win32":
        return ["powershell.exe", "-NoProfile", "-NonInteractive", "-Command", _TOAST]
    return ["osascript", *_SAY, title, text]


def sleep_command(system: str) -> list[str]:
    """Return what has a computer sleep; see `notice_command`."""
    if system == "win32":
        return ["powershell.exe", "-NoProfile", "-NonInteractive", "-Command", _ASLEEP]
    return ["pmset", "sleepnow"] if system == "darwin" else ["systemctl", "suspend"]


def shutdown_command(system: str) -> list[str]:
    """Return what shuts a computer down; see `notice_command`."""
    if system == "win32":
        return ["shutdown.exe", "/s", "/t", "15"]  # the window closes meanwhile
    if system == "darwin":
        return ["osascript", "-e", 'tell application "System Events" to shut down']
    return ["systemctl", "poweroff"]


def folder_command(path: Path, system: str) -> list[str]:
    """Return what shows a file in its folder; see `notice_command`."""
    is_there = path.exists()
    if system == "win32":
        return ["explorer.exe", f"/select,{path}"] if is_there else ["explorer.exe", str(path.parent)]
    if system == "darwin":
        return ["open", "-R", str(path)] if is_there else ["open", str(path.parent)]
    return ["xdg-open", str(path.parent)]


_QUIET: Mapping[str, Any] = {
    "stdin": subprocess.DEVNULL,
    "stdout": subprocess.DEVNULL,
    "stderr": subprocess.DEVNULL,
    "creationflags": getattr(subprocess, "CREATE_NO_WINDOW", 0),
}


def _run(command: Sequence[str], failed: DesktopRefused, told: Mapping[str, str] | None = None) -> None:
    """Run a program of the system's.

    Raises:
        DesktopRefused: `failed`, where it is not there, or fails.
    """
    environment = {**os.environ, **(told or {})}
    try:
        subprocess.run(command, check=True, timeout=_PATIENCE_SECONDS, env=environment, **_QUIET)
    except (OSError, subprocess.SubprocessError) as err:
        log.warning("%s: %s", command[0], err)
        raise failed from err


def _notify_by_bus(title: str, text: str) -> None:
    """Show a notice by the service that every Linux desktop has.

    Source: specifications.freedesktop.org, "Desktop Notifications Specification", 1.2.

    Raises:
        DesktopRefused: There is no desktop, or it has no such service.
    """
    from jeepney import DBusAddress, new_method_call  # noqa: PLC0415  # on Linux only
    from jeepney.io.blocking import open_dbus_connection  # noqa: PLC0415
    from jeepney.wrappers import DBusErrorResponse, unwrap_msg  # noqa: PLC0415

    name = "org.freedesktop.Notifications"
    address = DBusAddress("/org/freedesktop/Notifications", bus_name=name, interface=name)
    body: tuple[Any, ...] = ("VOX-1", 0, "audio-headphones", title, text, [], {}, -1)
    try:
        with open_dbus_connection() as connection:
            message = new_method_call(address, "Notify", "susssasa{sv}i", body)
            unwrap_msg(connection.send_and_get_reply(message, timeout=_PATIENCE_SECONDS))
    except (OSError, KeyError, TimeoutError, DBusErrorResponse) as err:
        log.warning("No notice: %s", err)
        raise DesktopRefused("No notice could be shown", "Look at the window.") from err
