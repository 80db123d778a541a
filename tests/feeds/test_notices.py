"""Notices: who is told what a release changes, in which words, and as which mail."""

from __future__ import annotations

import email
import os
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from email import policy
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import leaderplan as lp
from leaderplan import cli
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError, LeaderplanError
from leaderplan.feeds import FeedKey, FeedLedger, Notice, Notices, Release, release
from leaderplan.feeds.outbox import address_of, mail_html, reader_of
from leaderplan.feeds.outbox import mail as mail_of
from leaderplan.feeds.sentences import sentence
from leaderplan.locale import Language
from tests.feeds.example import (
    AFTERNOON,
    MORNING,
    NOW,
    SECOND,
    plan,
    programme,
    session,
    with_session,
)
from tests.feeds.reading import read
from tests.feeds.test_injection import HOSTILE, with_texts
from tests.feeds.test_publish import MOVED
from tests.feeds.test_release import _without

CASES = 5_000 if os.environ.get("LEADERPLAN_FULL") else 25
LATER = NOW + timedelta(days=1)
KIM = "Kim Hølm <kim@example.org>"


def reachable(**changes: Any) -> Programme:
    """Make the example with an e-mail address for everybody."""
    facts = programme(**changes)
    return facts.model_copy(
        update={
            table: tuple(
                row.model_copy(update={"email": f"{row.id}@example.org"})
                for row in getattr(facts, table)
            )
            for table in ("participants", "staff")
        }
    )


def told(
    after: Plan, before: Plan | None = None, language: Language = "en"
) -> tuple[Notices, Release]:
    """Release one plan after another, and return the notices of the second."""
    facts = reachable()
    first = release(facts, before or plan(), FeedLedger(), NOW, language=language)
    made = release(facts, after, first.ledger, LATER, language=language)
    return lp.notices(facts, made), made


def lines(notices: Notices, person: str) -> list[str]:
    """Return all lines of one person's notice."""
    (notice,) = (n for n in notices.notices if n.person == person)
    return [line for part in notice.parts for line in part.lines]


def coaching(
    slot: int = AFTERNOON, place: str = "lille", coach: str = "coach1"
) -> Plan:
    """Move the second coaching of Anna, which is on 6 March 2028 at 12.30."""
    moved = session("coaching", "p1", 2, date(2028, 3, 6), slot, place, coach=coach)
    return with_session(plan(), moved)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("da", "Kalenderen er klar: 27 aftaler fra ons 1. september 2027 til tor "
         "1. juni 2028. Ændringer kommer af sig selv."),
        ("en", "The calendar is ready: 27 appointments from Wed 1 September 2027 to "
         "Thu 1 June 2028. Changes arrive by themselves."),
    ],
)  # fmt: skip
def test_the_first_release_is_a_welcome(language: Language, words: str):
    """A new calendar is told in one sentence, not as 27 new entries."""
    facts = reachable()
    made = release(facts, plan(), FeedLedger(), NOW, language=language)
    notices = lp.notices(facts, made)
    assert lines(notices, "p1") == [words]
    subject = {"da": "Bedre ledelse: din kalender er klar",
               "en": "Bedre ledelse: your calendar is ready"}  # fmt: skip
    assert {n.subject for n in notices.notices} == {subject[language]}
    # Coach 2 and director 2 have nothing in their calendars yet.
    assert [n.person for n in notices.notices] == [
        "p1", "p2", "p3", "boss", "coach1", "dir", "fac", "hostlead",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("da", "Flyttet: Temadag 2, fra tir 2. november til ons 3. november 2027 "
         "kl. 08.30–15.45, Salen, Kursushuset, Åvej 2, Øby"),
        ("en", "Moved: Theme day 2, from Tue 2 November to Wed 3 November 2027 "
         "08:30–15:45, Salen, Kursushuset, Åvej 2, Øby"),
    ],
)  # fmt: skip
def test_a_moved_day_is_told_with_weekdays(language: Language, line: str):
    """What is the same on both days is said once."""
    notices, _ = told(MOVED, language=language)
    assert [lines(notices, p) for p in ("p1", "p2", "p3")] == [[line]] * 3


