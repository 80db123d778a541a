"""The words of the page behind a link, in Danish and English."""

from __future__ import annotations

from leaderplan.locale import Words

PHRASES: dict[str, Words] = {
    "other_language": Words("English", "Dansk"),
    "updated": Words("Udsendt {day}", "Released {day}"),
    "next": Words("Næste aftale", "Next up"),
    "nothing_next": Words(
        "Der er ikke flere aftaler i denne kalender.",
        "Nothing more is to come in this calendar.",
    ),
    "now": Words("er i gang nu", "is on now"),
    "today": Words("i dag", "today"),
    "tomorrow": Words("i morgen", "tomorrow"),
    "in_days": Words("om {days} dage", "in {days} days"),
    "all_day": Words("hele dagen", "all day"),
    "cancelled": Words("Aflyst", "Cancelled"),
    "changes": Words("Seneste ændringer", "What changed last"),
    "no_changes": Words(
        "Den seneste udsendelse ændrede intet i denne kalender.",
        "The last release changed nothing in this calendar.",
    ),
    "all_new": Words(
        "Dette er kalenderens første udsendelse. Fra nu af står det her, når noget "
        "flyttes, ændres eller aflyses.",
        "This is the first release of this calendar. From now on, what is moved, "
        "changed or called off is told here.",
    ),
    "more_changes": Words("{count} ændringer mere", "{count} more changes"),
    "year": Words("Året kort", "The year at a glance"),
    "year_short": Words("Året", "Year"),
    "all": Words("Alle aftaler", "All dates"),
    "one": Words("1 aftale", "1 entry"),
    "several": Words("{count} aftaler", "{count} entries"),
    "none": Words("ingen aftaler", "nothing"),
    "past": Words("Overstået ({count})", "Past ({count})"),
    "subscribe": Words("Få kalenderen hos dig selv", "Get it in your own calendar"),
    "subscribe_short": Words("Abonnér", "Subscribe"),
    "contents": Words("På denne side", "On this page"),
    "subscribe_says": Words(
        "Når du abonnerer, følger ændringer med af sig selv.",
        "When you subscribe, changes follow by themselves.",
    ),
    "add_to": Words("Føj til {program}", "Add to {program}"),
    "google_says": Words(
        "Google Kalender tager imod linket på en computer: kopiér det, og sæt det ind "
        "under Indstillinger, Tilføj kalender, Fra webadresse.",
        "Google Calendar takes the link on a computer: copy it, and paste it under "
        "Settings, Add calendar, From URL.",
    ),
    "link": Words("Link til Google Kalender", "Link for Google Calendar"),
    "google_open": Words("Åbn siden hos Google", "Open the page at Google"),
    "scan": Words("Åbn på telefonen", "Open on your phone"),
    "scan_says": Words(
        "Ret telefonens kamera mod koden for at åbne denne side dér.",
        "Point your phone's camera at the code to open this page there.",
    ),
    "qr": Words("QR-kode med adressen på denne side", "QR code with this address"),
    "refresh": Words("Hvornår ser du ændringer?", "When do you see changes?"),
    "refresh_says": Words(
        "Denne side viser altid det seneste. Kalenderprogrammer henter selv, i deres "
        "eget tempo, som vi ikke kan skynde på:",
        "This page always shows the latest. Calendar programs fetch at a pace of "
        "their own, which we cannot hurry:",
    ),
    "program": Words("Program", "Program"),
    "fetches": Words("henter nyt", "fetches"),
    "key": Words(
        "Linket er en nøgle: den, der har det, kan læse kalenderen. Giv det ikke "
        "videre, og bed om et nyt, hvis andre har fået det.",
        "The link is a key: whoever has it can read the calendar. Do not pass it on, "
        "and ask for a new one if somebody else has got it.",
    ),
    "zone": Words("Alle tider er i tidszonen {zone}.", "All times are in {zone}."),
    "closed": Words("Kalenderen er lukket", "This calendar is closed"),
    "closed_says": Words(
        "Linket gælder ikke mere. Fjern abonnementet i dit kalenderprogram, så den "
        "gamle kalender forsvinder. Mangler du et nyt link, så spørg din koordinator.",
        "The link is no longer in use. Remove the subscription from your calendar "
        "program, so that the old calendar goes away. If you need a new link, ask "
        "your coordinator.",
    ),
}

PROGRAMS = (
    Words("Apple Kalender", "Apple Calendar"),
    Words("Outlook", "Outlook"),
    Words("Thunderbird", "Thunderbird"),
)
"""Programs that open a ``webcal:`` link; the same one for all."""

REFRESHES: tuple[tuple[str, Words], ...] = (
    (
        "Apple",
        Words(
            "som du selv har valgt i indstillingerne, tit hver time",
            "as you have chosen in its settings, often hourly",
        ),
    ),
    (
        "Outlook",
        Words(
            "på nettet omtrent hver 3. time, til tider først efter et døgn",
            "on the web about every 3 hours, at times only after a day",
        ),
    ),
    ("Google", Words("efter 8 til 24 timer", "after 8 to 24 hours")),
    (
        "Thunderbird",
        Words(
            "hver halve time, når programmet er åbent",
            "every half hour while it is open",
        ),
    ),
)
"""How often programs look: CALENDAR.md, section 4, and what their vendors and users
write of Outlook on the web, Apple's choices and Thunderbird's default."""
