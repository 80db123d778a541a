"""Programs that subscribe to the running server: all see the same moments."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from leaderplan.feeds import FeedKey
from tests.feeds.reading import read
from tests.feeds.server.links import MemoryLinks, token_of
from tests.feeds.server.serving import ME, app_of, links, on_a_port, second
from tests.services.test_calendar_clients import KHAL, ZONES, Subscriber

pytestmark = pytest.mark.services

UNIT = FeedKey("manager", "boss")
FEEDS = (ME, UNIT)
"""In one a day is moved by the second release; in the other, days off go and come."""

Moments = set[tuple[str, str, str]]
"""UID, start and end of each entry: in UTC, or whole days."""

ICAL_JS = """
const ICAL = require("ical.js");
const I = ICAL.Component ? ICAL : ICAL.default;
fetch(process.argv[1]).then(answer => answer.text()).then(text => {
    const calendar = new I.Component(I.parse(text));
    for (const zone of calendar.getAllSubcomponents("vtimezone"))
        I.TimezoneService.register(new I.Timezone(zone));
    const show = t =>
        t.isDate ? t.toString() : new Date(t.toUnixTime() * 1000).toISOString();
    console.log(JSON.stringify(calendar.getAllSubcomponents("vevent").map(part => {
        const event = new I.Event(part);
        return [event.uid, show(event.startDate), show(event.endDate)];
    })));
});
"""

NODE_ICAL = """
const ical = require("node-ical");
const two = n => String(n).padStart(2, "0");
const show = t => t.dateOnly
    ? `${t.getFullYear()}-${two(t.getMonth() + 1)}-${two(t.getDate())}`
    : t.toISOString();
ical.async.fromURL(process.argv[1]).then(found =>
    console.log(JSON.stringify(Object.values(found)
        .filter(part => part.type === "VEVENT")
        .map(event => [event.uid, show(event.start), show(event.end)]))));
"""

VOBJECT = """
import datetime, json, sys, urllib.request, vobject
with urllib.request.urlopen(sys.argv[1]) as answer:
    calendar = vobject.readOne(answer.read().decode())
def show(moment):
    if isinstance(moment, datetime.datetime):
        utc = moment.astimezone(datetime.timezone.utc)
        return utc.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return moment.isoformat()
print(json.dumps([
    [e.uid.value, show(e.dtstart.value), show(e.dtend.value)]
    for e in calendar.vevent_list
]))
"""


@pytest.fixture
def held() -> MemoryLinks:
    """Return links to the first release."""
    return links()


@pytest.fixture
def address(held: MemoryLinks) -> Iterator[str]:
    """Serve them on a free port."""
    with on_a_port(app_of(held, burst=10**6)) as port:
        yield f"http://127.0.0.1:{port}/c/"


def _shown(moment: datetime | date) -> str:
    if isinstance(moment, datetime):
        return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
    return moment.isoformat()


def as_released(held: MemoryLinks, key: FeedKey) -> Moments:
    """Return the entries of a feed as icalendar reads the released bytes."""
    rows = read(held.made.feed(key).data)
    return {(e.uid, _shown(e.start), _shown(e.end)) for e in rows}


def titled(held: MemoryLinks, key: FeedKey) -> list[tuple[str, str, str]]:
    """Return title, start and end of each entry of a feed as released."""
    rows = read(held.made.feed(key).data)
    return sorted((e.summary, _shown(e.start), _shown(e.end)) for e in rows)


def as_read_by(command: list[str], url: str, **env: str) -> Moments:
    """Return the entries that a program fetches and reads."""
    done = subprocess.run(
        [*command, url], env={**os.environ, **env}, capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return {tuple(row) for row in json.loads(done.stdout)}


def as_listed_by_khal(me: Subscriber, zone: str) -> list[tuple[str, str, str]]:
    """Return what khal lists for the year on a machine in a zone: title and times.

    vdirsyncer gives what it fetches UIDs of its own, so entries are known by titles.
    """
    (me.root / "khal").write_text(KHAL.format(root=me.root, zone=zone))
    text = me.run(
        me.khal, "-c", str(me.root / "khal"), "list", "--once", "--day-format", "",
        "--format", "{title}|{start}|{end}", "2027-08-30", "2028-06-30",
    )  # fmt: skip
    rows = [line.strip().split("|") for line in text.splitlines() if "|" in line]
    return sorted((title, *_khals(start, end, zone)) for title, start, end in rows)


def _khals(start: str, end: str, zone: str) -> tuple[str, str]:
    """Read khal's local times; it shows the last day of what lasts whole days."""
    if ":" not in start:
        after = date.fromordinal(date.fromisoformat(end).toordinal() + 1)
        return start, after.isoformat()
    first, last = (
        datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(zone))
        for text in (start, end)
    )
    return _shown(first), _shown(last)


def test_all_programs_see_the_same_moments_before_and_after_a_release(
    held: MemoryLinks, address: str, tmp_path: Path, service: Callable[[str], str]
):
    """Each of five programs, on machines in three zones, reads what was released."""
    node = service("LEADERPLAN_NODE_BIN")
    modules = service("LEADERPLAN_NODE_MODULES")
    python = service("LEADERPLAN_VOBJECT_PYTHON")
    programs = {
        "ical.js": [node, "-e", ICAL_JS],
        "node-ical": [node, "-e", NODE_ICAL],
        "vobject": [python, "-c", VOBJECT],
    }
    urls = {key: f"{address}{token_of(key)}.ics" for key in FEEDS}
    readers = {
        key: Subscriber(tmp_path / key.kind, url, service) for key, url in urls.items()
    }
    told = []
    for release in (1, 2):
        for key, url in urls.items():
            wanted = as_released(held, key)
            assert len(wanted) == len(read(held.made.feed(key).data))
            told.append(wanted)
            readers[key].sync()
            for zone in ZONES:
                for name, command in programs.items():
                    found = as_read_by(command, url, NODE_PATH=modules, TZ=zone)
                    assert found == wanted, (name, key, zone, release)
                listed = as_listed_by_khal(readers[key], zone)
                assert listed == titled(held, key), ("khal", key, zone, release)
        held.made = second(held.made)
    mine, units, mine_after, units_after = told
    assert len(mine_after - mine) == 1
    assert {uid for uid, _, _ in mine} == {uid for uid, _, _ in mine_after}
    assert len(units_after - units) == 3
    cancelled = [e for e in read(held.made.feed(UNIT).data) if e.status == "CANCELLED"]
    assert len(cancelled) == 3


def test_a_sync_without_a_release_fetches_nothing_new(
    held: MemoryLinks, address: str, tmp_path: Path, service: Callable[[str], str]
):
    """After a move vdirsyncer takes one entry anew, and nothing the next time."""
    me = Subscriber(tmp_path / "me", f"{address}{token_of(ME)}.ics", service)
    me.sync()
    assert "Copying" not in me.sync()
    held.made = second(held.made)
    assert me.sync().count("Copying (uploading)") == 1
    assert "Copying" not in me.sync()


def test_a_withdrawn_link_leaves_what_was_there(
    held: MemoryLinks, address: str, tmp_path: Path, service: Callable[[str], str]
):
    """A 404 is an error to vdirsyncer, never a calendar without entries."""
    me = Subscriber(tmp_path / "me", f"{address}{token_of(ME)}.ics", service)
    me.sync()
    before = me.files()
    held.revoked.add(token_of(ME))
    with pytest.raises(AssertionError, match="Not Found"):
        me.sync()
    assert me.files() == before
