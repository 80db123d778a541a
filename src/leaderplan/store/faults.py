"""What a store refuses, in words that say what to do."""

from __future__ import annotations

from datetime import UTC, datetime

from leaderplan.errors import LeaderplanError
from leaderplan.locale import Words

BUSY = Words(
    "Databasen er optaget lige nu. Prøv igen om et øjeblik.",
    "The database is busy for the moment. Try again in a little while.",
)
DAMAGED = Words(
    "Databasen kan ikke bruges: {why}. Den seneste udgivelse står, som den gjorde.",
    "The database cannot be used: {why}. The last release stands as it did.",
)
NEWER = Words(
    "Databasen er gemt af en nyere leaderplan (skema {found}; denne kender til og med "
    "{known}). Opdatér leaderplan; intet er ændret.",
    "The database was written by a newer leaderplan (schema {found}; this one knows up "
    "to {known}). Update leaderplan; nothing was changed.",
)
FOREIGN = Words(
    "Databasen hører til et andet program. Vælg et andet navn; intet er ændret.",
    "The database belongs to another program. Choose another name; nothing was "
    "changed.",
)
SAVED_MEANWHILE = Words(
    "{by} gemte version {version} {when}, efter at du hentede version {after}. Dit er "
    "ikke gemt: hent version {version}, ret den til, og gem igen.",
    "{by} saved version {version} on {when}, after you had read version {after}. Yours "
    "is not saved: read version {version}, change that, and save again.",
)
RELEASED_MEANWHILE = Words(
    "{by} udgav kalenderne {when} (udgivelse {version}), mens din blev gjort klar. Din "
    "er ikke udgivet: se på ændringerne igen, og udgiv så.",
    "{by} released the calendars on {when} (release {version}) while yours was being "
    "made. Yours is not released: look at the changes again, then release.",
)
HAS_LINK = Words(
    "{key} har allerede et link, og et link vises kun én gang. Forny det, hvis det er "
    "gået tabt; det gamle virker så ikke mere.",
    "{key} has a link already, and a link is shown only once. Renew it if it is lost; "
    "the old one then no longer works.",
)
NO_LINK = Words(
    "{key} har intet link, der kan lukkes eller fornyes.",
    "{key} has no link that could be ended or renewed.",
)
UNREACHABLE = Words(
    "PostgreSQL svarer ikke. Se efter, om adresse, navn og adgangskode passer, og om "
    "serveren kører.",
    "PostgreSQL does not answer. See whether address, name and password are right, and "
    "whether the server runs.",
)


class StoreError(LeaderplanError):
    """A store cannot do what is asked; ``words`` say it in both languages."""

    def __init__(self, words: Words) -> None:
        self.words = words
        super().__init__(words.en)


class NewerStore(StoreError):
    """The database was written by a newer leaderplan."""


class SavedMeanwhile(StoreError):
    """Somebody else saved or released first; nothing of this was stored.

    Parameters
    ----------
    words
        With fields for ``by``, ``when``, ``version`` and ``after``.
    by, at
        Who did it, and when (UTC).
    version
        The version or release that is there now.
    after
        The one that this was made from.
    """

    def __init__(
        self, words: Words, by: str, at: datetime, version: int, after: int
    ) -> None:
        self.by, self.at, self.version = by, at, version
        when = f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        super().__init__(words.fill(by=by, when=when, version=version, after=after))
