"""The collector of reference cycles rests while much is made, and then goes on."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from threading import Barrier, Thread

import pytest

from leaderplan.collector import uncollected


@pytest.fixture(autouse=True)
def _collecting() -> Iterator[None]:
    assert gc.isenabled()
    yield
    gc.enable()


def test_it_goes_on_when_the_last_is_done() -> None:
    """Whichever of two threads that overlap is done first."""
    both, one_left = Barrier(2), Barrier(2)
    seen = []

    def first() -> None:
        with uncollected():
            both.wait(5)
        seen.append(gc.isenabled())
        one_left.wait(5)

    thread = Thread(target=first)
    thread.start()
    with uncollected():
        both.wait(5)
        one_left.wait(5)
        assert not gc.isenabled()
    thread.join(5)
    assert seen == [False]
    assert gc.isenabled()


def test_it_goes_on_after_an_error() -> None:
    """And not before the outer of two that ask for it is done."""

    @uncollected()
    def failing() -> None:
        with uncollected():
            pass
        assert not gc.isenabled()
        raise KeyError

    with pytest.raises(KeyError):
        failing()
    assert gc.isenabled()


def test_off_stays_off() -> None:
    """Whoever has turned it off has it off afterwards, and later again."""
    gc.disable()
    with uncollected():
        assert not gc.isenabled()
    assert not gc.isenabled()
    gc.enable()
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()
