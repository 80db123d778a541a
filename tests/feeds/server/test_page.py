"""The page behind a link: what it shows, to whom, and what it never holds."""

from __future__ import annotations

import itertools
import re
from base64 import b64encode
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderplan.feeds import FeedKey, release
from leaderplan.feeds.ledger import Entry, Line
from leaderplan.feeds.revise import FeedChange
from leaderplan.feeds.server import words
from leaderplan.feeds.server.content import Content
from leaderplan.feeds.server.page import Pages
from leaderplan.feeds.serving import Page
from leaderplan.locale import Words
from tests.feeds.example import NOW, plan, programme
from tests.feeds.reading import read
from tests.feeds.server.asking import Answer, ask
from tests.feeds.server.links import MemoryLinks, token_of
from tests.feeds.server.reading_pages import Element, read_page
from tests.feeds.server.serving import (
    BASE,
    LATER,
    ME,
    MINE,
    Clock,
    app_of,
    first,
    links,
    second,
)

UNIT = FeedKey("manager", "boss")
PAGES = Pages(BASE)
ZONE = "Europe/Copenhagen"


def answer_of(
    held: MemoryLinks, key: FeedKey, query: str = "", at: datetime = LATER
) -> Answer:
    """Return the page of a feed at a moment."""
    return ask(app_of(held, Clock(at)), f"/c/{token_of(key)}{query}")


def page_of(
    held: MemoryLinks, key: FeedKey, query: str = "", at: datetime = LATER
) -> Element:
    """Return the page of a feed at a moment, read."""
    return read_page(answer_of(held, key, query, at).text)


def after_a_move() -> MemoryLinks:
    """Return links to two releases of the example, the second with a day moved."""
    held = links()
    held.made = second(held.made)
    return held


def listed(page: Element) -> list[str]:
    """Return the text of each entry in the list of all."""
    return [li.text for ul in page.all("ul", class_="list") for li in ul.all("li")]


def test_page_shows_next_changes_links_and_the_year():
    """The day after the move: kick-off comes next, theme day 2 is told as moved."""
    page = page_of(after_a_move(), ME)
    (hero,) = page.all("section", class_="hero")
    assert hero.text == (
        "Næste aftale ons 1 sep Kick-off ons 1. september 2027 , kl. 08.30–15.45 "
        "om 91 dage Salen, Kursushuset, Åvej 2, Øby"
    )
    (news,) = page.all("ul", class_="news")
    assert news.text == (
        "Flyttet Temadag 2, fra tir 2. november 2027 kl. 08.30–15.45 til "
        "ons 3. november 2027 kl. 08.30–15.45"
    )
    assert listed(page)[0] == (
        "ons 1. Kick-off kl. 08.30–15.45 Salen, Kursushuset, Åvej 2, Øby"
    )
    assert "man 20. Udviklingsplan Frist" in listed(page)
    webcal = f"webcal://kalender.example.dk/c/{MINE}.ics"
    buttons = page.all("a", class_="button")
    assert [b.attributes["href"] for b in buttons] == [webcal] * 3
    assert [b.text for b in buttons] == [
        "Føj til Apple Kalender", "Føj til Outlook", "Føj til Thunderbird",
    ]  # fmt: skip
    (link,) = page.all("input")
    assert link.attributes["value"] == f"{BASE}/c/{MINE}.ics"
    assert "readonly" in link.attributes
    assert len(page.all("svg")) == 1


@pytest.mark.parametrize("query", ["", "?lang=da", "?lang=en", "?lang=xx", "?lang="])
@pytest.mark.parametrize("kind", ["feed in Danish", "feed in English"])
def test_language_is_the_feeds_or_the_one_asked_for(query: str, kind: str):
    """What comes from the feed keeps its own language, and says so."""
    feed = "da" if "Danish" in kind else "en"
    made = release(programme(), plan(), first().ledger, LATER, language=feed)
    held = MemoryLinks(programme(), made)
    wanted = query[6:] if query[6:] in {"da", "en"} else feed
    page = page_of(held, ME, query)
    (html,) = page.all("html")
    assert html.attributes["lang"] == wanted
    (switch,) = page.all("a", class_="tongue")
    other = {"da": "en", "en": "da"}[wanted]
    assert switch.attributes["href"] == f"?lang={other}"
    (title,) = page.all("p", class_="title")
    foreign = None if wanted == feed else feed
    assert title.attributes.get("lang") == foreign
    for entry in page.all("div", class_="what"):
        name = entry.all("b")[0].all("span")[-1]
        assert name.attributes.get("lang") == foreign
    assert page.all("h2", id="next")[0].text == words.PHRASES["next"].to(wanted)


