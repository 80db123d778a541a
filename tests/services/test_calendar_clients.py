"""Feeds in programs that people use: vdirsyncer, khal, ical.js and vobject."""

from __future__ import annotations

import functools
import http.server
import json
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import leaderplan as lp
from leaderplan.domain.plan import Plan
from leaderplan.feeds import FeedKey, FeedLedger, Release, release
from tests.feeds.example import NOW, plan, programme, session, with_session
from tests.feeds.reading import read

pytestmark = pytest.mark.services

ME = FeedKey("participant", "p1")
MOVED = with_session(plan(), session("theme_day", "h27", 2, date(2027, 11, 3)))
ZONES = ("Europe/Copenhagen", "America/New_York", "Pacific/Auckland")

VDIRSYNCER = """\
[general]
status_path = "{root}/status/"
[pair feed]
a = "remote"
b = "local"
collections = null
[storage remote]
type = "http"
url = "{url}"
[storage local]
type = "filesystem"
path = "{root}/calendar/"
fileext = ".ics"
"""

KHAL = """\
[calendars]
[[feed]]
path = {root}/calendar/
type = calendar
[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {root}/khal.db
"""


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files and keeps the paths asked for to itself."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Subscriber:
    """Somebody who subscribes with vdirsyncer and looks with khal."""

    def __init__(self, root: Path, url: str, service: Callable[[str], str]) -> None:
        self.root = root
        self.vdirsyncer = service("LEADERPLAN_VDIRSYNCER_BIN")
        self.khal = service("LEADERPLAN_KHAL_BIN")
        (root / "calendar").mkdir(parents=True)
        (root / "vdirsyncer").write_text(VDIRSYNCER.format(root=root, url=url))
        self.run(self.vdirsyncer, "-c", str(root / "vdirsyncer"), "discover", "feed")

    def run(self, *command: str) -> str:
        """Run a program with nothing of the machine's own settings."""
        home = {
            f"XDG_{name}_HOME": str(self.root) for name in ("CONFIG", "CACHE", "DATA")
        }
        env = {**os.environ, **home, "HOME": str(self.root), "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            command, env=env, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def sync(self) -> str:
        """Fetch the feed as a subscriber's machine does every hour."""
        return self.run(self.vdirsyncer, "-c", str(self.root / "vdirsyncer"), "sync")

    def look(self, first: date, last: date, zone: str = ZONES[0]) -> list[str]:
        """Return what khal lists for some days: start, end, title, place, status."""
        (self.root / "khal").write_text(KHAL.format(root=self.root, zone=zone))
        form = "{start}|{end}|{title}|{location}|{status}"
        text = self.run(
            self.khal, "-c", str(self.root / "khal"), "list", "--day-format", "",
            "--format", form, str(first), str(last),
        )  # fmt: skip
        return [line.strip() for line in text.splitlines() if "|" in line]

    def files(self) -> set[bytes]:
        """Return what the subscriber's machine holds."""
        return {path.read_bytes() for path in (self.root / "calendar").iterdir()}


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Serve the folder ``web`` on a free port of this machine."""
    folder = str(tmp_path / "web")
    handler = functools.partial(QuietHandler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def subscribe(
    tmp_path: Path, address: str, service: Callable[[str], str]
) -> Callable[[Release, FeedKey], Subscriber]:
    """Return a way to subscribe to a feed of the served folder."""

    def to(made: Release, key: FeedKey) -> Subscriber:
        url = f"{address}/{made.ledger.file_of(key)}"
        return Subscriber(tmp_path / f"sub-{key.kind}-{key.subject}", url, service)

    return to


def publish(tmp_path: Path, given: Plan, days: int = 0) -> Release:
    """Publish a plan some days after the first release."""
    return lp.publish(programme(), given, tmp_path / "web", NOW + timedelta(days=days))


def test_subscriber_sees_danish_times_around_the_clock_changes(
    tmp_path: Path, subscribe: Callable[..., Subscriber]
):
    """On the working days around 31 October and 26 March khal shows 08:30 to 15:45."""
    me = subscribe(publish(tmp_path, plan()), ME)
    me.sync()
    hall = "Salen, Kursushuset, Åvej 2, Øby|CONFIRMED"
    assert me.look(date(2027, 10, 29), date(2027, 11, 2)) == [
        f"2027-10-29 08:30|2027-10-29 15:45|Netværksmøde 1, gruppe A|{hall}",
        f"2027-11-01 08:30|2027-11-01 15:45|Netværksmøde 2, gruppe A|{hall}",
        f"2027-11-02 08:30|2027-11-02 15:45|Temadag 2|{hall}",
    ]
    assert me.look(date(2028, 3, 24), date(2028, 3, 28)) == [
        f"2028-03-27 08:30|2028-03-27 15:45|Netværksmøde 3, gruppe A|{hall}",
        f"2028-03-28 08:30|2028-03-28 15:45|Temadag 4|{hall}",
    ]


def test_subscriber_abroad_sees_the_same_moment(
    tmp_path: Path, subscribe: Callable[..., Subscriber]
):
    """In New York, which changes its clocks a week later, it is 03:30 on 1 November."""
    me = subscribe(publish(tmp_path, plan()), ME)
    me.sync()
    abroad = me.look(date(2027, 10, 29), date(2027, 11, 1), "America/New_York")
    assert [line.split("|")[0] for line in abroad] == [
        "2027-10-29 02:30",
        "2027-11-01 03:30",
    ]


def test_subscriber_has_every_entry_of_every_kind_of_feed(
    tmp_path: Path, subscribe: Callable[..., Subscriber]
):
    """Vdirsyncer keeps as many entries as the feed has, in each kind of feed."""
    made = publish(tmp_path, plan())
    for kind, subject in (
        ("participant", "p1"), ("manager", "boss"), ("room", "lille"),
        ("coach", "coach1"), ("director", "dir2"), ("host", "vaert"),
    ):  # fmt: skip
        key = FeedKey(kind, subject)
        me = subscribe(made, key)
        me.sync()
        assert len(me.files()) == len(read(made.feed(key).data)), key


def test_subscriber_follows_a_move_and_a_cancellation(
    tmp_path: Path, subscribe: Callable[..., Subscriber]
):
    """After a move the old day is empty; what is called off says "Aflyst"."""
    made = publish(tmp_path, plan())
    me, unit = subscribe(made, ME), subscribe(made, FeedKey("manager", "boss"))
    me.sync()
    unit.sync()
    publish(tmp_path, MOVED, days=1)
    assert me.sync().count("Copying (uploading)") == 1
    unit.sync()
    days = date(2027, 11, 2), date(2027, 11, 3)
    (line,) = me.look(*days)
    assert line.startswith("2027-11-03 08:30|2027-11-03 15:45|Temadag 2|")
    seen = [(li[:10], li.split("|")[2], li.split("|")[4]) for li in unit.look(*days)]
    busy = "Optaget (ledertalentforløb)"
    assert sorted(seen) == [
        *[("2027-11-02", f"Aflyst: {busy}", "CANCELLED")] * 3,
        *[("2027-11-03", busy, "CONFIRMED")] * 3,
    ]


def test_unchanged_plan_gives_a_subscriber_nothing_to_do(
    tmp_path: Path, subscribe: Callable[..., Subscriber]
):
    """A second release of the same plan changes no entry at the subscriber's."""
    me = subscribe(publish(tmp_path, plan()), ME)
    me.sync()
    before = me.files()
    publish(tmp_path, plan(), days=5)
    assert "Copying" not in me.sync()
    assert me.files() == before


READ_WITH_ICAL_JS = """
const ICAL = require("ical.js");
const parse = ICAL.parse || ICAL.default.parse;
const I = ICAL.Component ? ICAL : ICAL.default;
const text = require("fs").readFileSync(0, "utf8");
const calendar = new I.Component(parse(text));
for (const zone of calendar.getAllSubcomponents("vtimezone"))
    I.TimezoneService.register(new I.Timezone(zone));
const rows = calendar.getAllSubcomponents("vevent").map(part => {
    const event = new I.Event(part);
    const show = t =>
        t.isDate ? t.toString() : new Date(t.toUnixTime() * 1000).toISOString();
    return [event.uid, event.summary, event.location || "", event.description || "",
            show(event.startDate), show(event.endDate), event.sequence,
            part.getFirstPropertyValue("status")];
});
console.log(JSON.stringify(rows));
"""

READ_WITH_VOBJECT = """
import json, sys, datetime, vobject
calendar = vobject.readOne(sys.stdin.buffer.read().decode())
def show(moment):
    if isinstance(moment, datetime.datetime):
        utc = moment.astimezone(datetime.timezone.utc)
        return utc.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return moment.isoformat()
def text(event, name):
    return getattr(event, name).value if hasattr(event, name) else ""
print(json.dumps([
    [e.uid.value, e.summary.value, text(e, "location"), text(e, "description"),
     show(e.dtstart.value), show(e.dtend.value), int(e.sequence.value), e.status.value]
    for e in calendar.vevent_list
]))
"""


def _as_icalendar_reads(data: bytes) -> list[list[object]]:
    def show(moment: datetime | date) -> str:
        if isinstance(moment, datetime):
            return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
        return moment.isoformat()

    return [
        [e.uid, e.summary, e.location, e.description, show(e.start), show(e.end),
         e.sequence, e.status]
        for e in read(data)
    ]  # fmt: skip


def _read_by(command: list[str], data: bytes, **env: str) -> list[list[object]]:
    done = subprocess.run(
        command,
        input=data,
        env={**os.environ, **env},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    found: list[list[object]] = json.loads(done.stdout)
    return found


def _two_releases() -> Release:
    """Release the example, and then a move, so that entries are cancelled too."""
    first = release(programme(), plan(), FeedLedger(), NOW)
    return release(programme(), MOVED, first.ledger, NOW + timedelta(days=1))


@pytest.mark.parametrize("zone", ZONES)
def test_ical_js_reads_what_icalendar_reads(zone: str, service: Callable[[str], str]):
    """Thunderbird's and Nextcloud's reader agrees on every text and moment."""
    node = service("LEADERPLAN_NODE_BIN")
    modules = service("LEADERPLAN_NODE_MODULES")
    for feed in _two_releases().feeds:
        command = [node, "-e", READ_WITH_ICAL_JS]
        found = _read_by(command, feed.data, NODE_PATH=modules, TZ=zone)
        assert found == _as_icalendar_reads(feed.data)


@pytest.mark.parametrize("zone", ZONES)
def test_vobject_reads_what_icalendar_reads(zone: str, service: Callable[[str], str]):
    """Radicale's reader agrees on every text and moment, in three machine zones."""
    python = service("LEADERPLAN_VOBJECT_PYTHON")
    for feed in _two_releases().feeds:
        found = _read_by([python, "-c", READ_WITH_VOBJECT], feed.data, TZ=zone)
        assert found == _as_icalendar_reads(feed.data)


@pytest.mark.parametrize(
    "zone", ["America/New_York", "Australia/Lord_Howe", "Asia/Jerusalem", "UTC"]
)
def test_ical_js_reads_derived_zones(zone: str, service: Callable[[str], str]):
    """The rules made for other zones give ical.js the right moments all year."""
    node = service("LEADERPLAN_NODE_BIN")
    modules = service("LEADERPLAN_NODE_MODULES")
    calendar = programme().calendar.model_copy(update={"time_zone": zone})
    made = release(programme(calendar=calendar), plan(), FeedLedger(), NOW)
    found = _read_by(
        [node, "-e", READ_WITH_ICAL_JS], made.feed(ME).data, NODE_PATH=modules
    )
    starts = sorted(str(row[4]) for row in found if "T" in str(row[4]))
    wanted = [
        datetime.combine(s.day, s.starts, ZoneInfo(zone)).astimezone(UTC)
        for s in plan().sessions
        if s.audience in {"p1", "h27", "h27-A", "h27-1", "nord"}
    ]
    assert starts == sorted(f"{at:%Y-%m-%dT%H:%M:%S}.000Z" for at in wanted)
