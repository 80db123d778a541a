"""Feeds over HTTP: what an answer says of itself, and when it says only 304."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from leaderplan.feeds.server.headers import has_already, http_date, http_moment
from tests.feeds.example import NOW
from tests.feeds.server.asking import Answer, ask
from tests.feeds.server.serving import LATER, ME, MINE, app_of, links, second

if TYPE_CHECKING:
    from starlette.applications import Starlette

FEED = f"/c/{MINE}.ics"
HELD = links()
APP = app_of(HELD, burst=10**9)
DATA = HELD.made.feed(ME).data
TAG = f'"{sha256(DATA).hexdigest()}"'

OTHER_TAGS = st.sampled_from(['"x"', 'W/"y"', '""', f'"{TAG[1:-2]}"', '"a, b"'])


def test_feed_is_sent_with_all_that_its_readers_need():
    """The bytes of the release, and exactly the headers of CALENDAR.md, section 5."""
    answer = ask(APP, FEED)
    assert answer == Answer(
        200,
        {
            "content-type": "text/calendar; charset=utf-8",
            "content-length": str(len(DATA)),
            "content-disposition": 'inline; filename="calendar.ics"',
            "etag": TAG,
            "last-modified": "Tue, 01 Jun 2027 09:30:00 GMT",
            "cache-control": "private, max-age=300",
            "vary": "Accept-Encoding",
            "x-content-type-options": "nosniff",
            "referrer-policy": "no-referrer",
            "x-robots-tag": "noindex, nofollow",
        },
        DATA,
    )


@pytest.mark.parametrize("accept", ["", "text/html", "application/json", "*/*;q=0"])
def test_feed_is_a_calendar_whatever_is_accepted(accept: str):
    """Google sends no Accept, others a wrong one; all get the calendar."""
    assert ask(APP, FEED, {"Accept": accept}) == ask(APP, FEED)


def test_query_of_a_feed_means_nothing():
    """Some programs add one to get round caches."""
    assert ask(APP, f"{FEED}?nocache=1&lang=en") == ask(APP, FEED)


@pytest.mark.parametrize(
    "sent",
    [TAG, f"W/{TAG}", f'"x", {TAG}', f'W/"x",W/{TAG} , "y"', "*", " * "],
)
def test_known_bytes_are_not_sent_again(sent: str):
    """A 304 repeats tag, freshness and Vary, and has no body and no type."""
    answer = ask(APP, FEED, {"If-None-Match": sent})
    assert (answer.status, answer.body) == (304, b"")
    full = ask(APP, FEED).headers
    assert answer.headers == {
        name: full[name]
        for name in ("etag", "last-modified", "cache-control", "vary",
                     "x-content-type-options", "referrer-policy", "x-robots-tag")
    }  # fmt: skip


@given(
    st.lists(OTHER_TAGS, max_size=4), st.lists(OTHER_TAGS, max_size=4), st.booleans()
)
def test_a_list_of_tags_is_known_where_the_tag_is_in_it(
    before: list[str], after: list[str], there: bool
):
    """In any list, in one header or in several, weak or strong: only the tag counts."""
    tags = [*before, *([TAG] if there else []), *after]
    one = Headers({"if-none-match": ", ".join(tags)})
    several = Headers(
        raw=[(b"if-none-match", tag.encode()) for tag in (tags or ['"none"'])]
    )
    for asked in (one, several):
        assert has_already(asked, TAG.strip('"'), NOW) is there


@pytest.mark.parametrize("sent", [TAG.strip('"'), '"x"', "W/", '"', "", f"{TAG[:-2]}"])
def test_other_tags_get_the_feed(sent: str):
    """A tag without quotes, another's, half a one or none is not this one."""
    assert ask(APP, FEED, {"If-None-Match": sent}).status == 200


def _since(moment: datetime) -> dict[str, str]:
    return {"If-Modified-Since": http_date(moment)}