def test_only_those_affected_are_told():
    """A coaching that moves is told to the participant, the coach and the manager."""
    notices, _ = told(coaching(SECOND, "sal"))
    place = ("Salen, Kursushuset, Åvej 2, Øby, not Lille rum, Kursushuset, Åvej 2, "
             "Øby")  # fmt: skip
    when = "Mon 6 March 2028, from 12:30–14:00 to 10:15–11:45"
    assert {n.person: lines(notices, n.person) for n in notices.notices} == {
        "p1": [f"Moved: Coaching 2, {when}; new place: {place}"],
        "coach1": [f"Moved: Coaching 2, Anna Holm, {when}; new place: {place}"],
        # The unit is told half days, and not what for.
        "boss": ["Busy at other times: Anna Holm, Mon 6 March 2028, from "
                 "12:30–15:45 to 08:30–11:45"],
    }  # fmt: skip


def test_a_change_of_place_alone_names_both():
    """The old place is named beside the new one, and the time is said."""
    notices, _ = told(coaching(place="online"))
    assert lines(notices, "p1") == [
        "Changed: Coaching 2, Mon 6 March 2028 12:30–14:00; new place: Online, not "
        "Lille rum, Kursushuset, Åvej 2, Øby"
    ]


def test_a_swap_of_coach_is_told_to_all_three():
    """The old coach is told that it is off, the new one that it is on."""
    notices, _ = told(coaching(coach="coach2"))
    where = "Lille rum, Kursushuset, Åvej 2, Øby"
    assert {n.person: lines(notices, n.person) for n in notices.notices} == {
        "p1": [f"Changed: Coaching 2, Mon 6 March 2028 12:30–14:00, {where}; now "
               "Coach: Ulla, formerly Coach: Mette"],
        "coach1": ["Cancelled: Coaching 2, Anna Holm, Mon 6 March 2028 12:30–14:00, "
                   f"{where}"],
        "coach2": ["New: Coaching 2, Anna Holm, Mon 6 March 2028 12:30–14:00, "
                   f"{where}"],
    }  # fmt: skip


def test_who_left_is_named_to_nobody():
    """The coach of somebody who left is told what is off, and no name."""
    facts = reachable()
    first = release(facts, plan(), FeedLedger(), NOW, language="en")
    fewer, given_plan = _without("p1")
    made = release(fewer, given_plan, first.ledger, LATER, language="en")
    notices = lp.notices(fewer, made)
    assert "p1" not in {n.person for n in notices.notices}
    assert [line.split(",")[0] for line in lines(notices, "coach1")] == [
        "Cancelled: Coaching 1", "Cancelled: Coaching 2",
    ]  # fmt: skip
    assert "Anna" not in notices.text
    assert "No longer busy: Wed 1 September 2027" in notices.text


def test_an_unchanged_plan_tells_nobody(tmp_path: Path):
    """There is no notice, no row and no mail."""
    notices, _ = told(plan())
    assert len(notices) == 0
    assert notices.text == "Nobody needs to be told."
    assert list(notices.table.columns)[:3] == ["role", "person", "name"]
    assert len(notices.table) == 0
    assert notices.write_outbox(tmp_path / "mails", sender=KIM) == ()


def test_what_nobody_sees_is_not_told():
    """An entry that differs in nothing shown gives no sentence."""
    facts = reachable()
    made = release(facts, plan(), FeedLedger(), NOW)
    entry = made.ledger.of(FeedKey("participant", "p1")).shown[0].entry
    hidden = entry.model_copy(update={"private": not entry.private})
    assert sentence("changed", hidden, entry, "en") is None
    assert sentence("moved", hidden, entry, "en") is not None


def test_the_table_has_a_row_for_each_line():
    """It says whose calendar, what, when and how it was, as plain text."""
    notices, _ = told(MOVED)
    table = notices.table
    assert len(table) == sum(len(lines(notices, n.person)) for n in notices.notices)
    row = table.iloc[0]
    assert (row["name"], row["change"], row["what"]) == (
        "Anna Holm", "Moved", "Theme day 2",
    )  # fmt: skip
    assert (row["was"], row["when"]) == (
        "Tue 2 November 2027 08:30–15:45", "Wed 3 November 2027 08:30–15:45",
    )  # fmt: skip
    assert set(map(str, table.dtypes)) == {"str"}


