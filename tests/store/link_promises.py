"""What links, the log and the tables must keep, in any database."""

from __future__ import annotations

import logging
import secrets
import time
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import inspect, select, text

from leaderplan.errors import InputError, LeaderplanError
from leaderplan.feeds import FeedKey
from leaderplan.feeds.serving import Busy, Links, Served
from leaderplan.store import NewerStore, Store, StoreError, migrations, open_store
from leaderplan.store.database import Database
from leaderplan.store.links import token_hash
from leaderplan.store.schema import TABLES
from tests.feeds.example import NOW, plan, programme
from tests.feeds.reading import read
from tests.store.promises import (
    DAY,
    EXPIRES,
    ME,
    MOVED,
    PROGRAMME,
    data_of,
    give,
    published,
    rows_of,
    save_and_release,
)

MALFORMED = [
    "", "x", "a" * 42, "a" * 44, "a" * 42 + "=", "a" * 42 + "/", "a" * 42 + "\n",
    "ø" * 43, "a" * 42 + "\x00", "../" + "a" * 40, "%2e" * 14 + "a", "a" * 100_000,
    "a" * 43 + "\n", "\uff11" * 43,
]  # fmt: skip

PERSONAL = ("Anna Holm", "Anna", "Holm", "Bo Æbelø", "Cleo", "Coachsen", "Bodil")
"""Names of the example's people."""


def refuse_to_read(*_: object) -> None:
    """Stand in for a database that nobody may ask."""
    raise AssertionError("asked the database")