def test_every_word_is_in_both_languages():
    """No phrase is empty, left in the other language, or short of a field."""
    same = {"Program"}
    for name, said in words.PHRASES.items():
        assert said.da.strip(), name
        assert said.en.strip(), name
        assert said.da != said.en or said.da in same, name
        assert set(re.findall(r"{\w+}", said.da)) == set(re.findall(r"{\w+}", said.en))


def test_page_asks_for_nothing_and_runs_nothing():
    """No script, frame, form, style attribute or address to load; a strict policy."""
    answer = answer_of(after_a_move(), ME)
    page = read_page(answer.text)
    loading = {"script", "iframe", "object", "embed", "img", "form", "video", "audio"}
    assert {e.name for e in page.all()} & loading == set()
    for element in page.all():
        names = set(element.attributes)
        assert not names & {"src", "srcset", "style", "action", "ping", "background"}
        assert not [name for name in names if name.startswith("on")]
        address = element.attributes.get("href", "#")
        start = address.split(":")[0] if ":" in address else address[0]
        assert start in {"#", "?", "webcal", "https", "data"}
        assert start != "https" or element.name == "a"
        assert start != "data" or element.attributes["rel"] == "icon"
    (style,) = page.all("style")
    inside = answer.text.split("<style>")[1].split("</style>")[0]
    assert style.text
    assert "url(" not in inside
    assert "@import" not in inside
    digest = b64encode(sha256(inside.encode()).digest()).decode()
    assert answer.headers == {
        "content-type": "text/html; charset=utf-8",
        "content-length": str(len(answer.body)),
        "cache-control": "private, no-store",
        "content-security-policy": (
            f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
        "cross-origin-resource-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "x-robots-tag": "noindex, nofollow",
    }


def test_google_is_not_told_the_link():
    """The link to Google's settings holds no token, and no referrer goes with it."""
    (out,) = page_of(links(), ME).all("a", class_="out")
    assert MINE not in out.attributes["href"]
    assert out.attributes["rel"] == "noopener noreferrer"


@pytest.mark.parametrize("query", ["?lang=da", "?lang=en"])
@pytest.mark.parametrize("key", [f.key for f in first().feeds], ids=str)
def test_page_shows_what_its_feed_shows_and_no_more(key: FeedKey, query: str):
    """Each entry's title, place and notes are the feed's; no other name is on it."""
    held = after_a_move()
    page = page_of(held, key, query)
    shown = [e for e in read(held.made.feed(key).data) if "aftaler i" not in e.summary]
    rows = listed(page)
    assert len(rows) == len(shown)
    for row, entry in zip(rows, shown, strict=True):
        for part in (entry.summary.removeprefix("Aflyst: "), entry.location,
                     *entry.description.split("\n")):  # fmt: skip
            assert " ".join(part.split()) in row
        assert (entry.status == "CANCELLED") == ("Aflyst" in row or "Cancelled" in row)
    text = " ".join(f"{e.summary} {e.location} {e.description}" for e in shown)
    given_ = programme()
    for person in (*given_.participants, *given_.staff):
        for name in (person.name, person.name.split()[0]):
            assert name in text or not re.search(rf"\b{name}\b", page.text), name
    for unit in given_.units:
        assert unit.name in text or unit.name not in page.text, unit.name


def test_page_forgets_who_left():
    """A practicum called off as somebody left tells no name, as in the feed."""
    before = first()
    gone = programme().participants[1:]
    rest = plan().model_copy(
        update={
            "sessions": tuple(s for s in plan().sessions if s.audience != "p1"),
            "placements": plan().placements[1:],
            "matches": plan().matches[1:],
            "milestones": plan().milestones[1:],
            "groups": tuple(
                g.model_copy(update={"participants": ("p2", "p3")})
                for g in plan().groups
            ),
            "classes": tuple(
                c.model_copy(update={"participants": ("p2", "p3")})
                for c in plan().classes
            ),
        }
    )
    now = programme(participants=gone)
    held = MemoryLinks(now, release(now, rest, before.ledger, LATER))
    page = page_of(held, FeedKey("host", "vaert"))
    assert page.text.count("Aflyst") == 10
    assert "Anna" not in page.text
    assert "Bo Æbelø" in page.text


@pytest.mark.parametrize("key", [ME, UNIT, FeedKey("room", "lille")], ids=str)
@pytest.mark.parametrize("days", [0, 160, 500])
def test_everything_on_a_page_is_reachable_and_labelled(key: FeedKey, days: int):
    """Ids are unique; what is labelled, described or linked to by id is there."""
    page = page_of(after_a_move(), key, at=LATER + timedelta(days=days))
    ids = [e.attributes["id"] for e in page.all() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    for element in page.all():
        for name in ("for", "aria-labelledby", "aria-describedby"):
            assert element.attributes.get(name, ids[0]) in ids
        address = element.attributes.get("href", "")
        assert not address.startswith("#") or address[1:] in ids
    for link in page.all("input"):
        assert page.all("label", **{"for": link.attributes["id"]})
    levels = [int(e.name[1]) for e in page.all() if re.fullmatch("h[1-6]", e.name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_what_is_over_is_folded_away():
    """In December: all until then in the fold, the rest open, nothing twice."""
    at = datetime(2027, 12, 13, 8, 0, tzinfo=UTC)
    page = page_of(links(), ME, at=at)
    everything = listed(page_of(links(), ME))
    (fold,) = page.all("details")
    over = [text for text in everything if text in listed(fold)]
    assert over + [t for t in everything if t not in over] == everything == listed(page)
    assert fold.all("summary")[0].text == f"Overstået ({len(over)})"
    assert listed(fold)[-1].startswith("tir 9. Områdemøde")
    (soon,) = page.all("span", class_="soon")
    assert soon.text == "er i gang nu"


def test_an_empty_calendar_says_so():
    """The feed's own note is said, not listed as an entry on a day."""
    page = page_of(links(), FeedKey("coach", "coach2"))
    assert page.all("section", class_="hero")[0].text == (
        "Næste aftale Ingen aftaler i kalenderen."
    )
    assert listed(page) == []
    assert page.all("ul", class_="months") == []
    assert page.all("a", class_="button")


def test_a_closed_calendar_shows_nothing_but_that():
    """No entry, change, link to subscribe or code; what to do is said."""
    held = links()
    held.closing.add(MINE)
    answer = answer_of(held, ME)
    page = read_page(answer.text)
    assert "Kalenderen er lukket" in page.text
    assert [e for e in page.all() if e.name in {"svg", "input", "time", "li"}] == []
    for secret in (MINE, "webcal", "Kick-off", "Salen"):
        assert secret not in answer.text
    assert answer.status == 200


def test_a_long_list_of_changes_unfolds():
    """What was called off stands first; six are open and the rest folded."""
    day = date(2027, 9, 1)
    lines = tuple(
        line(f"u{n}", day + timedelta(days=n), cancelled=n == 8) for n in range(9)
    )
    changes = tuple(
        FeedChange(ME, f"u{n}", "cancelled" if n == 8 else "moved",
                   Words(f"Aflyst: {n}" if n == 8 else f"Flyttet: {n}", "x: y"))
        for n in range(9)
    )  # fmt: skip
    page = read_page(text_of(made(lines, changes)))
    open_, folded = page.all("ul", class_="news")
    assert [li.text for li in open_.all("li")] == ["Aflyst 8"] + [
        f"Flyttet {n}" for n in range(5)
    ]
    assert [li.text for li in folded.all("li")] == [f"Flyttet {n}" for n in (5, 6, 7)]


# --- drawn pages ---------------------------------------------------------------


def line(
    uid: str, day: date, start: int | None = 9, *, cancelled: bool = False, **more: str
) -> Line:
    """Make a line of an hour, or of a whole day."""
    starts = None if start is None else time(start)
    ends = None if start is None else time(start + 1)
    facts = {"uid": uid, "summary": f"Møde {uid}", "day": day}
    entry = Entry(**(facts | {"starts": starts, "ends": ends} | more))
    state = "cancelled" if cancelled else "live"
    return Line(uid=uid, changed=NOW, state=state, entry=entry)


def made(lines: tuple[Line, ...], changes: tuple[FeedChange, ...] = ()) -> Page:
    """Make a page of lines."""
    return Page("Forløb – personlig kalender", "da", ZONE, lines, changes, NOW, False)


def text_of(page: Page, now: datetime = NOW) -> str:
    """Write a page."""
    return bytes(PAGES.answer("A" * 43, page, now, "").body).decode()


LINES = st.lists(
    st.builds(
        lambda days, start, off: (date(2027, 9, 1) + timedelta(days=days), start, off),
        st.integers(0, 300), st.sampled_from([None, 0, 8, 13, 22]), st.booleans(),
    ),
    max_size=12,
).map(
    lambda rows: tuple(
        line(f"u{n}", day, start, cancelled=off)
        for n, (day, start, off) in enumerate(rows)
    )
)  # fmt: skip
MOMENTS = st.integers(0, 366 * 24 * 60).map(
    lambda minutes: datetime(2027, 8, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def _end(given_: Line) -> datetime:
    from zoneinfo import ZoneInfo

    entry = given_.entry
    assert entry is not None
    if entry.ends is None:
        midnight = datetime.combine(entry.day + timedelta(days=1), time())
        return midnight.replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
    return datetime.combine(entry.day, entry.ends, ZoneInfo(ZONE)).astimezone(UTC)


@given(LINES, MOMENTS)
def test_next_is_the_first_that_is_not_over_nor_called_off(
    lines: tuple[Line, ...], now: datetime
):
    """As found by comparing ends in UTC; each entry is listed once, over or ahead."""
    content = Content(made(lines), now, "da")
    ahead = [li for li in lines if _end(li) > now]
    live = [li for li in ahead if li.state == "live"]
    soonest = min(
        live,
        key=lambda li: (li.entry.day, li.entry.starts or time(), li.uid),
        default=None,
    )
    found = content.next
    assert (found and found.title) == (soonest and soonest.entry.summary)
    for past in (False, True):
        told = [i.title for _, _, items in content.by_month(past=past) for i in items]
        rows = [li for li in lines if (li in ahead) is not past]
        assert sorted(told) == sorted(li.entry.summary for li in rows)


@given(LINES, MOMENTS)
def test_the_year_at_a_glance_counts_every_entry_once(
    lines: tuple[Line, ...], now: datetime
):
    """Months follow each other; marked days are those with something on."""
    months = Content(made(lines), now, "da").months()
    live = [li.entry for li in lines if li.state == "live"]
    counts = [int(m.told.split()[0]) if m.told[0].isdigit() else 0 for m in months]
    assert sum(counts) == len(live)
    assert sum(len(m.marked) for m in months) == len({e.day for e in live})
    names = [m.name for m in months]
    assert len(names) == len(set(names))
    assert all({d for week in m.weeks for d in week} >= m.marked for m in months)


HOSTILE = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style><b>",
         "{{ 7*7 }}", "{% raw %}", "&lt;b&gt;", "javascript:alert(1)", "]]>", "<!--",
         "'", "</ul></section>", "\u202e", "\x00"]
    ),
)  # fmt: skip


@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_no_text_becomes_markup(title: str, place: str, note: str, told: str):
    """The page has the elements of one with harmless texts, and no other."""

    def elements(*texts: str) -> list[tuple[str, tuple[str, ...]]]:
        name, where, more, change = texts
        lines = (line("u", date(2027, 9, 1), summary=name, location=where,
                      description=more.replace("\n", " ")),)  # fmt: skip
        changes = (FeedChange(ME, "u", "moved", Words(f"Flyttet: {change}", "x: y")),)
        page = made(lines, changes)._replace(title=f"{name} – {where}")
        found = read_page(text_of(page)).all()
        return [(e.name, tuple(sorted(e.attributes))) for e in found]

    harmless = ["a" if text else "" for text in (title, place, note, told)]
    note = note if not note.replace("\n", " ").isspace() else "a"
    assert elements(title, place, note, told)[8:] == elements(*harmless)[8:]


@pytest.mark.parametrize(
    ("hours", "said"),
    [(0, "i morgen"), (15, "i dag"), (22, "er i gang nu"), (-24, "om 2 dage")],
)
def test_how_far_off_is_said_by_the_calendars_days(hours: int, said: str):
    """Meeting on 2 September at 09:00; it is 10:00 the day before, Danish time."""
    now = datetime(2027, 9, 1, 8, 0, tzinfo=UTC) + timedelta(hours=hours)
    start = 8 if hours == 22 else 9
    content = Content(made((line("u", date(2027, 9, 2), start),)), now, "da")
    assert content.next is not None
    assert content.until(content.next) == said
