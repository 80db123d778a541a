"""Where feeds and their ledger are kept: a folder, or a prefix of object storage."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol, Self

from leaderplan.feeds.files import (
    SECRET,
    SERVED,
    alone,
    remove_unfinished,
    settle,
    write_whole,
)


class Kept(NamedTuple):
    """A file as it was read: its bytes, and which version of it these are."""

    data: bytes
    version: tuple[str | None, str | None] = (None, None)


class Place(Protocol):
    """Where files are kept by name, each of them whole at every moment.

    What cannot be done is raised as an ``OSError`` whose text is fit for people and
    names no file: the name of a feed is a password.
    """

    def held(self) -> AbstractContextManager[None]:
        """Make it ready, and keep other runs out where the place can do that."""

    def read(self, name: str) -> Kept | None:
        """Return a file, ``None`` where there is none."""

    def replace(self, name: str, data: bytes, kept: Kept | None) -> bool:
        """Write a file that is still as it was read; tell whether it was."""

    def write(self, files: Mapping[str, bytes], still: Callable[[], bool]) -> None:
        """Write the files that differ, for as long as ``still`` says so."""

    def remove(self, names: Iterable[str]) -> None:
        """Remove files; one that is not there is no fault."""


def new_token() -> str:
    """Return 256 random bits in hexadecimal.

    Hexadecimal loses nothing where file names ignore case, and never starts with
    a dash.
    """
    return secrets.token_hex(32)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of this machine.

    Parameters
    ----------
    root
        The folder; made where missing.
    prefix
        What the names of its files begin with on the disk.
    private
        Whether its files are for their owner alone, and one run at a time writes.
    """

    root: Path
    prefix: str = ""
    private: bool = False

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Make the folder, wait for other runs, remove what killed ones left."""
        self.root.mkdir(parents=True, exist_ok=True)
        lock = alone(self._path("lock")) if self.private else contextlib.nullcontext()
        with lock:
            remove_unfinished(self.root, self.prefix)
            yield

    def read(self, name: str) -> Kept | None:
        """Return a file, ``None`` where there is none."""
        try:
            return Kept(self._path(name).read_bytes())
        except FileNotFoundError:
            return None

    def replace(self, name: str, data: bytes, kept: Kept | None) -> bool:
        """Write a file whole; whoever holds the folder is the only one to."""
        del kept
        self.write({name: data}, lambda: True)
        return True

    def write(self, files: Mapping[str, bytes], still: Callable[[], bool]) -> None:
        """Write the files that differ; whoever holds the folder is the only one to."""
        del still
        mode = SECRET if self.private else SERVED
        written = [write_whole(self._path(n), d, mode) for n, d in files.items()]
        if any(written):
            settle(self.root)

    def remove(self, names: Iterable[str]) -> None:
        """Remove files; one that is not there is no fault."""
        for name in names:
            self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self.root / f"{self.prefix}{name}"

    def __str__(self) -> str:
        return str(self.root)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a programme's calendars are published.

    Parameters
    ----------
    feeds
        Holds the feeds, and is what a web server or object storage serves.
    private
        Holds the ledger, from which the next release starts, and the index, which
        says whose feed is which. They name people: nobody but who publishes may
        read them.
    token
        Gives the unguessable part of a new feed's name; letters, digits, ``-``
        and ``_``.
    """

    feeds: Place
    private: Place
    token: Callable[[], str] = new_token

    @classmethod
    def at(
        cls,
        where: str | Path,
        private: str | Path | None = None,
        token: Callable[[], str] = new_token,
    ) -> Self:
        """Return the target of a folder or of a URL such as ``s3://bucket/prefix``.

        Parameters
        ----------
        where
            A folder, or a prefix of object storage: ``s3://``, ``gs://`` or
            ``az://``, with the credentials of the environment.
        private
            A folder or prefix for ledger and index. ``None`` is beside ``where``:
            ``<folder>.ledger.json``, or the prefix ``<prefix>.private``.
        token
            Gives the names of new feeds.

        Raises
        ------
        InputError
            When a URL is not understood, or leaves no place beside it.
        MissingExtra
            When a URL is given without obstore.
        """
        if private is None:
            return cls(_place(where), _beside(where), token)
        return cls(_place(where), _place(private, private=True), token)


def _place(where: str | Path, *, private: bool = False) -> Place:
    if "://" in str(where):
        from leaderplan.feeds.objects import Objects

        return Objects.at(str(where), private=private)
    return Folder(Path(where).absolute(), private=private)


def _beside(where: str | Path) -> Place:
    if "://" in str(where):
        from leaderplan.feeds.objects import Objects

        return Objects.beside(str(where))
    folder = Path(where).absolute()
    return Folder(folder.parent, f"{folder.name}.", private=True)