class GivenLinks:
    """Links: given out, used, renewed, ended, guessed."""

    def test_link_gives_the_released_feed(self, store: Store):
        """Bytes, tag, time and name are those of the feed; the name names nobody."""
        link = give(published(store))
        served = store.feed(link.token, NOW)
        assert served.data == data_of(store)[ME]
        assert served.modified == NOW
        assert (served.file_name, served.closing) == ("kalender.ics", False)
        assert link.expires == EXPIRES
        page = store.page(link.token, NOW)
        assert page.title == "Bedre ledelse – personlig kalender"
        assert (page.language, page.zone) == ("da", "Europe/Copenhagen")
        assert page.lines == store.ledger(PROGRAMME).of(ME).shown
        assert {change.feed for change in page.changes} == {ME}
        assert len(page.changes) == len(page.lines)
        assert (page.released, page.closing) == (NOW, False)
        assert store.ready()

    def test_the_store_is_what_a_server_asks_for(self, store: Store):
        """A store stands where links are asked for."""
        links: Links = store
        assert links.feed("a" * 43, NOW) is None

    def test_link_follows_every_release(self, store: Store):
        """After a release the same link gives the new bytes, and only the last
        changes.
        """
        link = give(published(store))
        old = store.feed(link.token, NOW)
        told = save_and_release(store, MOVED, NOW + DAY)
        new = store.feed(link.token, NOW + DAY)
        assert new.data == data_of(store)[ME] != old.data
        assert (new.modified, new.etag == old.etag) == (NOW + DAY, False)
        page = store.page(link.token, NOW + DAY)
        assert [c.kind for c in page.changes] == ["moved"] * told.count(ME)
        still = give(store, FeedKey("coach", "coach2"))
        assert store.page(still.token, NOW + DAY).changes == ()

    def test_nobody_finds_a_secret_in_the_database(self, store: Store):
        """A link is shown once: the database holds its hash alone."""
        link = give(published(store))
        kept = repr(rows_of(store))
        assert link.token not in kept
        assert token_hash(link.token) in kept
        assert link.token not in repr(link) + str(link)
        assert link.token in link.path == f"/c/{link.token}.ics"

    def test_secrets_are_not_alike(self, store: Store):
        """Each has 43 characters of the alphabet; readers of one calendar have
        their own.
        """
        published(store)
        tokens = {give(store, holder=f"reader {i}").token for i in range(20)}
        assert len(tokens) == 20
        assert all(len(token) == 43 for token in tokens)
        assert len({token[:4] for token in tokens}) > 15

    @pytest.mark.parametrize("closing", [False, True])
    def test_rotated_link_opens_nothing(self, store: Store, closing: bool):
        """The new link works at once and the old one no more, or it says so."""
        old = give(published(store))
        new = store.rotate(PROGRAMME, ME, NOW, by="Bo", closing=closing)
        assert store.feed(new.token, NOW).data == data_of(store)[ME]
        assert new.token != old.token
        if closing:
            (entry,) = read(store.feed(old.token, NOW).data)
            assert "har fået en ny adresse" in entry.summary
        else:
            assert store.feed(old.token, NOW) is None
            assert store.page(old.token, NOW) is None

    def test_revoked_link_opens_nothing(self, store: Store):
        """At once, also for a clock that runs behind; and it stays so."""
        link = give(published(store))
        store.revoke(PROGRAMME, ME, NOW, by="Bo")
        for moment in (NOW - DAY, NOW, NOW + 400 * DAY):
            assert store.feed(link.token, moment) is None
            assert store.page(link.token, moment) is None
        assert give(store).token != link.token

    def closes(self, store: Store, token: str, since: datetime) -> Served:
        """Check that a link says that it is closed for 30 days, and then nothing."""
        served = store.feed(token, since)
        assert served.closing
        (entry,) = read(served.data)
        assert entry.summary == "Denne kalender er lukket"
        assert not entry.blocking
        assert not hasattr(entry.start, "hour")
        assert not any(name in served.data.decode() for name in (*PERSONAL, "p1"))
        assert store.feed(token, since + 30 * DAY - timedelta(seconds=1)) == served
        page = store.page(token, since)
        assert page.closing
        assert [li.entry.summary for li in page.lines] == [entry.summary]
        assert page.changes == ()
        assert store.feed(token, since + 30 * DAY) is None
        assert store.page(token, since + 30 * DAY) is None
        return served

    def test_closing_link_says_so_for_a_month(self, store: Store):
        """One whole-day note without anything personal, always the same bytes."""
        link = give(published(store))
        feed = {entry.uid for entry in read(data_of(store)[ME])}
        store.revoke(PROGRAMME, ME, NOW, by="Bo", closing=True)
        served = self.closes(store, link.token, NOW)
        assert read(served.data)[0].uid not in feed
        # Whoever thinks better of it ends it at once.
        store.revoke(PROGRAMME, ME, NOW + DAY, by="Bo")
        assert store.feed(link.token, NOW + DAY) is None

    def test_link_expires_with_the_programme(self, store: Store):
        """60 days after the last day it says so, for 30 days."""
        link = give(published(store))
        last = EXPIRES - timedelta(seconds=1)
        assert not store.feed(link.token, last).closing
        self.closes(store, link.token, EXPIRES)

    def test_link_may_have_an_end_of_its_own(self, store: Store):
        """An earlier end counts, and goes on to the link that replaces it."""
        link = give(published(store), expires=NOW + 3 * DAY)
        assert link.expires == NOW + 3 * DAY
        new = store.rotate(PROGRAMME, ME, NOW, by="Bo")
        assert not store.feed(new.token, NOW + 2 * DAY).closing
        self.closes(store, new.token, NOW + 3 * DAY)

    def test_link_of_somebody_who_left_closes(self, store: Store):
        """A room that is no more: its link says so for 30 days, then nothing."""
        link = give(published(store), FeedKey("room", "lille"))
        rooms = programme().rooms[:1]
        store.save_programme(programme(rooms=rooms), NOW, by="Kim", after=1)
        moved = tuple(
            s.model_copy(update={"place": "sal"}) if s.place == "lille" else s
            for s in plan().sessions
        )
        save_and_release(store, plan().model_copy(update={"sessions": moved}), NOW)
        served = store.feed(link.token, NOW)
        assert served.closing
        assert [e.summary for e in read(served.data)] == ["Denne kalender er lukket"]
        for days, there in ((29, True), (30, False)):
            when = NOW + days * DAY
            store.release(PROGRAMME, None, when, by="Kim", why="daily")
            assert (store.feed(link.token, when) is not None) == there

    def test_second_link_is_refused(self, store: Store):
        """There is one link for each reader, and the refusal says what to do."""
        give(published(store))
        before = rows_of(store)
        with pytest.raises(StoreError, match=r"participant/p1 has a link.*Renew"):
            give(store)
        assert rows_of(store) == before

    def test_link_to_nothing_is_refused(self, store: Store):
        """The nearest calendar is named; so is what to do before a release."""
        published(store)
        with pytest.raises(InputError, match=r"found participant/p9.*Did you mean"):
            give(store, FeedKey("participant", "p9"))
        for end in (store.revoke, store.rotate):
            with pytest.raises(StoreError, match="has no link"):
                end(PROGRAMME, ME, NOW, by="Bo")

    @pytest.mark.parametrize("token", [*MALFORMED, None, b"a" * 43, 7])
    def test_malformed_token_asks_nothing(
        self, store: Store, monkeypatch: pytest.MonkeyPatch, token: Any
    ):
        """It is refused before any look-up."""
        monkeypatch.setattr(Database, "reading", refuse_to_read)
        assert store.feed(token, NOW) is None
        assert store.page(token, NOW) is None

    def test_guesses_open_nothing(self, store: Store):
        """2,000 guesses, half of them a character away from a link, find nothing."""
        token = give(published(store)).token
        alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
        for number in range(1_000):
            place, letter = number % 43, alphabet[number % 64]
            near = token[:place] + letter + token[place + 1 :]
            assert (store.feed(near, NOW) is None) == (near != token)
            assert store.feed(secrets.token_urlsafe(32), NOW) is None