def test_tags_win_over_dates():
    """With both, only the tag is asked (RFC 9110, 13.2.2)."""
    assert ask(APP, FEED, {"If-None-Match": '"x"'} | _since(LATER)).status == 200
    old = _since(NOW - timedelta(days=9))
    assert ask(APP, FEED, {"If-None-Match": TAG} | old).status == 304


def test_dates_are_compared_by_the_second():
    """Changed at 09:30:00: known by 09:30:00, unknown by 09:29:59."""
    assert ask(APP, FEED, _since(NOW)).status == 304
    assert ask(APP, FEED, _since(NOW + timedelta(seconds=1))).status == 304
    assert ask(APP, FEED, _since(NOW - timedelta(seconds=1))).status == 200


@pytest.mark.parametrize(
    "text",
    ["Tue, 01 Jun 2027 09:30:00 GMT", "Tuesday, 01-Jun-27 09:30:00 GMT",
     "Tue Jun  1 09:30:00 2027", "Tue, 01 Jun 2027 11:30:00 +0200"],
)  # fmt: skip
def test_every_form_of_date_is_read(text: str):
    """The three forms of RFC 9110, 5.6.7, and one with an offset."""
    assert http_moment(text) == NOW


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "0", "Tue, 99 Jun 2027 09:30:00 GMT", "2027-06-01T09:30:00Z",
     "Tue, 01 Jun 99999 09:30:00 GMT", "Tue, 01 Jun 2027 09:30:00 GMT" * 50, "\x00"],
)  # fmt: skip
def test_broken_dates_are_ignored(text: str):
    """What is no date is no reason to send nothing."""
    assert ask(APP, FEED, {"If-Modified-Since": text}).status == 200


@given(st.text(alphabet=st.characters(max_codepoint=255), max_size=60))
def test_no_date_breaks_the_reader(text: str):
    """Whatever stands in the header, it is a moment or none."""
    found = http_moment(text)
    assert found is None or found.utcoffset() is not None


def test_a_release_that_changes_a_feed_changes_its_tag_and_date():
    """After a move both validators of the old bytes fail."""
    held = links()
    app = app_of(held)
    before = ask(app, FEED).headers
    held.made = second(held.made)
    asked = {"If-None-Match": before["etag"]}
    assert ask(app, FEED, asked).status == 200
    asked = {"If-Modified-Since": before["last-modified"]}
    after = ask(app, FEED, asked)
    assert after.status == 200
    assert after.headers["last-modified"] == "Wed, 02 Jun 2027 09:30:00 GMT"


@pytest.fixture
def squeezing() -> Starlette:
    """Return an application that may send gzip."""
    return app_of(links(), compress=True)


@pytest.mark.parametrize("accept", ["gzip", "br, gzip;q=0.5", "X-GZIP", "gzip;q=1.0"])
def test_gzip_is_sent_only_where_asked_and_allowed(accept: str, squeezing):
    """It has a tag of its own, the same bytes each time, and is off by default."""
    asked = {"Accept-Encoding": accept}
    assert ask(APP, FEED, asked) == ask(APP, FEED)
    answer = ask(squeezing, FEED, asked)
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(answer.body) == DATA
    assert answer.headers["etag"] == f'{TAG[:-1]}-gzip"'
    assert answer == ask(squeezing, FEED, asked)
    known = {"If-None-Match": answer.headers["etag"]}
    assert ask(squeezing, FEED, asked | known).status == 304
    assert ask(squeezing, FEED, known).status == 200


@pytest.mark.parametrize("accept", ["", "br", "identity", "gzip;q=0", "gzip;q=0.00"])
def test_gzip_is_not_sent_unasked(accept: str, squeezing):
    """Without gzip in the header, or with a quality of 0, bytes come as they are."""
    asked = {"Accept-Encoding": accept} if accept else {}
    assert ask(squeezing, FEED, asked).body == DATA


def test_dates_are_written_in_utc():
    """A moment in another zone is told in GMT."""
    moment = datetime(2027, 6, 1, 23, 30, tzinfo=UTC).astimezone()
    assert http_date(moment) == "Tue, 01 Jun 2027 23:30:00 GMT"
