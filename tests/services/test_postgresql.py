"""The store in a real PostgreSQL: what SQLite must keep, it must keep too."""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from leaderplan.store import Store, StoreError, open_store
from tests.store import at_once, chains, link_promises, promises

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def database(service: Callable[[str], str]) -> Iterator[URL]:
    """Return the address of a database of these tests' own, dropped afterwards."""
    url = make_url(service("LEADERPLAN_POSTGRES_URL"))
    url = url.set(drivername="postgresql+psycopg")
    name = f"leaderplan_{uuid4().hex}"
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield url.set(database=name)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def place(database: URL) -> Iterator[str]:
    """Return the URL of the database, empty; it is quicker to empty than to make."""
    yield database.set(drivername="postgresql").render_as_string(hide_password=False)
    engine = create_engine(database)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    """Open a new store."""
    with open_store(place) as opened:
        yield opened


@pytest.fixture
def locked(database: URL) -> Callable[[], AbstractContextManager[None]]:
    """Return a way to keep everybody out of the database for a while."""

    @contextmanager
    def lock() -> Iterator[None]:
        engine = create_engine(database)
        with engine.begin() as connection:
            tables = "subscriptions, calendars, feeds"
            connection.execute(text(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE"))
            yield
        engine.dispose()

    return lock


class TestVersions(promises.Versions):
    pass


class TestReleases(promises.Releases):
    pass


class TestGivenLinks(link_promises.GivenLinks):
    pass


class TestUsedLinks(link_promises.UsedLinks):
    pass


class TestDiscretion(link_promises.Discretion):
    pass


class TestTables(link_promises.Tables):
    pass


class TestAtOnce(at_once.AtOnce):
    pass


class TestChains(chains.Chains):
    pass


def test_server_out_of_reach_is_a_sentence(caplog: pytest.LogCaptureFixture):
    """It says what to look at, and repeats neither password nor address."""
    caplog.set_level(logging.DEBUG)
    with pytest.raises(StoreError, match="PostgreSQL does not answer") as caught:
        open_store("postgresql://kim:hemmelig@127.0.0.1:1/x")
    said = "".join(traceback.format_exception(caught.value)) + caplog.text
    assert "hemmelig" not in said.replace('"postgresql://kim:hemmelig@', "")


def test_lost_server_comes_back(store: Store, database: URL):
    """Connections that the server ended are made anew for whoever asks next."""
    link = promises.give(promises.published(store))
    engine = create_engine(database)
    with engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    engine.dispose()
    assert store.feed(link.token, promises.NOW) is not None


def test_the_server_is_a_real_one(store: Store):
    """What answers is PostgreSQL, not a stand-in."""
    with store._database.reading() as connection:
        version = connection.execute(text("SELECT version()")).scalar_one()
    assert version.startswith("PostgreSQL ")
    assert os.environ["LEADERPLAN_POSTGRES_URL"]
