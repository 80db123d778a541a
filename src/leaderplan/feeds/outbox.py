"""Notices as mails ready to be sent, and as HTML."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import getaddresses
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from leaderplan.errors import InputError, Issue, LeaderplanError
from leaderplan.feeds.files import SECRET, remove_unfinished, settle, write_whole
from leaderplan.feeds.text import one_line

if TYPE_CHECKING:
    from jinja2 import Environment

    from leaderplan.feeds.notice import Notice, Notices

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_USER = re.compile(rf"{_ATOM}(\.{_ATOM})*")
_DOMAIN = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
"""Addresses that need no quotes (RFC 5322, 3.2.3); nothing nested can repeat."""

LONGEST_NAME = 100
"""Characters of a name in a header; longer ones are cut."""


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("leaderplan.feeds"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def notices_html(notices: Notices) -> str:
    """Show all notices in a notebook; it styles nothing outside itself."""
    return _templates().get_template("notices.html.j2").render(notices=notices)


def mail_html(notice: Notice) -> str:
    """Return one notice as the HTML of a mail: no script, nothing from the network."""
    return _templates().get_template("mail.html.j2").render(notice=notice)


def write_outbox(notices: Notices, folder: Path, sender: str) -> tuple[Path, ...]:
    """Write each notice as a mail; see :meth:`Notices.write_outbox`."""
    author = address_of(sender)
    found = ((n, reader_of(n.name, n.email)) for n in notices.notices)
    mails = [mail(notices, n, author, to) for n, to in found if to is not None]
    paths = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        remove_unfinished(folder)
        for message in mails:
            name = str(message["Message-ID"]).strip("<>").partition("@")[0]
            path = folder / f"{name}.eml"
            write_whole(path, message.as_bytes(), SECRET)
            paths.append(path)
        settle(folder)
    except OSError as error:
        raise LeaderplanError(
            f"expected to write notices to {folder}; found: {error.strerror or error}."
        ) from None
    return tuple(paths)


def mail(
    notices: Notices, notice: Notice, author: Address, reader: Address
) -> EmailMessage:
    """Return a notice as a mail, dated by its release."""
    message = EmailMessage(policy=SMTP)
    message["From"] = author
    message["To"] = reader
    message["Subject"] = one_line(notice.subject)
    message["Date"] = notices.released
    message["Message-ID"] = f"<{identity(notices, notice)}@leaderplan>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(notice.text, cte="quoted-printable")
    message.add_alternative(mail_html(notice), subtype="html", cte="quoted-printable")
    message["Content-Language"] = notice.language
    # The parts are told apart by their boundary, which would be drawn anew.
    message.set_boundary(f"=_{identity(notices, notice)}")
    return message


def identity(notices: Notices, notice: Notice) -> str:
    """Return what tells a notice from every other: who is told what, not when."""
    marks = [str(part.feed) + mark for part in notice.parts for mark in part.marks]
    told = (notices.programme, notice.role, notice.person, notice.language, *marks)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:40]


def address_of(text: str) -> Address:
    """Read the address that mails come from.

    Raises
    ------
    InputError
        When it is none.
    """
    given = getaddresses([text]) if one_line(text) == text else []
    found = reader_of(*given[0]) if len(given) == 1 else None
    if found is None:
        message = f"expected an e-mail address; found {text[:80]!r}."
        hint = "Try kim@example.org."
        raise InputError([Issue("sender", message, hint, text)])
    return found


def reader_of(name: str, email: str) -> Address | None:
    """Return an address fit for a header, ``None`` where there is none to write to."""
    user, _, domain = one_line(email).rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    if not (_USER.fullmatch(user) and _DOMAIN.fullmatch(domain)):
        return None
    return Address(_plain(name), user, domain)


def _plain(name: str) -> str:
    """Return a name without signs that mean something in a header.

    They could stand in quotes, but Python loses these where it folds a long name.
    """
    signs = (c if unicodedata.category(c)[0] in "LMN" or c in "-'’" else " "
             for c in one_line(name))  # fmt: skip
    return " ".join("".join(signs).split())[:LONGEST_NAME].strip()
