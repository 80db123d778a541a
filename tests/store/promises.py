"""What every database must keep, asked of SQLite and of PostgreSQL alike."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from leaderplan.domain.plan import Plan
from leaderplan.errors import InputError, RuleBroken
from leaderplan.feeds import FeedKey, FeedLedger, release
from leaderplan.store import Link, SavedMeanwhile, Store, open_store
from leaderplan.store import ledgers as stored_ledgers
from leaderplan.store.schema import TABLES
from tests.feeds.example import NOW, plan, post, programme, session, with_session
from tests.feeds.reading import read

PROGRAMME = programme().id
ME = FeedKey("participant", "p1")
MOVED = with_session(plan(), session("theme_day", "h27", 2, date(2027, 11, 3)))
DAY = timedelta(days=1)
EXPIRES = datetime(2028, 8, 15, 22, tzinfo=UTC)
"""60 days after 16 June 2028, the example's last day, at midnight in Copenhagen."""


def filled(store: Store) -> Store:
    """Save the example, and its plan."""
    store.save_programme(programme(), NOW, by="Kim")
    store.save_plan(PROGRAMME, plan(), NOW, by="Kim")
    return store


def published(store: Store) -> Store:
    """Save the example, and release its plan."""
    filled(store).release(PROGRAMME, None, NOW, by="Kim", why="first")
    return store


def save_and_release(
    store: Store, given: Plan, now: datetime, **more: Any
) -> tuple[FeedKey, ...]:
    """Save one more plan and release it; return the feeds that say something new."""
    after = len(store.plan_versions(PROGRAMME))
    store.save_plan(PROGRAMME, given, now, by="Kim", after=after)
    made = store.release(PROGRAMME, None, now, by="Kim", why="moved", **more)
    return tuple(change.feed for change in made.changes)


def give(store: Store, key: FeedKey = ME, **more: Any) -> Link:
    """Give out a link."""
    return store.subscribe(PROGRAMME, key, NOW, by="Kim", **more)


def rows_of(store: Store, *but: str) -> dict[str, list[tuple[object, ...]]]:
    """Return all that stands in the database, but for some tables."""
    with store._database.reading() as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(select(table))),
                         key=repr)
            for name, table in TABLES.tables.items()
            if name not in but
        }  # fmt: skip


def data_of_programme(
    store: Store, programme: str
) -> dict[FeedKey, tuple[bytes, datetime]]:
    """Return the bytes of every feed that is served, and when they last changed."""
    table = TABLES.tables["feeds"]
    there = select(table).where(
        table.c.programme == programme, table.c.data.is_not(None)
    )
    with store._database.reading() as connection:
        rows = connection.execute(there).all()
    assert all(hashlib.sha256(row.data).hexdigest() == row.etag for row in rows)
    return {FeedKey(r.kind, r.subject): (r.data, r.served) for r in rows}


def data_of(store: Store) -> dict[FeedKey, bytes]:
    """Return the bytes of every feed of the example that is served."""
    rows = data_of_programme(store, PROGRAMME)
    return {key: data for key, (data, _) in rows.items()}


