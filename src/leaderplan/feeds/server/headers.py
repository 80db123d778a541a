"""What every answer says of itself, and whether a client has it already."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING

from starlette.responses import Response

from leaderplan.feeds.serving import Served

if TYPE_CHECKING:
    from starlette.datastructures import Headers

ALLOWED = "GET, HEAD"
"""The methods there are: a calendar is read, never changed, by its link."""

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
"""On every answer: a link is a secret, and no search engine is to keep it."""

MAX_AGE = 300
"""Seconds for which a client may take a feed as fresh (CALENDAR.md, section 5)."""

_LONGEST_DATE = 40
_TAG = re.compile(r'"([^"]*)"')


def plain(text: str, status: int, **more: str) -> Response:
    """Return a short answer that nobody is to keep."""
    kept = {"Cache-Control": "no-store"} | ALWAYS
    named = {name.replace("_", "-"): value for name, value in more.items()}
    return Response(f"{text}\n", status, kept | named, media_type="text/plain")


def not_found() -> Response:
    """Return the one answer to a link that is unknown, withdrawn or malformed."""
    return plain("Not found", 404)


def unavailable(seconds: int) -> Response:
    """Return the answer while calendars cannot be read; clients keep what they have."""
    return plain("Try again soon", 503, Retry_After=str(seconds))


def feed_answer(found: Served, asked: Headers, *, compress: bool) -> Response:
    """Return a feed, or 304 where the client has these bytes.

    Parameters
    ----------
    found
        The feed.
    asked
        The headers of the request.
    compress
        Whether the bytes are sent as gzip to those who accept it, under a tag of
        their own.
    """
    squeezed = compress and _accepts_gzip(asked.get("accept-encoding", ""))
    tag = f"{found.etag}-gzip" if squeezed else found.etag
    headers = ALWAYS | {
        "ETag": f'"{tag}"',
        "Last-Modified": http_date(found.modified),
        "Cache-Control": f"private, max-age={MAX_AGE}",
        "Vary": "Accept-Encoding",
    }
    if has_already(asked, tag, found.modified):
        return Response(None, 304, headers)
    headers["Content-Disposition"] = f'inline; filename="{found.file_name}"'
    data = found.data
    if squeezed:
        data = gzip.compress(data, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(data, 200, headers, media_type="text/calendar; charset=utf-8")


def has_already(asked: Headers, tag: str, modified: datetime) -> bool:
    """Tell whether the client has what has this tag and stamp (RFC 9110, 13.2.2).

    Tags win over dates and are compared weakly, as the RFC asks for here; a date
    that cannot be read counts as none.
    """
    if tags := asked.getlist("if-none-match"):
        text = ", ".join(tags)
        return text.strip() == "*" or tag in _TAG.findall(text)
    since = http_moment(asked.get("if-modified-since", ""))
    return since is not None and modified <= since


def http_date(moment: datetime) -> str:
    """Write a moment as HTTP does: ``Tue, 01 Jun 2027 09:30:00 GMT``."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def http_moment(text: str) -> datetime | None:
    """Read a date of HTTP; ``None`` for what is none."""
    if len(text) > _LONGEST_DATE:
        return None
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    # The oldest of the three forms has no zone, and means UTC (RFC 9110, 5.6.7).
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _accepts_gzip(text: str) -> bool:
    """Tell whether gzip is named and not refused by ``q=0``."""
    for part in text.lower().split(","):
        name, _, quality = part.partition(";")
        if name.strip() in {"gzip", "x-gzip"}:
            return not re.fullmatch(r"\s*q=0(\.0*)?\s*", quality)
    return False
