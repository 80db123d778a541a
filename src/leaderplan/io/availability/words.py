"""What is said of calendars that are read: faults, oddities, and what was left out."""

from __future__ import annotations

from leaderplan.locale import Words

UNREADABLE: dict[str, Words] = {
    "empty": Words("kalenderen er tom", "the calendar is empty"),
    "web_page": Words(
        "dette er en webside og ikke en kalender (måske en login-side); "
        "brug kalenderens iCal-adresse",
        "this is a web page and no calendar (a log-in page, perhaps); "
        "use the calendar's iCal address",
    ),
    "zip": Words(
        "dette er en pakket fil; pak den ud, og giv .ics-filen",
        "this is a packed file; unpack it and give the .ics file",
    ),
    "no_calendar": Words(
        "dette er ikke en kalender: den begynder ikke med BEGIN:VCALENDAR",
        "this is no calendar: it does not begin with BEGIN:VCALENDAR",
    ),
    "encoding": Words(
        "kalenderen er ikke skrevet i UTF-8; eksportér den igen",
        "the calendar is not written in UTF-8; export it again",
    ),
    "nul": Words(
        "kalenderen indeholder NUL-tegn og er beskadiget",
        "the calendar holds NUL characters and is damaged",
    ),
    "cut": Words(
        "kalenderen er kun halv: dens slutning mangler; hent den igen",
        "the calendar is only half there: its end is missing; fetch it again",
    ),
    "structure": Words(
        "kalenderen er beskadiget: linje {line} hører ikke til, hvor den står",
        "the calendar is damaged: line {line} does not belong where it stands",
    ),
    "scale": Words(
        "kalenderen bruger en anden tidsregning end vores",
        "the calendar does not use the Gregorian calendar",
    ),
    "too_large": Words(
        "forventede højst {most} MB; eksportér en kortere periode",
        "expected at most {most} MB; export a shorter period",
    ),
    "too_many_components": Words(
        "forventede højst {most} aftaler i kalenderen; eksportér en kortere periode",
        "expected at most {most} entries in the calendar; export a shorter period",
    ),
    "too_many_entries": Words(
        "forventede højst {most} aftaler i perioden",
        "expected at most {most} entries in the period",
    ),
    "too_slow": Words(
        "kalenderen kunne ikke læses på {most} sekunder; eksportér en kortere periode",
        "the calendar could not be read in {most} seconds; export a shorter period",
    ),
    "too_hard": Words(
        "kalenderen kræver mere hukommelse, end der må bruges på den",
        "the calendar takes more memory than may be spent on it",
    ),
    "no_file": Words("der er ingen fil med det navn", "there is no such file"),
    "folder": Words(
        "dette er en mappe; giv en .ics-fil", "this is a folder; give an .ics file"
    ),
    "closed": Words("filen kan ikke læses", "the file cannot be read"),
    "no_place": Words(
        "forventede et filnavn, en adresse eller bytes",
        "expected a file's name, an address or bytes",
    ),
    "text": Words(
        "giv kalenderens indhold som bytes og ikke som tekst",
        "give the contents of a calendar as bytes and not as text",
    ),
    "network": Words(
        "kalendere hentes kun fra nettet, når det er tilladt "
        "(allow_network=True, --allow-network)",
        "calendars are fetched from the web only where that is allowed "
        "(allow_network=True, --allow-network)",
    ),
    "url_long": Words(
        "adressen er længere end {most} tegn",
        "the address is longer than {most} characters",
    ),
    "url_signs": Words(
        "adressen indeholder tegn, som ingen adresse har (mellemrum, linjeskift eller "
        "bogstaver uden for a-z)",
        "the address holds signs that no address has (spaces, line breaks or letters "
        "beyond a-z)",
    ),
    "url_scheme": Words(
        "forventede en adresse, der begynder med https:// eller webcal://",
        "expected an address that begins with https:// or webcal://",
    ),
    "url_login": Words(
        "adressen må ikke indeholde brugernavn eller adgangskode",
        "the address must not hold a user name or a password",
    ),
    "url_port": Words(
        "kun port 443 og 8443 læses", "only the ports 443 and 8443 are read"
    ),
    "url_host": Words(
        "adressen nævner ingen server, der kan læses",
        "the address names no server that can be read",
    ),
    "no_host": Words("serveren findes ikke", "there is no such server"),
    "private": Words(
        "adressen fører ikke til det offentlige internet",
        "the address does not lead to the public internet",
    ),
    "no_answer": Words(
        "serveren svarer ikke, eller forbindelsen blev afbrudt",
        "the server does not answer, or the connection broke",
    ),
    "slow": Words(
        "serveren gav ikke kalenderen på {most} sekunder",
        "the server did not give the calendar in {most} seconds",
    ),
    "certificate": Words(
        "serverens certifikat er ikke gyldigt",
        "the server's certificate is not valid",
    ),
    "redirects": Words(
        "serveren sender videre mere end {most} gange",
        "the server sends the reader on more than {most} times",
    ),
    "status": Words(
        "serveren svarer med fejl {status}; er adressen stadig den rigtige? (Office "
        "365 svarer kun programmer, den kender: prøv user_agent)",
        "the server answers with error {status}; is the address still right? (Office "
        "365 answers only programs it knows: try user_agent)",
    ),
    "content": Words(
        "serveren giver {kind} og ikke en kalender",
        "the server gives {kind} and not a calendar",
    ),
    "packed": Words(
        "serveren giver kalenderen pakket på en måde, der ikke kan læses",
        "the server gives the calendar packed in a way that cannot be read",
    ),
}
"""Why a calendar could not be read at all, by code."""