def _seen(data: bytes) -> dict[str, tuple[object, ...]]:
    """Return what a reader sees of each entry of a feed, by UID."""
    return {
        e.uid: (e.summary, e.start, e.end, e.location, e.description, e.status)
        for e in read(data)
        if "intet" not in e.summary.lower() and "Nothing" not in e.summary
    }


OWN = {"participant", "coach", "facilitator", "manager", "director", "host"}
DAYS = st.integers(0, 9).map(lambda n: date(2027, 11, 8) + timedelta(days=n))


def _talk(person: str, day: date, slot: int, place: str, coach: str) -> Any:
    return session("coaching", person, 1, day, slot, place, coach=coach)


MOVES = st.lists(
    st.one_of(
        st.builds(lambda d, n: session("theme_day", "h27", n, d), DAYS,
                  st.integers(1, 4)),
        st.builds(lambda d, n, *at: _talk(f"p{n}", d, *at), DAYS, st.integers(1, 3),
                  st.sampled_from([MORNING, SECOND, AFTERNOON]),
                  st.sampled_from(["lille", "sal", "online"]),
                  st.sampled_from(["coach1", "coach2"])),
    ),
    max_size=4,
)  # fmt: skip


def _with(moves: list[Any]) -> Plan:
    made = plan()
    for moved in moves:
        rows = tuple(moved if s.key == moved.key else s for s in made.sessions)
        made = made.model_copy(update={"sessions": rows})
    return made


