"""Files kept in object storage: S3 and what speaks like it, Google's, Azure's."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self

from leaderplan.errors import InputError, Issue, MissingExtra
from leaderplan.feeds.places import Kept

SCHEMES = ("s3", "s3a", "gs", "az", "abfs", "abfss")

HEADERS = {
    "Content-Type": "text/calendar; charset=utf-8",
    "Cache-Control": "private, max-age=300",
    "Content-Disposition": 'inline; filename="calendar.ics"',
}
"""With every feed, as a server of feeds sends them (CALENDAR.md, section 5)."""

SECRET_HEADERS = {"Cache-Control": "private, no-store"}

PROBE = "probe.txt"
"""An empty object, read without credentials to learn whether strangers can."""

AT_ONCE = 8
"""Objects read or written side by side; one takes some tens of milliseconds."""

ROUNDS = 12
"""How often feeds are written anew that another run got to first."""

_RETRIES: Any = {"max_retries": 6, "retry_timeout": timedelta(seconds=60)}

_WHY = {
    "FileNotFoundError": "there is no such bucket or container",
    "PermissionDeniedError": "the credentials do not allow it",
    "UnauthenticatedError": "the credentials are not accepted",
}
_UNREACHED = "the storage was not reached, or refused"


@dataclass(frozen=True, slots=True)
class Objects:
    """A prefix of object storage; each object is replaced whole by one request.

    Two runs at once are kept apart by conditional writes: the ledger is written
    only as the successor of the one that was read, and a feed only where neither
    it nor the ledger has changed since.

    Parameters
    ----------
    store
        An obstore store, its prefix included.
    name
        What it is called in messages.
    private
        Whether nobody else may read it.
    stranger
        The same store without credentials, to make sure of that.
    """

    store: Any
    name: str
    private: bool = False
    stranger: Any = None

    @classmethod
    def at(cls, url: str, *, private: bool = False) -> Self:
        """Return the place that a URL names, with the credentials of the environment.

        Raises
        ------
        InputError
            When the URL names no bucket or container of a kind that is known.
        MissingExtra
            When obstore is not installed.
        """
        scheme, _, rest = url.partition("://")
        if scheme not in SCHEMES or not rest.strip("/"):
            text = f"expected a folder or s3://, gs:// or az://; found {url[:80]!r}."
            hint = "Try s3://bucket/calendars."
            raise InputError([Issue("target", text, hint, url)])
        try:
            from obstore.exceptions import BaseError
            from obstore.store import from_url
        except ImportError:
            raise MissingExtra(
                "calendars in object storage", "obstore", "publish"
            ) from None
        with _refused(url, BaseError, ValueError):
            store = from_url(url, retry_config=_RETRIES)
            given: dict[str, Any] = {"skip_signature": True}
            stranger = from_url(url, retry_config=_RETRIES, **given)
        return cls(store, url, private, stranger)

    @classmethod
    def beside(cls, url: str) -> Self:
        """Return the private place beside a URL: its prefix with ``.private`` added.

        Raises
        ------
        InputError
            When the URL has no prefix: everything in the bucket would be served.
        """
        bare = url.rstrip("/")
        if "/" not in bare.partition("://")[2]:
            text = f"expected a prefix in the bucket; found {url[:80]!r}."
            hint = "Try s3://bucket/calendars, or say where the private files go."
            raise InputError([Issue("target", text, hint, url)])
        return cls.at(f"{bare}.private", private=True)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Refuse a private place that strangers can read; nobody is kept out."""
        if self.private and self.stranger is not None and self._is_public():
            raise PermissionError(
                f"{self.name} can be read by everybody, and the ledger names people; "
                "close it, or choose another private place"
            )
        yield

    def _is_public(self) -> bool:
        import obstore
        from obstore.exceptions import BaseError

        if self.read(PROBE) is None:
            with self._in_words():
                obstore.put(self.store, PROBE, b"", attributes=self._headers())
        try:
            obstore.get(self.stranger, PROBE)
        except (BaseError, OSError):
            return False
        return True

    def read(self, name: str) -> Kept | None:
        """Return an object, ``None`` where there is none."""
        import obstore

        with self._in_words():
            try:
                found = obstore.get(self.store, name)
                data = bytes(found.bytes())
            except FileNotFoundError:
                return None
            return Kept(data, (found.meta["e_tag"], found.meta["version"]))

    def replace(self, name: str, data: bytes, kept: Kept | None) -> bool:
        """Write an object that is still as it was read; tell whether it was."""
        if kept is not None and kept.data == data:
            return True
        if self._put(name, data, kept):
            return True
        # The answer to a write that went through may have been lost.
        found = self.read(name)
        return found is not None and found.data == data

    def write(self, files: Mapping[str, bytes], still: Callable[[], bool]) -> None:
        """Write the objects that differ, for as long as ``still`` says so."""
        if not files:
            return
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for _ in range(ROUNDS):
                sums = self._sums()
                todo = [n for n, data in files.items() if sums.get(n) != _sum(data)]
                there = dict(zip(todo, pool.map(self.read, todo), strict=True))
                # Only now: what another run writes after this changes a version
                # that was read before, and is left alone by the condition.
                if not todo or not still():
                    return
                done = pool.map(
                    self._differs,
                    todo,
                    [files[n] for n in todo],
                    [there[n] for n in todo],
                )
                if False not in list(done):
                    return
        raise OSError("another run writes the same calendars all the time")

    def remove(self, names: Iterable[str]) -> None:
        """Remove objects; one that is not there is no fault."""
        import obstore

        for name in names:
            with self._in_words(), contextlib.suppress(FileNotFoundError):
                obstore.delete(self.store, name)

    def _differs(self, name: str, data: bytes, there: Kept | None) -> bool:
        """Write one object unless it has these bytes; tell whether it has them now."""
        same = there is not None and there.data == data
        return same or self._put(name, data, there)

    def _put(self, name: str, data: bytes, kept: Kept | None) -> bool:
        import obstore
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        mode: Any = "create"
        if kept is not None:
            named = zip(("e_tag", "version"), kept.version, strict=True)
            mode = {key: value for key, value in named if value is not None}
        with self._in_words():
            try:
                obstore.put(
                    self.store, name, data, mode=mode, attributes=self._headers()
                )
            except (AlreadyExistsError, PreconditionError):
                return False
        return True

    def _headers(self) -> Any:
        return SECRET_HEADERS if self.private else HEADERS

    def _sums(self) -> dict[str, str]:
        """Return what the storage says of each object; nearly all say its MD5."""
        import obstore

        with self._in_words():
            chunks = obstore.list(self.store, chunk_size=1000)
            return {
                meta["path"]: (meta["e_tag"] or "").strip('"')
                for chunk in chunks
                for meta in chunk
            }

    @contextlib.contextmanager
    def _in_words(self) -> Iterator[None]:
        """Say what went wrong without what obstore says: that has names and keys."""
        from obstore.exceptions import BaseError

        try:
            yield
        except (BaseError, OSError) as error:
            raise OSError(_WHY.get(type(error).__name__, _UNREACHED)) from None

    def __str__(self) -> str:
        return self.name


def _sum(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


@contextlib.contextmanager
def _refused(url: str, *kinds: type[Exception]) -> Iterator[None]:
    try:
        yield
    except kinds:
        text = f"expected the address of a bucket or container; found {url[:80]!r}."
        hint = "Try s3://bucket/calendars, and set the credentials it needs."
        raise InputError([Issue("target", text, hint, url)]) from None