class Versions:
    """Programmes and plans, saved by several people."""

    def test_what_is_saved_is_read(self, store: Store):
        """Programme and plan come back as they were, any version of them."""
        filled(store)
        other = programme(name="Andet navn")
        assert store.save_programme(other, NOW + DAY, by="Bo", after=1).version == 2
        store.save_plan(PROGRAMME, MOVED, NOW + DAY, by="Bo", after=1)
        assert store.programme(PROGRAMME, 1) == programme()
        assert store.programme(PROGRAMME) == other
        assert (store.plan(PROGRAMME, 1), store.plan(PROGRAMME)) == (plan(), MOVED)
        rows = [row[1:] for row in store.programme_versions(PROGRAMME)]
        assert rows == [(1, NOW, "Kim"), (2, NOW + DAY, "Bo")]
        assert [row[1:] for row in store.plan_versions(PROGRAMME)] == rows

    def test_what_is_saved_survives_closing(self, place: str, store: Store):
        """A database that is opened again holds what it held."""
        published(store)
        before = rows_of(store)
        store.close()
        with open_store(place) as again:
            assert rows_of(again) == before

    @pytest.mark.parametrize("what", ["programme", "plan"])
    def test_the_second_of_two_is_told(self, store: Store, what: str):
        """Who saves after somebody else hears who did, when, and what to do."""
        filled(store)

        def save(by: str, after: int) -> object:
            if what == "programme":
                return store.save_programme(programme(), NOW + DAY, by=by, after=after)
            return store.save_plan(PROGRAMME, plan(), NOW + DAY, by=by, after=after)

        save("Bo", 1)
        before = rows_of(store)
        with pytest.raises(SavedMeanwhile) as caught:
            save("Kim", 1)
        error = caught.value
        assert (error.by, error.at, error.version) == ("Bo", NOW + DAY, 2)
        assert "Bo saved version 2 on 2027-06-02 09:30 UTC" in str(error)
        assert "Bo gemte version 2" in error.words.da
        assert "read version 2, change that, and save again" in str(error)
        assert rows_of(store) == before
        save("Kim", 2)

    def test_version_that_never_was_is_refused(self, store: Store):
        """Nobody saves after a version that is not there, or of a programme that is
        not.
        """
        with pytest.raises(InputError, match="expected a version up to 0; found 3"):
            store.save_programme(programme(), NOW, by="Kim", after=3)
        with pytest.raises(InputError, match="found no ledere-27"):
            store.save_plan(PROGRAMME, plan(), NOW, by="Kim")
        filled(store)
        with pytest.raises(InputError, match="found no version 2 of ledere-27"):
            store.save_plan(PROGRAMME, plan(), NOW, by="Kim", after=1, of=2)
        with pytest.raises(InputError, match="no version 7"):
            store.plan(PROGRAMME, 7)

    @pytest.mark.parametrize("by", ["", "  ", "x" * 201, "a\x00b"])
    def test_nameless_saves_are_refused(self, store: Store, by: str):
        """Who saves must be said, in one printable line."""
        with pytest.raises(InputError, match="by: expected 1 to 200 characters"):
            store.save_programme(programme(), NOW, by=by)
        with pytest.raises(InputError, match="expected a time with a time zone"):
            store.save_programme(programme(), NOW.replace(tzinfo=None), by="Kim")
        assert rows_of(store)["programmes"] == []


