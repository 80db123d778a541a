"""What the tests of this folder share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from leaderplan.io import availability
from tests.io.availability.calendars import Here


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read calendars in this process; test_child.py is about the other one."""

    @contextmanager
    def here() -> Iterator[Here]:
        yield Here()

    monkeypatch.setattr(availability, "child", here)