class UsedLinks:
    """When a link was last used, and what happens while others write."""

    def test_last_use_is_noted_once_a_day(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ):
        """The day alone, written once; a clock behind does not lower it."""
        link = give(published(store))
        (row,) = store.subscriptions(PROGRAMME)
        assert (row.key, row.used, row.ended) == (ME, None, None)
        store.feed(link.token, NOW)
        real, tried = Database.trying, []

        def counted(self: Database) -> AbstractContextManager[Any]:
            tried.append(1)
            return real(self)

        monkeypatch.setattr(Database, "trying", counted)
        for moment in (NOW, NOW + timedelta(hours=1), NOW - DAY):
            store.feed(link.token, moment)
            store.page(link.token, moment)
        assert tried == []
        assert store.subscriptions(PROGRAMME)[0].used == "2027-06-01"
        store.page(link.token, NOW + DAY)
        assert len(tried) == 1
        assert store.subscriptions(PROGRAMME)[0].used == "2027-06-02"

    def test_reader_does_not_wait_for_a_writer(self, store: Store, place: str):
        """While a release is being stored the old feed is served, without delay."""
        link = give(published(store))
        other = Database(place)
        with other.writing() as connection:
            connection.execute(text("UPDATE subscriptions SET holder = 'x'"))
            since = time.monotonic()
            assert store.feed(link.token, NOW).data == data_of(store)[ME]
            assert time.monotonic() - since < 0.5
            assert store.subscriptions(PROGRAMME)[0].used is None
        store.feed(link.token, NOW)
        assert store.subscriptions(PROGRAMME)[0].used == "2027-06-01"
        other.close()

    def test_locked_database_is_busy(
        self, store: Store, locked: Callable[[], AbstractContextManager[None]]
    ):
        """Who cannot be answered is told to come back, soon; then all is as before."""
        link = give(published(store))
        store.feed(link.token, NOW)
        with locked():
            since = time.monotonic()
            with pytest.raises(Busy, match="Try again in a little while"):
                store.feed(link.token, NOW)
            with pytest.raises(Busy):
                store.page(link.token, NOW)
            assert not store.ready()
            assert time.monotonic() - since < 6
        assert store.ready()
        assert store.feed(link.token, NOW) is not None


class Discretion:
    """What never stands in logs, errors and texts."""

    def test_log_of_changes_has_ids_alone(self, store: Store):
        """No name and no secret, whatever was done; who did it and when are there."""
        link = give(published(store))
        new = store.rotate(PROGRAMME, ME, NOW, by="Kim")
        store.draft(PROGRAMME, None, NOW, by="Kim")
        store.revoke(PROGRAMME, ME, NOW, by="Kim")
        rows = store.audit(PROGRAMME)
        assert [row.action for row in rows] == [
            "programme_saved", "plan_saved", "released", "subscribed", "rotated",
            "drafted", "revoked",
        ]  # fmt: skip
        kept = repr(rows)
        assert not any(name in kept for name in (*PERSONAL, link.token, new.token))

    def test_nothing_secret_is_said_aloud(
        self, store: Store, caplog: pytest.LogCaptureFixture, place: str
    ):
        """No token, name or address of a server in logs, errors and their causes."""
        caplog.set_level(logging.DEBUG)
        token = give(published(store)).token
        said = [repr(store), repr(store._database), repr(store.subscriptions)]
        with store._database.writing() as connection:
            connection.execute(text("ALTER TABLE feeds RENAME TO lost"))
        for ask in (store.feed, store.page):
            with pytest.raises(LeaderplanError) as caught:
                ask(token, NOW)
            said.append("".join(traceback.format_exception(caught.value)))
        heard = "".join(said) + caplog.text
        hash_ = token_hash(token)
        assert "The database cannot be used" in heard
        secret = (token, hash_, *PERSONAL[:1])
        assert [word for word in secret if word in heard] == []