FAULTS: dict[str, Words] = {
    "no_start": Words("begyndelsen mangler", "the start is missing"),
    "no_moment": Words(
        "er hverken en dag eller et tidspunkt", "is neither a day nor a time"
    ),
    "no_length": Words("er ingen varighed", "is no length of time"),
    "no_rule": Words(
        "er en gentagelse, der ikke kan læses",
        "is a recurrence that cannot be read",
    ),
    "twice": Words("står to gange", "stands twice"),
    "too_many_dates": Words("har for mange datoer", "lists too many dates"),
    "series": Words(
        "aftalens datoer kan ikke regnes ud",
        "the dates of the entry cannot be worked out",
    ),
    "availability": Words(
        "åbningstider i denne form læses ikke",
        "hours of work in this form are not read",
    ),
    "no_range": Words(
        "listen over optagne tider siger ikke, hvilken periode den gælder",
        "the list of busy times does not say for which period it holds",
    ),
}
"""What could not be understood of an entry, by code."""

COUNTS: dict[str, tuple[Words, Words]] = {
    "cancelled": (Words("aflyst", "cancelled"), Words("aflyste", "cancelled")),
    "transparent": (
        Words("vist som ledig", "shown as free"),
        Words("vist som ledig", "shown as free"),
    ),
    "whole_day_free": (
        Words("hel dag vist som ledig", "whole day shown as free"),
        Words("hele dage vist som ledig", "whole days shown as free"),
    ),
    "superseded": (
        Words("erstattet af en nyere udgave", "replaced by a newer version"),
        Words("erstattet af nyere udgaver", "replaced by newer versions"),
    ),
    "other": (
        Words("opgave, note eller lignende", "task, note or the like"),
        Words("opgaver, noter og lignende", "tasks, notes and the like"),
    ),
}
"""What is not counted as busy, one and several, in the order it is told."""

ODDITIES: dict[str, tuple[Words, Words]] = {
    "tentative": (Words("foreløbig", "tentative"), Words("foreløbige", "tentative")),
    "elsewhere": (
        Words("arbejde andetsteds", "working elsewhere"),
        Words("arbejde andetsteds", "working elsewhere"),
    ),
    "floating": (
        Words("uden tidszone (læst i egen zone)", "without a zone (read in own zone)"),
        Words("uden tidszone (læst i egen zone)", "without a zone (read in own zone)"),
    ),
    "guessed_zone": (
        Words("i en ukendt tidszone", "in an unknown zone"),
        Words("i en ukendt tidszone", "in an unknown zone"),
    ),
    "no_end": (
        Words("uden slutning (læst som 1 time)", "without an end (read as 1 hour)"),
        Words("uden slutning (læst som 1 time)", "without an end (read as 1 hour)"),
    ),
    "empty": (
        Words("uden varighed (læst som 1 time eller dagen)",
              "of no length (read as 1 hour or the day)"),
        Words("uden varighed (læst som 1 time eller dagen)",
              "of no length (read as 1 hour or the day)"),
    ),
    "backwards": (
        Words("slutter, før den begynder", "ends before it starts"),
        Words("slutter, før de begynder", "end before they start"),
    ),
    "mixed": (
        Words("med både dag og klokkeslæt", "with both a day and a time"),
        Words("med både dag og klokkeslæt", "with both a day and a time"),
    ),
    "shared_uid": (
        Words("deler kendetegn med en anden", "shares its mark with another"),
        Words("deler kendetegn med andre", "share their mark with others"),
    ),
}  # fmt: skip
"""What is odd and was counted as busy or as the policy says, one and several."""