class Releases:
    """Releases, drafts, and what is left alone."""

    def test_release_serves_what_release_makes(self, store: Store):
        """The stored feeds and ledger are those of the pure function."""
        published(store)
        made = release(programme(), plan(), FeedLedger(), NOW)
        assert data_of(store) == {feed.key: feed.data for feed in made.feeds}
        assert store.ledger(PROGRAMME) == made.ledger
        (row,) = store.releases(PROGRAMME)
        assert row[:6] == (1, 1, NOW, "Kim", "first", 14)
        assert row.told == "220 new"

    def test_second_release_goes_on_from_the_first(self, store: Store):
        """The ledger in the database carries revisions from release to release."""
        first = release(programme(), plan(), FeedLedger(), NOW)
        second = release(programme(), MOVED, first.ledger, NOW + DAY)
        published(store)
        before = data_of(store)
        told = save_and_release(store, MOVED, NOW + DAY)
        assert data_of(store) == {feed.key: feed.data for feed in second.feeds}
        changed = {k for k, data in data_of(store).items() if data != before[k]}
        assert changed == set(told)
        assert 0 < len(changed) < 14
        assert [row.feeds for row in store.releases(PROGRAMME)] == [14, len(changed)]

    @pytest.mark.parametrize("days", [0, 1, 45, 400])
    @pytest.mark.parametrize("anew", [False, True])
    def test_unchanged_plan_writes_nothing(self, store: Store, days: int, anew: bool):
        """Released again, also as a new version, it leaves a line in the log alone."""
        published(store)
        if anew:
            store.save_plan(PROGRAMME, plan(), NOW, by="Bo", after=1)
        before = rows_of(store, "audit")
        when = NOW + days * DAY
        made = store.release(PROGRAMME, None, when, by="Bo", why="again")
        assert (made.number, made.written, made.changes) == (1, 0, ())
        assert rows_of(store, "audit") == before
        assert store.audit(PROGRAMME)[-1][:3] == (when, "Bo", "unchanged")

    def test_draft_tells_and_changes_nothing(self, store: Store):
        """A preview has the changes of the release, which comes as previewed."""
        published(store)
        store.save_plan(PROGRAMME, MOVED, NOW + DAY, by="Kim", after=1)
        before = rows_of(store, "audit")
        draft = store.draft(PROGRAMME, None, NOW + DAY, by="Kim")
        assert (draft.number, draft.published) == (1, False)
        assert rows_of(store, "audit") == before
        made = store.release(
            PROGRAMME, None, NOW + DAY, by="Kim", why="moved", after=draft.number
        )
        assert (made.changes, made.written) == (draft.changes, draft.written)
        assert made.summary("da") == draft.summary("da") != "Ingen ændringer"

    def test_release_after_an_old_draft_is_refused(self, store: Store):
        """What was previewed against an older release is not published."""
        published(store)
        draft = store.draft(PROGRAMME, None, NOW, by="Kim")
        save_and_release(store, MOVED, NOW + DAY)
        before = rows_of(store)
        with pytest.raises(SavedMeanwhile, match="Kim released the calendars on 2027"):
            store.release(PROGRAMME, 1, NOW + DAY, by="Bo", why="x", after=draft.number)
        assert rows_of(store) == before

    def test_release_that_was_overtaken_is_refused(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ):
        """Of two releases made at once the second is told; the first stands whole."""
        filled(store)
        real, inner = stored_ledgers.changed_rows, []

        def overtaken(*given: Any) -> Any:
            if not inner:
                inner.append(1)
                store.release(PROGRAMME, None, NOW, by="Bo", why="faster")
            return real(*given)

        monkeypatch.setattr(stored_ledgers, "changed_rows", overtaken)
        with pytest.raises(SavedMeanwhile, match="Bo released"):
            store.release(PROGRAMME, None, NOW, by="Kim", why="slower")
        assert [row.made_by for row in store.releases(PROGRAMME)] == ["Bo"]
        inner.clear()
        store.save_plan(PROGRAMME, MOVED, NOW, by="Kim", after=1)
        with pytest.raises(SavedMeanwhile, match="Bo released"):
            store.release(PROGRAMME, 2, NOW + DAY, by="Kim", why="slower")

    @pytest.mark.parametrize("step", ["write_feeds", "write_changes"])
    def test_fault_within_a_release_leaves_the_last(
        self, store: Store, monkeypatch: pytest.MonkeyPatch, step: str
    ):
        """Whatever breaks half-way, nothing of the new release is stored."""
        published(store)
        store.save_plan(PROGRAMME, MOVED, NOW + DAY, by="Kim", after=1)
        before, real = rows_of(store), getattr(stored_ledgers, step)

        def broken(*given: Any) -> None:
            real(*given)
            raise OSError("no more")

        with monkeypatch.context() as patch:
            patch.setattr(stored_ledgers, step, broken)
            with pytest.raises(OSError, match="no more"):
                store.release(PROGRAMME, None, NOW + DAY, by="Kim", why="moved")
        assert rows_of(store) == before
        assert store.release(PROGRAMME, None, NOW + DAY, by="K", why="x").number == 2

    def test_broken_plan_is_not_released(self, store: Store):
        """A plan without all its sessions is refused, and nothing is stored."""
        filled(store)
        half = plan().model_copy(update={"sessions": plan().sessions[1:]})
        store.save_plan(PROGRAMME, half, NOW, by="Kim", after=1)
        before = rows_of(store)
        with pytest.raises(RuleBroken):
            store.release(PROGRAMME, None, NOW, by="Kim", why="half")
        assert rows_of(store) == before

    def test_clock_that_jumps_back_lowers_nothing(self, store: Store):
        """An hour back: the move still has a higher SEQUENCE and a later stamp."""
        published(store)
        old = {entry.uid: entry for entry in read(data_of(store)[ME])}
        token = give(store).token
        served = store.feed(token, NOW)
        save_and_release(store, MOVED, NOW - timedelta(hours=1))
        new = {entry.uid: entry for entry in read(data_of(store)[ME])}
        (moved,) = [u for u in new if new[u] != old[u]]
        assert new[moved].sequence == old[moved].sequence + 1
        assert new[moved].stamp > old[moved].stamp
        assert store.feed(token, NOW).modified > served.modified

    def test_each_change_is_later_than_the_one_before(self, store: Store):
        """A calendar that gets another name twice in a second has two times."""
        token = give(published(store)).token
        seen = [store.feed(token, NOW)]
        for version, name in ((1, "Andet navn"), (2, "Tredje navn")):
            store.save_programme(programme(name=name), NOW, by="Kim", after=version)
            assert save_and_release(store, plan(), NOW) == ()
            seen.append(store.feed(token, NOW))
        times = [served.modified for served in seen]
        assert times == sorted(set(times))
        assert len({served.etag for served in seen}) == 3

    def test_secret_job_is_told_on_its_day(self, store: Store):
        """An unchanged plan is released anew once a post may be seen."""
        seen = date(2027, 8, 1)
        posts = (
            post("birk", valid_to=date(2027, 9, 30)),
            post("elm", "boss2", valid_from=date(2027, 10, 1), visible_from=seen),
        )
        people = programme().participants
        person = people[0].model_copy(update={"posts": posts})
        given = programme(participants=(person, *people[1:]))
        store.save_programme(given, NOW, by="Kim")
        store.save_plan(PROGRAMME, plan(), NOW, by="Kim")
        store.release(PROGRAMME, None, NOW, by="Kim", why="first")
        # Midnight in Copenhagen is 22:00 the day before in UTC.
        for moment, number in (
            (datetime(2027, 7, 31, 21, 59, 59, tzinfo=UTC), 1),
            (datetime(2027, 7, 31, 22, 0, 0, tzinfo=UTC), 2),
        ):
            made = store.release(PROGRAMME, None, moment, by="Kim", why="daily")
            assert made.number == number

    def due(self, store: Store) -> datetime:
        """Return when time alone changes a feed next."""
        with store._database.reading() as connection:
            return connection.execute(select(TABLES.tables["calendars"])).one().due

    def test_cancelled_entry_is_dropped_in_time(self, store: Store):
        """It stands for 30 days and until its day is past, without any new plan."""
        published(store)
        save_and_release(store, MOVED, NOW + DAY)
        left = programme(participants=programme().participants[:2])
        rows = {
            name: tuple(r for r in getattr(plan(), name) if _is_of(r, {"p1", "p2"}))
            for name in ("sessions", "placements", "matches", "milestones")
        }
        both = {
            name: tuple(
                g.model_copy(update={"participants": ("p1", "p2")})
                for g in getattr(plan(), name)
            )
            for name in ("groups", "classes")
        }
        store.save_programme(left, NOW + 2 * DAY, by="Kim", after=1)
        save_and_release(store, Plan(**rows, **both), NOW + 2 * DAY)
        coach = FeedKey("coach", "coach1")
        cancelled = [e for e in read(data_of(store)[coach]) if e.status == "CANCELLED"]
        # Coaching on 6 October and 8 March: both of p3.
        assert len(cancelled) == 2
        for moment, kept in (
            (datetime(2027, 10, 6, 12, tzinfo=UTC), 2),
            (datetime(2027, 10, 6, 22, tzinfo=UTC), 1),
            (datetime(2028, 3, 8, 22, 59, tzinfo=UTC), 1),
            (datetime(2028, 3, 8, 23, tzinfo=UTC), 0),
        ):
            store.release(PROGRAMME, None, moment, by="Kim", why="daily")
            if kept == 2:
                assert self.due(store) == datetime(2027, 10, 6, 22, tzinfo=UTC)
            shown = read(data_of(store)[coach])
            assert len([e for e in shown if e.status == "CANCELLED"]) == kept


def _is_of(row: Any, people: set[str]) -> bool:
    who = getattr(row, "participant", None) or getattr(row, "audience", "")
    return who in people or not re.fullmatch(r"p\d", who)
