"""Release, subscribe and revoke on the command line."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

import leaderplan as lp
from leaderplan import cli
from leaderplan.store import open_store
from tests.feeds.example import plan, programme
from tests.store.promises import ME, MOVED, PROGRAMME


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str, str]:
    """Return a place for a store, and files with the example and its plan."""
    lp.to_json(programme(), tmp_path / "in.json")
    for name, given in (("plan", plan()), ("moved", MOVED)):
        report = lp.check(programme(), given)
        result = lp.Result(programme(), lp.Status.FEASIBLE, given, report, None)
        lp.write_plan(tmp_path / f"{name}.json", result)
    return (
        str(tmp_path / "s.db"),
        str(tmp_path / "in.json"),
        str(tmp_path / "plan.json"),
    )


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run the command line in this process; return status and both outputs."""
    status = cli.main(list(words))
    out, err = capsys.readouterr()
    return status, out, err


def test_release_from_files(
    files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]
):
    """Drafts tell and change nothing; a release is told once; the log knows why."""
    store, facts, given = files
    moved = given.replace("plan.json", "moved.json")
    status, out, _ = run(capsys, "release", store, facts, given, "--draft",
                         "--language", "da")  # fmt: skip
    assert status == 0
    assert "Det ville en udgivelse nu ændre i 14 kalender(e): 220 ny(e)." in out
    assert out.count("\n- ") == 50
    assert "… og 170 til." in out
    ask = ("--by", "Kim", "--why", "first", "--language", "da")
    _, out, _ = run(capsys, "release", store, facts, given, *ask)
    assert out == "Udgivelse 1: 14 kalender(e) ændret; 220 ny(e).\n"
    _, out, _ = run(capsys, "release", store, facts, given, "--why", "again")
    assert out == ("No calendar has changed since release 1; nothing was released.\n")
    _, out, _ = run(capsys, "release", store, facts, moved, "--draft")
    assert "- participant/p1: Moved: Temadag 2, from Tue 2 November 2027" in out
    _, out, _ = run(capsys, "release", store, facts, moved, "--why", "room")
    assert out.startswith("Release 2: ")
    with open_store(store) as kept:
        # Each of the two plans was saved once, and the language stays.
        assert len(kept.plan_versions(PROGRAMME)) == 2
        assert len(kept.programme_versions(PROGRAMME)) == 1
        first = kept.releases(PROGRAMME)[0]
        assert (first.made_by, first.why) == ("Kim", "first")
        assert kept.ledger(PROGRAMME).language == "da"


def test_release_needs_a_reason(
    files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]
):
    """Without one nothing is made, and it is said how to give it."""
    status, _, err = run(capsys, "release", *files)
    assert status == 2
    assert "--why: expected the reason" in err
    assert not Path(files[0]).exists()


def test_links_are_given_out_and_ended(
    files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]
):
    """A link is printed once, works, and stops when it is renewed or ended."""
    store = files[0]
    run(capsys, "release", *files, "--why", "first", "--language", "da")

    def give(*words: str) -> str:
        status, out, err = run(capsys, *words)
        assert (status, err) == (0, "")
        found = re.match(r"https://k\.example/c/([\w-]{43})\.ics\n", out)
        assert found, out
        return found[1]

    address = ("--address", "https://k.example/")
    old = give("subscribe", store, "participant/p1", *address)
    status, _, err = run(capsys, "subscribe", store, "participant/p1",
                         "--language", "da")  # fmt: skip
    assert status == 2
    assert "participant/p1 har allerede et link" in err
    new = give("revoke", store, "participant/p1", "--rotate", *address)
    now = datetime.now(UTC)
    with open_store(store) as kept:
        assert kept.feed(old, now) is None
        assert kept.feed(new, now) is not None
    status, out, _ = run(capsys, "revoke", store, "participant/p1", "--closing")
    assert (status, new in out) == (0, False)
    assert "says for 30 days that the calendar is closed" in out
    with open_store(store) as kept:
        assert kept.feed(new, now).closing
        assert kept.subscriptions(PROGRAMME)[-1].key == ME


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("participant/p9",), "Did you mean participant/p"),
        (("deltager/p1",), "expected KIND/ID, as participant/p07; found deltager/p1"),
        (("coach",), "Kinds are participant, group, coach"),
        (("participant/p1", "--programme", "other"), "found participant/p1"),
    ],
)
def test_wrong_words_are_a_sentence(
    files: tuple[str, str, str],
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    said: str,
):
    """What was expected, what was found, and nothing given out."""
    run(capsys, "release", *files, "--why", "first")
    status, out, err = run(capsys, "subscribe", files[0], *words)
    assert (status, out) == (2, "")
    assert said in err