class Tables:
    """From older tables to the present ones."""

    @staticmethod
    def age(place: str) -> None:
        """Make a database as version 1 made it, with a release in it."""
        with open_store(place) as store:
            published(store)
            give(store)
            with store._database.writing() as connection:
                for column in ("basis", "due"):
                    connection.execute(
                        text(f"ALTER TABLE calendars DROP COLUMN {column}")
                    )
                connection.execute(text("UPDATE schema_version SET version = 1"))

    def test_tables_are_those_that_are_described(self, store: Store):
        """What the migrations make has the columns, keys and blanks of the schema."""
        with store._database.reading() as connection:
            found = inspect(connection)
            names = set(found.get_table_names())
            assert names == set(TABLES.tables)
            for name, table in TABLES.tables.items():
                columns = {c["name"]: c["nullable"] for c in found.get_columns(name)}
                assert columns == {c.name: c.nullable for c in table.columns}
                key = found.get_pk_constraint(name)["constrained_columns"]
                assert set(key) == {c.name for c in table.primary_key}
            row = connection.execute(select(TABLES.tables["schema_version"])).one()
        assert row.version == len(migrations.MIGRATIONS)

    def test_first_tables_are_brought_up_to_date(self, place: str):
        """A database made by version 1's own statements is opened with all it held."""
        database = Database(place)
        with database.writing() as connection:
            migrations.MIGRATIONS[0](connection)
            connection.execute(text("INSERT INTO schema_version VALUES (1)"))
            connection.execute(
                text("INSERT INTO programmes VALUES ('a', 1, 0, 'Kim', '', '{}')")
            )
        database.close()
        with open_store(place) as store:
            assert store.programme_versions("a")[0].saved_by == "Kim"
            self.test_tables_are_those_that_are_described(store)

    def test_old_release_goes_on(self, place: str):
        """After the upgrade the old feeds stand, and the next release compares."""
        self.age(place)
        with open_store(place) as store:
            before = data_of(store)
            assert len(before) == 14
            made = store.release(PROGRAMME, None, NOW + DAY, by="Kim", why="again")
            assert (made.written, data_of(store)) == (0, before)
            assert save_and_release(store, MOVED, NOW + DAY)

    def test_newer_tables_are_refused(self, place: str):
        """With a sentence that says what to do; nothing is changed."""
        with open_store(place) as store, store._database.writing() as connection:
            connection.execute(text("UPDATE schema_version SET version = 99"))
        with pytest.raises(NewerStore, match=r"schema 99.*Update leaderplan") as caught:
            open_store(place)
        assert "Opdatér leaderplan" in caught.value.words.da
        database = Database(place)
        with database.reading() as connection:
            assert migrations.version_of(connection) == 99
        database.close()

    def test_tables_of_another_program_are_refused(self, place: str):
        """They are not written into."""
        database = Database(place)
        with database.writing() as connection:
            connection.execute(text("CREATE TABLE theirs (x INTEGER)"))
        with pytest.raises(StoreError, match="belongs to another program"):
            open_store(place)
        with database.reading() as connection:
            assert inspect(connection).get_table_names() == ["theirs"]
        database.close()

    def test_upgrade_that_breaks_leaves_the_old(
        self, place: str, monkeypatch: pytest.MonkeyPatch
    ):
        """A migration is stored as a whole, or not at all."""
        self.age(place)

        def broken(connection: Any) -> None:
            migrations._what_releases_were_made_of(connection)
            raise OSError("no more")

        with monkeypatch.context() as patch:
            patch.setattr(migrations, "MIGRATIONS", (migrations.MIGRATIONS[0], broken))
            patch.setattr("leaderplan.store.store.MIGRATIONS", migrations.MIGRATIONS)
            with pytest.raises(OSError, match="no more"):
                open_store(place)
        with open_store(place) as store:
            self.test_tables_are_those_that_are_described(store)
