"""Which versions of what are installed."""

from __future__ import annotations

import sys


def show_versions() -> None:
    """Print the versions that matter for a bug report; no names, no paths."""
    import platform

    names = ("leaderplan", "ortools", "pydantic", "pandas", "icalendar", "openpyxl",
             "jinja2", "tqdm")  # fmt: skip
    found = {"python": platform.python_version(), "system": platform.system()}
    found |= {"machine": platform.machine()} | {
        name: version_of(name) for name in names
    }
    lines = (f"{name:<11} {version}" for name, version in found.items())
    sys.stdout.write("\n".join(lines) + "\n")


def version_of(package: str) -> str:
    """Return the version of a package that is installed, or what there is instead."""
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        # A checkout is put on the path without being installed.
        return "0+source" if package == "leaderplan" else "not installed"
