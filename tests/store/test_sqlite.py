"""The store in a file of SQLite."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest

from benchmarks import releases
from leaderplan.errors import InputError
from leaderplan.store import Store, StoreError, open_store
from tests.store import at_once, chains, link_promises, promises


@pytest.fixture
def place(tmp_path: Path) -> str:
    """Return where a new database goes."""
    return str(tmp_path / "store.db")


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    """Open a new store."""
    with open_store(place) as opened:
        yield opened


@pytest.fixture
def locked(place: str, store: Store) -> Callable[[], AbstractContextManager[None]]:
    """Return a way to keep everybody out of the database for a while."""

    @contextmanager
    def lock() -> Iterator[None]:
        with closing(sqlite3.connect(place, isolation_level=None)) as other:
            # With the write-ahead log readers are kept out by this alone, which
            # is given to nobody while others are connected.
            store.close()
            other.execute("PRAGMA locking_mode=EXCLUSIVE")
            other.execute("BEGIN EXCLUSIVE")
            yield
            other.execute("ROLLBACK")

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


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot kill -9")
class TestAtOnce(at_once.AtOnce):
    pass


class TestChains(chains.Chains):
    pass


def test_settings_are_the_safe_ones(store: Store):
    """Write-ahead log, full synchronising, foreign keys: asked of the database."""
    with store._database.writing() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1,
        "busy_timeout": 20_000,
    }  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_file_is_its_owner_s_alone(place: str, store: Store):
    """It names people: nobody else on the machine may read it."""
    promises.published(store)
    folder = Path(place).parent
    modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert set(modes.values()) == {0o600}
    assert "store.db" in modes


@pytest.mark.parametrize("name", ["no/store.db", ""])
def test_no_file_is_a_sentence(tmp_path: Path, name: str):
    """A folder that is not there, or is given for a file, is refused."""
    with pytest.raises(InputError, match="expected a file that can be written"):
        open_store(tmp_path / name)


def test_file_that_is_no_database_is_a_sentence(place: str):
    """It is left as it was."""
    Path(place).write_text("Kære Anna" * 1_000)
    with pytest.raises(StoreError, match="file is not a database"):
        open_store(place)
    assert Path(place).read_text() == "Kære Anna" * 1_000


def test_unknown_scheme_is_a_sentence():
    """Only PostgreSQL is reached by address; the password is not repeated."""
    with pytest.raises(InputError, match=r"found mysql://…") as caught:
        open_store("mysql://kim:hemmelig@host/x")
    assert "hemmelig" not in str(caught.value)


def test_the_benchmark_measures_releases():
    """Small: all feeds are written, then none, then all; the bar reads the worst."""
    table = releases.released("S", 0)
    rows = [(row["what"], row["written"]) for row in table]
    feeds = table[0]["feeds"]
    assert rows == [("first", feeds), ("unchanged", 0), ("all changed", feeds)]
    assert "(bar 60)" in releases.RELEASES.bar(table)
