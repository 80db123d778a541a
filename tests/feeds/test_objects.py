"""Publishing to object storage, in memory: races, kills and faults at every call."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import obstore
import pytest
from obstore.exceptions import GenericError
from obstore.store import MemoryStore

import leaderplan as lp
from leaderplan.domain.plan import Plan
from leaderplan.errors import InputError, LeaderplanError, MissingExtra
from leaderplan.feeds import FeedKey, FeedLedger, Release, Target
from leaderplan.feeds.objects import HEADERS, Objects
from leaderplan.feeds.places import Folder
from leaderplan.feeds.publish import INDEX, LEDGER, read_ledger
from tests.feeds.example import NOW, plan, programme, session, with_session
from tests.feeds.reading import first_release, read
from tests.feeds.test_publish import LATER, MOVED

CALLS = ("get", "put", "delete", "list", "head")


def numbers() -> Iterator[int]:
    """Count calls to break into: each of the first, then some of those for feeds."""
    if os.environ.get("LEADERPLAN_FULL"):
        return itertools.count()
    return itertools.chain(range(6), itertools.count(6, 5))


def storage() -> Target:
    """Make a target of two stores in memory, none of it there yet."""
    feeds, private = MemoryStore(), MemoryStore()
    return Target(Objects(feeds, "feeds"), Objects(private, "private", private=True))


def publish(to: Target, given: Plan | None = None, now: datetime = NOW) -> Release:
    """Publish the example's plan or another one."""
    return lp.publish(programme(), given or plan(), to, now)


def objects(place: Any) -> dict[str, bytes]:
    """Read every object of a place."""
    names = [meta["path"] for chunk in obstore.list(place.store) for meta in chunk]
    return {name: bytes(obstore.get(place.store, name).bytes()) for name in names}


def ledger_of(to: Target) -> FeedLedger:
    """Read a target's ledger."""
    return read_ledger(to.private.read(LEDGER))


def expected(made: Release) -> dict[str, bytes]:
    """Return what a release's place holds: its feeds by the names of its ledger."""
    return {f"{made.ledger.file_of(feed.key)}": feed.data for feed in made.feeds}


