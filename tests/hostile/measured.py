"""The reading child as it is, which then says on standard error how much memory it took at most."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

PEAK = "peak MB: "


def peak_mb() -> int:
    """Return the most memory this process has held, in megabytes."""
    if sys.platform == "win32":
        import psutil  # noqa: PLC0415  # only here is it needed

        return int(psutil.Process().memory_info().peak_wset) >> 20
    status = Path("/proc/self/status")
    if status.exists():
        # What getrusage tells has in it what the process held that this one was started from: that of the
        # tests, with all the windows that they have opened (proc(5)).
        line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) >> 10
    import resource  # noqa: PLC0415  # not on Windows

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most >> 20 if sys.platform == "darwin" else most >> 10


if __name__ == "__main__":
    try:
        runpy.run_module("booksmith_module.child", run_name="__main__")
    finally:
        sys.stderr.write(f"{PEAK}{peak_mb()}\n")
