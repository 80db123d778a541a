"""The page behind a link: one answer of HTML, without scripts or other requests."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, Response

from leaderplan.errors import InputError, Issue
from leaderplan.feeds.server.content import MOST_CHANGES, Content
from leaderplan.feeds.server.headers import ALWAYS
from leaderplan.feeds.server.words import PROGRAMS, REFRESHES
from leaderplan.feeds.serving import Page
from leaderplan.locale import Language, day_text

if TYPE_CHECKING:
    from jinja2 import Environment

_SITE = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(/[A-Za-z0-9._~/-]*)?")

ADD_BY_ADDRESS = "https://calendar.google.com/calendar/r/settings/addbyurl"
"""Where Google takes a link; the page sends nothing there, the reader pastes it."""


class Pages:
    """Makes pages for links under one address.

    Parameters
    ----------
    base_url
        Where people reach the server, as ``https://calendar.example.org``.

    Raises
    ------
    InputError
        When it is no address of a site.
    """

    def __init__(self, base_url: str) -> None:
        if not _SITE.fullmatch(base_url):
            text = "expected an address as https://calendar.example.org; found "
            raise InputError([Issue("base_url", f"{text}{base_url[:80]!r}.")])
        self._base = base_url.rstrip("/")
        self._style = _environment().get_template("page.css").render()
        digest = b64encode(sha256(self._style.encode()).digest()).decode()
        self._headers = ALWAYS | {
            "Cache-Control": "private, no-store",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Content-Security-Policy": (
                f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
                "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            ),
        }

    def answer(self, token: str, page: Page, now: datetime, asked: str) -> Response:
        """Return the page of a link.

        Parameters
        ----------
        token
            The link's; the page names it, as it shows where to subscribe.
        page
            What it shows.
        now
            The present, with a time zone.
        asked
            ``da`` or ``en``; anything else is the language of the feed.
        """
        language: Language = page.language
        if asked in {"da", "en"}:
            language = "da" if asked == "da" else "en"
        return HTMLResponse(self._text(token, page, now, language), 200, self._headers)

    def _text(self, token: str, page: Page, now: datetime, language: Language) -> str:
        content = Content(page, now, language)
        address = f"{self._base}/c/{token}"
        name = "closed.html.j2" if page.closing else "page.html.j2"
        return (
            _environment()
            .get_template(name)
            .render(
                style=self._style,
                content=content,
                t=content.t,
                page=page,
                language=language,
                other="en" if language == "da" else "da",
                released=day_text(page.released.astimezone(content.now.tzinfo).date(),
                                  language),
                day_text=day_text,
                feed=f"{address}.ics",
                webcal=re.sub(r"^https?", "webcal", f"{address}.ics"),
                qr="" if page.closing else _code(address),
                google=ADD_BY_ADDRESS,
                programs=PROGRAMS,
                refreshes=[(name, says.to(language)) for name, says in REFRESHES],
                most_changes=MOST_CHANGES,
            )
        )  # fmt: skip


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("leaderplan.feeds.server"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _code(address: str) -> str:
    """Draw an address as a QR code that a camera reads in dark mode too."""
    import segno

    code = segno.make(address, error="m", micro=False)
    return str(code.svg_inline(
        border=4, dark="#000", light="#fff", omitsize=True,
        svgclass=None, lineclass=None,
    ))  # fmt: skip