@contextmanager
def calls(before: Callable[[int, str], None]) -> Iterator[None]:
    """Do something before each call to the storage, told its number and kind."""
    counted = itertools.count()

    def wrapped(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            before(next(counted), name)
            return real(*args, **named)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(obstore, name, wrapped(name, getattr(obstore, name)))
        yield


def writes(action: Callable[[], object]) -> int:
    """Count the objects that an action writes or removes."""
    found: list[str] = []
    with calls(lambda _, name: found.append(name)):
        action()
    return found.count("put") + found.count("delete")


def test_objects_are_the_feeds_and_nothing_else():
    """Each feed is an object with its headers; ledger and index are private."""
    to = storage()
    made = publish(to)
    assert objects(to.feeds) == expected(made)
    assert set(objects(to.private)) == {LEDGER, INDEX}
    assert {f.key: f.data for f in made.feeds} == {
        f.key: f.data for f in first_release().feeds
    }
    for name in objects(to.feeds):
        assert obstore.get(to.feeds.store, name).attributes == HEADERS
    for name in objects(to.private):
        headers = obstore.get(to.private.store, name).attributes
        assert headers["Cache-Control"] == "private, no-store"


def test_unchanged_plan_writes_nothing():
    """A second run puts nothing; after a move only the feeds that tell it."""
    to = storage()
    publish(to)
    assert writes(lambda: publish(to, now=LATER)) == 0
    before = objects(to.feeds)
    told = []

    def move() -> None:
        told.append({c.feed for c in publish(to, MOVED, LATER).changes})

    # The ledger, and each feed that changed.
    assert writes(move) == 1 + len(told[0])
    after = objects(to.feeds)
    assert sum(after[name] != before[name] for name in before) == len(told[0]) > 0
    assert set(after) == set(before)


def test_closed_feed_s_object_goes_after_thirty_days():
    """The object of a room no longer there is closed, and then removed."""
    to = storage()
    name = publish(to).ledger.file_of(FeedKey("room", "lille"))
    rows = tuple(
        s.model_copy(update={"place": "sal"}) if s.place == "lille" else s
        for s in plan().sessions
    )
    given = plan().model_copy(update={"sessions": rows})
    facts = programme(rooms=programme().rooms[:1])
    lp.publish(facts, given, to, LATER)
    (note,) = read(objects(to.feeds)[f"{name}"])
    assert note.summary == "Denne kalender er lukket"
    made = lp.publish(facts, given, to, LATER + timedelta(days=30))
    assert name not in objects(to.feeds)
    assert objects(to.feeds) == expected(made)


def _race(number: int, start: str) -> tuple[Target, list[Release], bool]:
    """Let one run publish as a whole before the n-th call of another."""
    to = storage()
    if start == "later":
        publish(to)
    made: list[Release] = []
    busy = [False]
    came = [False]

    def other(current: int, _: str) -> None:
        if current == number and not busy[0]:
            busy[0] = came[0] = True
            made.append(publish(to, MOVED, LATER))

    with calls(other):
        made.append(publish(to, MOVED if start == "same" else third(), LATER))
    return to, made, came[0]


def third() -> Plan:
    """Return a plan in which another theme day is moved."""
    return with_session(MOVED, session("theme_day", "h27", 3, date(2028, 2, 2)))


@pytest.mark.parametrize("start", ["first", "later", "same"])
def test_two_runs_at_once_end_as_one_after_the_other(
    start: str, monkeypatch: pytest.MonkeyPatch
):
    """Wherever one run breaks into another, feeds and ledger are of one release."""
    monkeypatch.setattr("leaderplan.feeds.objects.AT_ONCE", 1)
    for number in numbers():
        to, made, came = _race(number, start)
        if not came:
            break
        newest = next(m for m in made if m.ledger == ledger_of(to))
        assert objects(to.feeds) == expected(newest)
        assert {f.token for f in made[0].ledger.feeds} == {
            f.token for f in made[1].ledger.feeds
        }
        assert writes(lambda to=to, m=newest: publish(to, _plan_of(m), LATER)) == 0
    assert number > 5


def _plan_of(made: Release) -> Plan:
    """Return the plan that a release of the race tells."""
    data = made.feed(FeedKey("cohort", "h27")).data
    return third() if b"20280202T" in data else MOVED


class Killed(BaseException):
    """What a killed run raises: nothing of the library catches it."""


@pytest.mark.parametrize("start", ["first", "later"])
def test_killed_anywhere_the_next_run_mends(start: str):
    """A run killed at any call leaves whole feeds; the next one writes the rest."""
    for number in numbers():
        to = storage()
        if start == "later":
            publish(to)
        old = objects(to.feeds)

        def kill(current: int, _: str, n: int = number) -> None:
            if current >= n:
                raise Killed

        try:
            with calls(kill):
                made = publish(to, MOVED, LATER)
        except Killed:
            pass
        else:
            break
        names = {ledger_of(to).file_of(feed.key) for feed in ledger_of(to).feeds}
        assert set(old) <= set(objects(to.feeds)) <= names
        made = publish(to, MOVED, LATER + timedelta(days=1))
        assert objects(to.feeds) == expected(made)
        assert writes(lambda to=to: publish(to, MOVED, LATER)) == 0
    assert number > 5


def test_failing_storage_is_a_sentence_without_names():
    """A fault at any call, once, names the place, and no feed and no key."""
    for number in numbers():
        to = storage()
        publish(to)
        tokens = [str(feed.token) for feed in ledger_of(to).feeds]

        def fail(current: int, _: str, n: int = number, told: str = tokens[0]) -> None:
            if current == n:
                raise GenericError(f"PUT https://host/{told}.ics: AKIASECRET")

        try:
            with calls(fail):
                publish(to, MOVED, LATER)
        except LeaderplanError as error:
            assert "expected to write feeds to feeds; found: the" in str(error)  # noqa: PT017
            assert "AKIASECRET" not in str(error)  # noqa: PT017
            assert not [t for t in tokens if t in str(error)]  # noqa: PT017
            assert error.__suppress_context__  # noqa: PT017
        else:
            break
        made = publish(to, MOVED, LATER + timedelta(days=1))
        assert objects(to.feeds) == expected(made)
    assert number > 5


def test_a_lost_answer_is_no_other_run():
    """A ledger that was written though its answer was lost is taken as written."""
    to = storage()
    publish(to)
    real = obstore.put
    lost = []

    def put(store: Any, name: str, data: Any, **more: Any) -> Any:
        done = real(store, name, data, **more)
        if name == LEDGER and not lost:
            lost.append(name)
            # The client asks again, and now the condition does not hold.
            return real(store, name, data, **more)
        return done

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(obstore, "put", put)
        made = publish(to, MOVED, LATER)
    assert lost == [LEDGER]
    assert made.changes != ()
    assert objects(to.feeds) == expected(made)


def test_a_private_place_that_strangers_can_read_is_refused():
    """Nothing is written where the ledger would be open to everybody."""
    feeds, private = MemoryStore(), MemoryStore()
    open_place = Objects(private, "s3://b/open", private=True, stranger=private)
    to = Target(Objects(feeds, "feeds"), open_place)
    with pytest.raises(LeaderplanError, match="s3://b/open can be read by everybody"):
        publish(to)
    assert objects(to.feeds) == {}
    assert set(objects(to.private)) == {"probe.txt"}
    closed = Objects(private, "s3://b/p", private=True, stranger=MemoryStore())
    assert publish(Target(to.feeds, closed)).changes != ()


@pytest.mark.parametrize(
    "url",
    [
        "s3://", "s3:///x", "s4://b/x", "http://b/x", "https://a:b@h/x", "file:///x",
        "memory://", "s3://bucket", "s3://bucket/", "az://c",
    ],
)  # fmt: skip
def test_unfit_url_is_a_sentence(url: str):
    """A target of another kind, or without a prefix, is refused with an example."""
    with pytest.raises(InputError, match=r"expected .*Try s3://bucket/calendars"):
        Target.at(url)


def test_private_place_can_be_elsewhere(tmp_path):
    """Ledger and index of a folder or prefix go where they are told to."""
    to = Target.at(tmp_path / "web", tmp_path / "state")
    made = lp.publish(programme(), plan(), to, NOW)
    assert {p.name for p in (tmp_path / "state").iterdir()} == {LEDGER, INDEX, "lock"}
    assert {p.name for p in tmp_path.iterdir()} == {"web", "state"}
    assert to.private == Folder(tmp_path / "state", private=True)
    mixed = Target.at("s3://bucket", tmp_path / "state")
    assert (str(mixed.feeds), mixed.private) == ("s3://bucket", to.private)
    beside = Target.at("gs://bucket/a/b/").private
    assert (str(beside), beside.private) == ("gs://bucket/a/b.private", True)
    assert made.ledger == ledger_of(to)


def test_missing_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    """Without obstore a folder works, and a URL names the extra."""
    monkeypatch.setitem(sys.modules, "obstore.store", None)
    with pytest.raises(MissingExtra, match=r'pip install "leaderplan\[publish\]"'):
        Target.at("s3://bucket/x")
