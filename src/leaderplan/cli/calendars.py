"""Commands for calendars from a store: release, and links that are given out."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, cast, get_args

from leaderplan.cli.files import read_both
from leaderplan.cli.status import OK
from leaderplan.domain.references import nearest
from leaderplan.errors import InputError, Issue, LeaderplanError
from leaderplan.feeds.ledger import FeedKey, FeedKind
from leaderplan.locale import Words, day_text

if TYPE_CHECKING:
    from leaderplan.domain.plan import Plan
    from leaderplan.domain.programme import Programme
    from leaderplan.store import Link, Store, StoredRelease

MOST_CHANGES = 50
"""Changes that a preview prints; the release has them all."""

_RELEASED = Words(
    "Udgivelse {n}: {feeds} kalender(e) ændret; {told}.",
    "Release {n}: {feeds} calendar(s) changed; {told}.",
)
_UNCHANGED = Words(
    "Ingen kalender er ændret siden udgivelse {n}; intet er udgivet.",
    "No calendar has changed since release {n}; nothing was released.",
)
_DRAFT = Words(
    "Det ville en udgivelse nu ændre i {feeds} kalender(e): {told}. Intet er udgivet.",
    "This is what a release would change in {feeds} calendar(s) now: {told}. Nothing "
    "was released.",
)
_DRAFT_UNCHANGED = Words(
    "En udgivelse nu ville ikke ændre nogen kalender.",
    "A release now would change no calendar.",
)
_MORE = Words("… og {n} til.", "… and {n} more.")
_LINK = Words(
    "{link}\nLinket vises kun denne ene gang og virker til {until}. Enhver, der har "
    "det, kan læse kalenderen: send det kun til den, det er til. Nogle programmer "
    "henter først ændringer efter et døgn.",
    "{link}\nThis link is shown this once and works until {until}. Whoever has it can "
    "read the calendar: send it only to whom it is for. Some programs fetch changes "
    "only after a day.",
)
_ROTATED = Words("Det gamle link virker ikke mere.", "The old link no longer works.")
_ROTATED_CLOSING = Words(
    "Det gamle link siger i 30 dage, at kalenderen har fået en ny adresse.",
    "The old link says for 30 days that the calendar has a new address.",
)
_REVOKED = Words(
    "{key}: linket er lukket og virker ikke mere.",
    "{key}: the link is closed and no longer works.",
)
_REVOKED_CLOSING = Words(
    "{key}: linket siger i 30 dage, at kalenderen er lukket; derefter virker det ikke.",
    "{key}: the link says for 30 days that the calendar is closed, then it no longer "
    "works.",
)

Command = Callable[[argparse.Namespace], int]


def add(verbs: Any, facts_and_plan: Any, language: Any) -> None:
    """Add the commands to those of the command line."""
    release_ = verbs.add_parser("release", help="release a plan's calendars in a store")
    _store(release_)
    facts_and_plan(release_)
    release_.add_argument("--why", default="", help="the reason, for the log")
    release_.add_argument("--draft", action="store_true",
                          help="only tell what would change")  # fmt: skip
    release_.set_defaults(run=release)
    subscribe_ = verbs.add_parser("subscribe", help="give out a link to a calendar")
    _calendar(subscribe_, language)
    subscribe_.set_defaults(run=subscribe)
    revoke_ = verbs.add_parser("revoke", help="end a link, or renew it")
    _calendar(revoke_, language)
    revoke_.add_argument("--rotate", action="store_true", help="give out a new one")
    revoke_.add_argument("--closing", action="store_true",
                         help="let the old one say so for 30 days")  # fmt: skip
    revoke_.set_defaults(run=revoke)


def _store(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("store", metavar="DB", help="a file, or postgresql://…")
    verb.add_argument("--by", default=None, metavar="NAME",
                      help="who does it, for the log (default: your user name)",
                      )  # fmt: skip


def _calendar(verb: argparse.ArgumentParser, language: Any) -> None:
    _store(verb)
    verb.add_argument("calendar", metavar="KIND/ID", help="as participant/p07")
    verb.add_argument("--programme", metavar="ID",
                      help="where the store has several")  # fmt: skip
    verb.add_argument("--holder", default="", metavar="NAME",
                      help="which reader, where a calendar has several")  # fmt: skip
    verb.add_argument("--address", default="", metavar="https://…",
                      help="of the server, to print whole links")  # fmt: skip
    language(verb)


def _in_words(command: Command) -> Command:
    """Let a command's refusals be said in the language that it was asked in."""

    @wraps(command)
    def told(given: argparse.Namespace) -> int:
        from leaderplan.store import StoreError

        try:
            return command(given)
        except StoreError as error:
            raise LeaderplanError(error.words.to(given.language)) from None

    return told


