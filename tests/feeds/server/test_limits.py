"""Pace, proxies and what is kept in memory, each within its bounds."""

from __future__ import annotations

from collections import OrderedDict
from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leaderplan.feeds.server.kept import LastGood
from leaderplan.feeds.server.limits import Buckets, Proxies
from leaderplan.feeds.serving import Served
from tests.feeds.example import NOW
from tests.feeds.server.serving import Clock


@given(
    st.sampled_from([0.25, 1.0, 3.0, 20.0]),
    st.integers(1, 5),
    st.lists(
        st.tuples(st.sampled_from([0.1, 0.5, 1.0, 7.0]), st.integers(1, 8)), max_size=12
    ),
)
@example(0.25, 1, [(0.1, 1)])  # 0.1 + 4 - 0.1 is less than 4
def test_a_client_gets_its_burst_and_its_rate_and_no_more(
    rate: float, burst: int, steps: list[tuple[float, int]]
):
    """In any stretch of time: at most burst + rate x seconds; who waits as told may."""
    clock = Clock()
    buckets = Buckets(rate, burst, clock.tick)
    let: list[float] = []
    for pause, requests in steps:
        clock.wait(pause)
        for _ in range(requests):
            wait = buckets.wait("a")
            if wait == 0:
                let.append(clock.seconds)
            else:
                assert wait <= 1 / rate + 1
    for i, start in enumerate(let):
        for j in range(i, len(let)):
            assert j - i + 1 <= burst + rate * (let[j] - start) + 1e-6
    if wait := buckets.wait("a"):
        clock.wait(wait)
        assert buckets.wait("a") == 0


def test_memory_of_clients_is_bounded_and_names_nobody():
    """The client longest unheard of is forgotten; no address is kept as it is."""
    buckets = Buckets(1.0, 1, Clock().tick, most=3)
    for client in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
        assert buckets.wait(client) == 0
    assert buckets.wait("192.0.2.1") == 1
    assert buckets.wait("192.0.2.4") == 0
    assert len(buckets._held) == 3
    assert buckets.wait("192.0.2.1") == 1
    assert buckets.wait("192.0.2.2") == 0
    assert "192.0.2" not in repr(vars(buckets))


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("10.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("10.0.0.1", ["6.6.6.6, 198.51.100.7"], "198.51.100.7"),
        ("10.0.0.1", ["6.6.6.6", "198.51.100.7, 10.0.0.2"], "198.51.100.7"),
        ("10.0.0.1", ["10.0.0.2, 10.0.0.3"], "10.0.0.2"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.7, nonsense"], "10.0.0.1"),
        ("198.51.100.9", ["203.0.113.1"], "198.51.100.9"),
        ("::ffff:10.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("10.0.0.1", ["2001:db8:1:2:3:4:5:6"], "2001:db8:1:2::/64"),
        ("10.0.0.1", ["[2001:db8:1:2::9]"], "2001:db8:1:2::/64"),
        ("", ["198.51.100.7"], ""),
        ("nonsense", ["198.51.100.7"], ""),
    ],
)
def test_the_last_address_that_no_proxy_has_is_the_client(
    peer: str, forwarded: list[str], client: str
):
    """What a client writes in front of the proxies' addresses is not believed."""
    assert Proxies(("10.0.0.0/8",)).client(peer, forwarded) == client


def _served(size: int) -> Served:
    return Served(b"x" * size, "tag", NOW, "calendar.ics", False)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 12)), max_size=40))
def test_memory_of_feeds_is_bounded_and_the_newest_stay(steps: list[tuple[str, int]]):
    """As a list that drops its oldest while it has more than 20 bytes; 0 forgets."""
    kept = LastGood(20)
    model: OrderedDict[str, int] = OrderedDict()
    for token, size in steps:
        kept.keep(token, _served(size) if size else None, NOW)
        model.pop(token, None)
        if size:
            model[token] = size
        while sum(model.values()) > 20:
            model.popitem(last=False)
        for name in "abcdef":
            last = kept.last(name, NOW)
            assert (len(last.data) if last else 0) == model.get(name, 0)


def test_a_feed_larger_than_the_memory_is_not_kept():
    """It does not push the others out, either."""
    kept = LastGood(20)
    kept.keep("a", _served(5), NOW)
    kept.keep("b", _served(21), NOW)
    assert kept.last("b", NOW) is None
    assert kept.last("a", NOW) is not None
    assert kept.last("a", NOW + timedelta(hours=2)) is None
