"""What all tests share: the Hypothesis profiles and the programs from outside."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from hypothesis import settings

# A solve takes as long as it takes, so no example has a deadline.
settings.register_profile("dev", deadline=None)
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(scope="session")
def service() -> Callable[[str], str]:
    """Return what a variable such as ``LEADERPLAN_KHAL_BIN`` says; skip without it.

    With ``LEADERPLAN_SERVICES=required`` a missing program is a failure: a test
    that did not run must not count as passed.
    """

    def told_by(variable: str) -> str:
        if place := os.environ.get(variable):
            return place
        if os.environ.get("LEADERPLAN_SERVICES") == "required":
            pytest.fail(f"{variable} is not set, and every service is required")
        pytest.skip(f"{variable} is not set")

    return told_by