@_in_words
def release(given: argparse.Namespace) -> int:
    """Save a programme and its plan where they are new, and release the plan."""
    from leaderplan.store import open_store

    if not (given.why or given.draft):
        text = "expected the reason for the release; found none."
        raise InputError([Issue("--why", text, 'Try --why "…", or --draft.')])
    programme, plan, _ = read_both(given)
    now, by = datetime.now(UTC), _who(given)
    with open_store(given.store) as store:
        _save(store, programme, plan, by, now)
        # Calendars stay in the language of their first release.
        language = None if store.releases(programme.id) else given.language
        if given.draft:
            made = store.draft(programme.id, None, now, by=by, language=language)
        else:
            made = store.release(
                programme.id, None, now, by=by, why=given.why, language=language
            )
    _tell(made, given)
    return OK


def _save(
    store: Store, programme: Programme, plan: Plan, by: str, now: datetime
) -> None:
    """Save what is not the last version already."""
    after = len(store.programme_versions(programme.id))
    anew = not after or store.programme(programme.id) != programme
    if anew:
        store.save_programme(programme, now, by=by, after=after)
    after = len(store.plan_versions(programme.id))
    if anew or not after or store.plan(programme.id) != plan:
        store.save_plan(programme.id, plan, now, by=by, after=after)


def _tell(made: StoredRelease, given: argparse.Namespace) -> None:
    if made.published:
        words = _RELEASED if made.written else _UNCHANGED
    else:
        words = _DRAFT if made.written else _DRAFT_UNCHANGED
    told = made.summary(given.language)
    filled = words.fill(n=made.number, feeds=made.written, told=told)
    print(filled.to(given.language))
    if given.draft:
        for change in made.changes[:MOST_CHANGES]:
            print(f"- {change.feed}: {change.words.to(given.language)}")
        if len(made.changes) > MOST_CHANGES:
            more = len(made.changes) - MOST_CHANGES
            print(_MORE.fill(n=more).to(given.language))


@_in_words
def subscribe(given: argparse.Namespace) -> int:
    """Give out a link to a calendar, and print it this once."""
    from leaderplan.store import open_store

    with open_store(given.store) as store:
        programme = _programme(store, given)
        link = store.subscribe(
            programme, _key(given.calendar), datetime.now(UTC),
            by=_who(given), holder=given.holder,
        )  # fmt: skip
    _show(link, given)
    return OK


@_in_words
def revoke(given: argparse.Namespace) -> int:
    """End a link; with ``--rotate`` give out another in its place."""
    from leaderplan.store import open_store

    key, now = _key(given.calendar), datetime.now(UTC)
    how = {"by": _who(given), "holder": given.holder, "closing": given.closing}
    with open_store(given.store) as store:
        programme = _programme(store, given)
        if given.rotate:
            link = store.rotate(programme, key, now, **how)
            _show(link, given)
            words = _ROTATED_CLOSING if given.closing else _ROTATED
        else:
            store.revoke(programme, key, now, **how)
            words = _REVOKED_CLOSING if given.closing else _REVOKED
    print(words.fill(key=key).to(given.language))
    return OK


def _show(link: Link, given: argparse.Namespace) -> None:
    until = day_text(link.expires.date(), given.language)
    address = f"{given.address.rstrip('/')}{link.path}"
    print(_LINK.fill(link=address, until=until).to(given.language))


def _who(given: argparse.Namespace) -> str:
    return given.by or getpass.getuser()


def _key(text: str) -> FeedKey:
    kind, _, subject = text.partition("/")
    known = get_args(FeedKind)
    if kind not in known or not subject:
        message = f"expected KIND/ID, as participant/p07; found {text[:80]}."
        near = "" if kind in known else nearest(kind, known)
        hint = near or f"Kinds are {', '.join(known)}."
        raise InputError([Issue("calendar", message, hint)])
    return FeedKey(cast("FeedKind", kind), subject)


def _programme(store: Store, given: argparse.Namespace) -> str:
    """Return the programme that is meant: the only one, or the one that is named."""
    if given.programme:
        return str(given.programme)
    found = store.programmes()
    if len(found) != 1:
        text = f"expected one programme in the store; found {len(found)}."
        raise InputError(
            [Issue("--programme", text, f"Name one of: {', '.join(found[:20])}.")]
        )
    return found[0]