@settings(max_examples=CASES // 2, suppress_health_check=[HealthCheck.too_slow])
@given(before=MOVES, after=MOVES)
def test_somebody_is_told_exactly_when_their_feed_reads_differently(
    before: list[Any], after: list[Any]
):
    """Judged by the feeds' bytes: each entry that differs has one line, in order."""
    facts = reachable()
    first = release(facts, _with(before), FeedLedger(), NOW, language="en")
    made = release(facts, _with(after), first.ledger, LATER, language="en")
    expected = {}
    for feed in made.feeds:
        old, new = _seen(first.feed(feed.key).data), _seen(feed.data)
        differ = [
            uid for uid in old.keys() | new.keys() if old.get(uid) != new.get(uid)
        ]
        if differ and feed.key.kind in OWN:
            expected[feed.key] = len(differ)
    notices = lp.notices(facts, made)
    found = {
        part.feed: len(part.sentences) for n in notices.notices for part in n.parts
    }
    assert found == expected
    for notice in notices.notices:
        assert notice.language == "en"
        for part in notice.parts:
            shown = _seen(made.feed(part.feed).data)
            for row in part.sentences:
                assert any(row.what in str(entry[0]) for entry in shown.values())


# --- as mails -----------------------------------------------------------------------


def mails(paths: tuple[Path, ...]) -> list[Any]:
    """Read mails back with the standard library's own parser."""
    return [
        email.message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in paths
    ]


def test_the_outbox_holds_a_mail_for_each_person(tmp_path: Path):
    """To one person, from the coordinator, dated by the release, as text and HTML."""
    notices, made = told(MOVED)
    paths = notices.write_outbox(tmp_path / "mails", sender=KIM)
    assert {p.name for p in (tmp_path / "mails").iterdir()} == {p.name for p in paths}
    assert len(paths) == len(notices) == 4
    for mail, notice in zip(mails(paths), notices.notices, strict=True):
        assert mail.defects == []
        (to,), (sender,) = mail["To"].addresses, mail["From"].addresses
        assert (to.display_name, to.addr_spec) == (notice.name, notice.email)
        assert (sender.display_name, sender.addr_spec) == (
            "Kim Hølm",
            "kim@example.org",
        )
        assert mail["Date"].datetime == made.ledger.released
        assert mail["Subject"] == "Bedre ledelse: changes in your calendar"
        text, html = mail.iter_parts()
        assert (text.get_content_type(), html.get_content_type()) == (
            "text/plain", "text/html",
        )  # fmt: skip
        assert text.get_content().replace("\r\n", "\n") == notice.text
        for part in notice.parts:
            assert all(line in html.get_content() for line in part.lines)
    for path in paths:
        assert all(len(line) <= 998 for line in path.read_bytes().split(b"\r\n"))
        assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")
        assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o600


def test_the_same_notice_is_the_same_mail(tmp_path: Path):
    """Written again it is not written; another change has another Message-ID."""
    first, _ = told(MOVED)
    again, _ = told(MOVED)
    paths = first.write_outbox(tmp_path, sender=KIM)
    stamps = {path: path.stat().st_ino for path in paths}
    assert again.write_outbox(tmp_path, sender=KIM) == paths
    assert {path: path.stat().st_ino for path in paths} == stamps
    other, _ = told(coaching(SECOND))
    new = other.write_outbox(tmp_path, sender=KIM)
    assert set(new).isdisjoint(paths)
    assert len({str(mail["Message-ID"]) for mail in mails((*paths, *new))}) == len(
        paths
    ) + len(new)


@pytest.mark.parametrize(
    "bad", ["", "p1", "p1@", "æ@example.org", "a b@x.y", "<x>@y.z"]
)
def test_who_cannot_be_mailed_is_named(tmp_path: Path, bad: str):
    """Without a usable address there is no mail, and the summary says who."""
    notices, _ = told(coaching(SECOND))
    rows = tuple(
        Notice(n.role, n.person, n.name, bad if n.person == "p1" else n.email,
               n.programme, n.language, n.parts)
        for n in notices.notices
    )  # fmt: skip
    found = Notices(rows, notices.programme, notices.language, notices.released)
    assert len(found.write_outbox(tmp_path, sender=KIM)) == 2
    assert found.summary == (
        "3 are told of changes. Without an e-mail address: Anna Holm."
    )


@pytest.mark.parametrize(
    "sender", ["", "kim", "kim@example.org\r\nBcc: all@example.org", "a@b, c@d", "@x.y"]
)
def test_a_sender_must_be_an_address(tmp_path: Path, sender: str):
    """It is refused with an example before anything is written."""
    notices, _ = told(MOVED)
    with pytest.raises(InputError, match=r"expected an e-mail address.*Try kim@"):
        notices.write_outbox(tmp_path / "mails", sender=sender)
    assert not (tmp_path / "mails").exists()


def test_an_outbox_that_cannot_be_written_is_a_sentence(tmp_path: Path):
    """The place is named, and what the system said."""
    notices, _ = told(MOVED)
    (tmp_path / "mails").write_text("x")
    with pytest.raises(LeaderplanError, match=r"expected to write notices to .*mails"):
        notices.write_outbox(tmp_path / "mails", sender=KIM)


# --- hostile names --------------------------------------------------------------------


class _Elements(HTMLParser):
    """Counts the elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count an element with the names of its attributes."""
        self.found[" ".join([tag, *sorted(name for name, _ in attrs)])] += 1


def elements(text: str) -> Counter[str]:
    """Return what a page is made of."""
    parser = _Elements()
    parser.feed(text)
    return parser.found


def _hostile(text: str) -> tuple[Notices, Notices]:
    """Return the welcome and the changes of the example with a text everywhere."""
    facts = with_texts(text)
    people = {
        table: tuple(
            row.model_copy(update={"email": f"{row.id}@example.org"})
            for row in getattr(facts, table)
        )
        for table in ("participants", "staff")
    }
    values = {name: getattr(facts, name) for name in Programme.model_fields}
    facts = Programme.model_construct(**values | people)
    first = release(facts, plan(), FeedLedger(), NOW, language="en")
    moved = coaching(SECOND, "sal")
    made = release(facts, moved, first.ledger, LATER, language="en")
    return lp.notices(facts, first), lp.notices(facts, made)


@settings(max_examples=CASES, suppress_health_check=[HealthCheck.too_slow])
@given(text=HOSTILE)
@example(text="x\r\nBcc: all@example.org\r\n\r\nbody")
@example(text="<script>alert(1)</script><img src=x onerror=y>")
@example(text='"><b onclick="x">{{ 7 * 7 }}')
@example(text="\ud800" + "æ" * 300)
@example(text='a"b\\c, d <e@f>; =?utf-8?q?x?=')
@example(text='"' + "x" * 90)
@example(text=":" + "x" * 90)
@example(text="")
def test_hostile_names_break_no_mail_and_no_page(text: str):
    """Each mail has its headers and parts and nothing else; no element is added."""
    for found, plain in zip(_hostile(text), _anna(), strict=True):
        assert len(found) == len(plain) > 2
        for notice in found.notices:
            reader = reader_of(notice.name, notice.email)
            data = mail_of(found, notice, address_of(KIM), reader).as_bytes()
            mail = email.message_from_bytes(data, policy=policy.default)
            assert mail.defects == []
            assert sorted(mail.keys()) == [
                "Auto-Submitted", "Content-Language", "Content-Type", "Date", "From",
                "MIME-Version", "Message-ID", "Subject", "To",
            ]  # fmt: skip
            assert [a.addr_spec for a in mail["To"].addresses] == [notice.email]
            assert [part.get_content_type() for part in mail.walk()] == [
                "multipart/alternative", "text/plain", "text/html",
            ]  # fmt: skip
        for one, other in zip(found.notices, plain.notices, strict=True):
            assert _page(one) == _page(other)
        assert elements(found._repr_html_()) == elements(plain._repr_html_())


@cache
def _anna() -> tuple[Notices, Notices]:
    return _hostile("Anna")


def _page(notice: Notice) -> Counter[str]:
    return elements(mail_html(notice))


# --- from the command line ------------------------------------------------------------


@pytest.fixture
def planned(tmp_path: Path) -> list[str]:
    """Write a programme and its plan to files."""
    facts = reachable()
    lp.to_json(facts, tmp_path / "f.json")
    report = lp.check(facts, plan())
    result = lp.Result(programme=facts, plan=plan(), report=report,
                       status=lp.Status.FEASIBLE)  # fmt: skip
    lp.write_plan(tmp_path / "p.json", result)
    return ["publish", str(tmp_path / "f.json"), str(tmp_path / "p.json"),
            str(tmp_path / "web")]  # fmt: skip


def test_the_command_writes_mails_once(planned, tmp_path, capsys):
    """With ``--outbox`` those affected are told; the second run tells nobody."""
    words = [*planned, "--outbox", str(tmp_path / "mails"), "--from", "kim@example.org"]
    assert cli.main(words) == cli.OK
    assert "mails: 8 are told of changes." in capsys.readouterr().out
    paths = set((tmp_path / "mails").iterdir())
    assert len(paths) == 8
    assert cli.main(words) == cli.OK
    assert "told" not in capsys.readouterr().out
    assert set((tmp_path / "mails").iterdir()) == paths


@pytest.mark.parametrize(
    "words", [["--outbox", "x"], ["--from", "kim@example.org"],
              ["--outbox", "x", "--from", "nobody"]],
)  # fmt: skip
def test_the_command_asks_for_both(planned, words, tmp_path, capsys):
    """An outbox without a sender, or with a bad one, is refused; nothing is written."""
    assert cli.main([*planned, *words]) == cli.WRONG
    assert "expected" in capsys.readouterr().err
    assert not (tmp_path / "web").exists()


def test_a_run_killed_after_its_mails_writes_the_same_again(tmp_path: Path):
    """What was told and not published is told again under the same Message-ID."""
    facts = reachable()
    written: list[tuple[Path, ...]] = []

    def tell(made: Release) -> None:
        found = lp.notices(facts, made)
        written.append(found.write_outbox(tmp_path / "mails", sender=KIM))

    def killed(made: Release) -> None:
        tell(made)
        raise KeyboardInterrupt

    lp.publish(facts, plan(), tmp_path / "web", NOW)
    with pytest.raises(KeyboardInterrupt):
        lp.publish(facts, MOVED, tmp_path / "web", LATER, tell=killed)
    lp.publish(facts, MOVED, tmp_path / "web", LATER + timedelta(days=1), tell=tell)
    assert len(written) == 2
    assert written[0] == written[1] != ()
    assert len(list((tmp_path / "mails").iterdir())) == 4
    lp.publish(facts, MOVED, tmp_path / "web", LATER + timedelta(days=2), tell=tell)
    assert len(written) == 2


def test_dates_are_those_of_the_release():
    """No clock is read: the notice is of the moment that the release was made at."""
    notices, _ = told(MOVED)
    assert notices.released == datetime(2027, 6, 2, 9, 30, tzinfo=UTC)
