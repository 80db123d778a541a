"""Publishing to object storage that answers over HTTP as S3 does: moto's server."""

from __future__ import annotations

import itertools
import json
import os
import random
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

import leaderplan as lp
from leaderplan import cli
from leaderplan.errors import LeaderplanError
from leaderplan.feeds import Release, Target
from leaderplan.feeds.objects import Objects
from leaderplan.feeds.publish import LEDGER, read_ledger
from tests.feeds.example import NOW, plan, programme
from tests.feeds.test_objects import calls, third
from tests.feeds.test_publish import MOVED

pytestmark = pytest.mark.services

FULL = bool(os.environ.get("LEADERPLAN_FULL"))
KILLS = 40 if FULL else 8
PAGE = Path(__file__).resolve().parents[2] / "docs" / "calendars.md"
POLICY = json.loads(PAGE.read_text("utf-8").split("```json\n")[1].split("```")[0])
"""What docs/calendars.md tells to let people read feeds, and nothing else."""


@pytest.fixture(scope="module")
def server(
    service: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Run moto's server on a free port of this machine, and wait until it answers."""
    program = service("LEADERPLAN_MOTO_BIN")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("moto") / "log"
    with (
        log.open("w") as out,
        subprocess.Popen(
            [program, "-H", "127.0.0.1", "-p", str(port)], stdout=out, stderr=out
        ) as run,
    ):
        try:
            _wait(port, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            run.terminate()


def _wait(port: int, log: Path) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(log.read_text())


def asked(
    url: str, method: str = "GET", data: bytes | None = None, *, signed: bool = False
) -> tuple[int, dict[str, str], bytes]:
    """Ask the server as a browser does, or as somebody with a key."""
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url, data, headers, method=method)  # noqa: S310
    if signed:
        key = "AWS4-HMAC-SHA256 Credential=k/20270101/us-east-1/s3/aws4_request"
        request.add_header("Authorization", key)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            found = {name.lower(): text for name, text in answer.headers.items()}
            return answer.status, found, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, {}, b""


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Make an empty bucket whose prefix ``calendars`` everybody may read from."""
    environment = {
        "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "us-east-1", "AWS_ENDPOINT": server, "AWS_ALLOW_HTTP": "true",
    }  # fmt: skip
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    asked(f"{server}/moto-api/reset", "POST", b"")
    assert asked(f"{server}/year", "PUT", signed=True)[0] == 200
    allow(server, POLICY)
    return f"{server}/year/calendars"


def allow(server: str, policy: object) -> None:
    """Set what strangers may do with the bucket."""
    text = json.dumps(policy).encode()
    assert asked(f"{server}/year?policy", "PUT", text, signed=True)[0] < 300


TARGET = "s3://year/calendars"


def publish(given: object = None, hours: int = 0) -> Release:
    """Publish the example, or another plan of it, some hours after the first time."""
    return lp.publish(
        programme(), given or plan(), TARGET, NOW + timedelta(hours=hours)
    )


def objects(place: Objects) -> dict[str, bytes]:
    """Read all that a place holds, with the key."""
    import obstore

    names = [meta["path"] for chunk in obstore.list(place.store) for meta in chunk]
    return {name: bytes(obstore.get(place.store, name).bytes()) for name in names}


def stamps(place: Objects) -> dict[str, object]:
    """Return when each object was written, and what it was then."""
    import obstore

    rows = [meta for chunk in obstore.list(place.store) for meta in chunk]
    return {meta["path"]: (meta["last_modified"], meta["e_tag"]) for meta in rows}


def test_strangers_read_feeds_by_their_names_alone(bucket: str, server: str):
    """A feed is served with its headers; ledger, index and lists are refused."""
    made = publish()
    for feed in made.feeds:
        url = f"{bucket}/{made.ledger.file_of(feed.key)}"
        status, headers, data = asked(url)
        assert (status, data) == (200, feed.data)
        assert headers["content-type"] == "text/calendar; charset=utf-8"
        assert headers["cache-control"] == "private, max-age=300"
        assert headers["content-disposition"] == 'inline; filename="calendar.ics"'
    for name in ("ledger.json", "index.csv", "probe.txt"):
        assert asked(f"{server}/year/calendars.private/{name}")[0] == 403
        assert asked(f"{server}/year/calendars.private/{name}", signed=True)[0] == 200
    assert asked(f"{bucket}/guess.ics")[0] in {403, 404}


def test_unchanged_plan_writes_no_object(bucket: str):
    """The second run leaves every object as it was; a move rewrites those it tells."""
    publish()
    to = Target.at(TARGET)
    before = stamps(to.feeds) | stamps(to.private)
    time.sleep(1.1)
    publish(hours=1)
    assert stamps(to.feeds) | stamps(to.private) == before
    made = publish(MOVED, hours=2)
    after = stamps(to.feeds)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {made.ledger.file_of(c.feed) for c in made.changes}
    assert 0 < len(changed) < len(after)


def test_open_bucket_is_refused(bucket: str, server: str):
    """Where everybody may read the whole bucket, nothing that names people goes in."""
    everything = json.loads(json.dumps(POLICY).replace("/calendars/*", "/*"))
    allow(server, everything)
    with pytest.raises(LeaderplanError, match="can be read by everybody"):
        publish()
    to = Target.at(TARGET)
    assert objects(to.feeds) == {}
    assert objects(to.private) == {"probe.txt": b""}


def test_missing_bucket_and_dead_server_are_sentences(
    bucket: str, monkeypatch: pytest.MonkeyPatch
):
    """A wrong bucket and a server that is away say so, without keys or names."""
    with pytest.raises(LeaderplanError, match="there is no such bucket"):
        lp.publish(programme(), plan(), "s3://nosuch/calendars", NOW)
    monkeypatch.setattr("leaderplan.feeds.objects._RETRIES", {"max_retries": 0})
    monkeypatch.setenv("AWS_ENDPOINT", "http://127.0.0.1:1")
    with pytest.raises(LeaderplanError, match="the storage was not reached") as told:
        publish()
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("put", [0, 1, 2, 5])
def test_a_run_that_breaks_into_another_loses_nothing(bucket: str, put: int):
    """Before the ledger, the index or a feed is put, another run publishes it all."""
    first = publish()
    made: list[Release] = []
    puts = itertools.count()
    busy: list[int] = []

    def other(_: int, name: str) -> None:
        if name == "put" and not busy and next(puts) == put:
            busy.append(put)
            made.append(publish(MOVED, hours=2))

    with calls(other):
        made.append(publish(third(), hours=1))
    assert busy == [put]
    to = Target.at(TARGET)
    ledger = read_ledger(to.private.read(LEDGER))
    assert {f.key: f.token for f in ledger.feeds} == {
        f.key: f.token for f in first.ledger.feeds
    }
    newest = next(m for m in made if m.ledger == ledger)
    # Whoever's ledger came last has written every feed; before the ledger is put
    # that is the run broken into, which starts anew.
    assert newest is made[1 if put == 0 else 0]
    assert objects(to.feeds) == {
        newest.ledger.file_of(f.key): f.data for f in newest.feeds
    }


FOR_EVER = """
import itertools, sys
from tests.services.test_object_storage import MOVED, plan, publish
for number in itertools.count(int(sys.argv[1])):
    publish((MOVED, plan())[number % 2], number)
    print(number, flush=True)
"""


def test_killed_runs_leave_whole_objects(bucket: str):
    """After each kill every feed is there and whole, and the next run mends all."""
    names = {publish().ledger.file_of(f.key) for f in publish().feeds}
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    rng = random.Random(1)
    place = Target.at(TARGET).feeds
    for number in range(KILLS):
        command = [sys.executable, "-c", FOR_EVER, str(1000 * (number + 1))]
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE) as run:
            assert run.stdout is not None
            assert run.stdout.readline() == b"%d\n" % (1000 * (number + 1))
            time.sleep(rng.uniform(0, 0.5))
            run.kill()
        found = objects(place)
        assert set(found) == names
        assert all(data.endswith(b"END:VCALENDAR\r\n") for data in found.values())
    made = publish(hours=1000 * (KILLS + 2))
    assert objects(place) == {made.ledger.file_of(f.key): f.data for f in made.feeds}


def test_the_command_publishes_to_storage(bucket: str, tmp_path: Path, capsys):
    """``leaderplan publish`` takes a URL where it takes a folder."""
    from tests.display import example

    facts = example.programme()
    lp.to_json(facts, tmp_path / "f.json")
    lp.write_plan(tmp_path / "p.json", example.result())
    command = ["publish", tmp_path / "f.json", tmp_path / "p.json", TARGET]
    assert cli.main([str(word) for word in command]) == cli.OK
    count = len(objects(Target.at(TARGET).feeds))
    assert f"{TARGET}: {count} calendars" in capsys.readouterr().out
    assert count > 5
