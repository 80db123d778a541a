"""The words of tables, pages and workbooks, in Danish and English."""

from __future__ import annotations

from typing import Any

from leaderplan.locale import Language, Words

COLUMNS: dict[str, Words] = {
    "session": Words("møde-id", "session id"),
    "activity": Words("aktivitet-id", "activity id"),
    "title": Words("aktivitet", "activity"),
    "kind": Words("type", "kind"),
    "audience": Words("målgruppe-id", "audience id"),
    "audience_name": Words("for", "for"),
    "occurrence": Words("nr.", "no."),
    "theme": Words("tema", "theme"),
    "day": Words("dato", "date"),
    "weekday": Words("ugedag", "weekday"),
    "starts": Words("fra", "from"),
    "ends": Words("til", "to"),
    "place": Words("sted-id", "place id"),
    "place_name": Words("sted", "place"),
    "staff": Words("ledes af, id", "led by, id"),
    "staff_names": Words("ledes af", "led by"),
    "staff_name": Words("navn", "name"),
    "participants": Words("deltagere", "participants"),
    "locked": Words("fastlåst, fordi", "locked because"),
    "group": Words("netværksgruppe", "network group"),
    "class": Words("modulhold", "module class"),
    "cohort": Words("hold", "cohort"),
    "participant": Words("deltager-id", "participant id"),
    "participant_name": Words("deltager", "participant"),
    "unit": Words("enhed-id", "unit id"),
    "unit_name": Words("egen enhed", "home unit"),
    "area": Words("område-id", "area id"),
    "area_name": Words("område", "area"),
    "sector": Words("sektor", "sector"),
    "facilitator": Words("facilitator-id", "facilitator id"),
    "facilitator_name": Words("facilitator", "facilitator"),
    "host": Words("vært-id", "host id"),
    "host_name": Words("praktikvært", "host unit"),
    "leader": Words("værtsleder-id", "host leader id"),
    "leader_name": Words("værtsleder", "host leader"),
    "first_day": Words("første dag", "first day"),
    "last_day": Words("sidste dag", "last day"),
    "days": Words("dage", "days"),
    "travel_minutes": Words("rejsetid, minutter", "travel, minutes"),
    "wish_rank": Words("ønske nr.", "wish no."),
    "coach": Words("coach-id", "coach id"),
    "coach_name": Words("coach", "coach"),
    "sessions": Words("møder", "sessions"),
    "milestone": Words("frist-id", "due date id"),
    "planned": Words("planlagt, kvarte dage", "planned, quarter-days"),
    "exempt": Words("merit, kvarte dage", "exempt, quarter-days"),
    "total": Words("i alt, kvarte dage", "total, quarter-days"),
    "rule": Words("regel-id", "rule id"),
    "level": Words("niveau-id", "level id"),
    "level_name": Words("niveau", "level"),
    "words": Words("krav", "requirement"),
    "weight": Words("pris pr. enhed", "price per unit"),
    "violations": Words("overtrædelser", "violations"),
    "settled": Words("afgjorte", "settled"),
    "amount": Words("omfang", "amount"),
    "cost": Words("pris", "cost"),
}
"""Headings of table columns, by column name."""

KINDS: dict[str, Words] = {
    "kick_off": Words("kick-off", "kick-off"),
    "theme_day": Words("temadag", "theme day"),
    "network_meeting": Words("netværksmøde", "network meeting"),
    "teaching_day": Words("undervisningsdag", "teaching day"),
    "exam": Words("eksamen", "exam"),
    "re_exam": Words("omprøve", "re-exam"),
    "practicum": Words("ledelsespraktik", "practicum"),
    "practicum_preparation": Words("praktikforberedelse", "practicum preparation"),
    "practicum_feedback": Words("praktikopfølgning", "practicum feedback"),
    "type_feedback": Words("typetilbagemelding", "type feedback talk"),
    "coaching": Words("coaching", "coaching"),
    "three_way_talk": Words("trepartssamtale", "three-way talk"),
    "career_talk": Words("karrieresamtale", "career talk"),
    "director_meeting": Words("møde med områdedirektør", "area director meeting"),
    "kick_on": Words("kick-on", "kick-on"),
    "milestone": Words("frist", "due date"),
    "meeting": Words("møde", "meeting"),
}
"""Names of activity kinds."""

CATEGORIES: dict[str, Words] = {
    "plenary": Words("fælles dag", "plenary"),
    "module": Words("modul", "module"),
    "exam": Words("eksamen", "exam"),
    "practicum": Words("praktik", "practicum"),
    "network": Words("netværk", "network"),
    "talk": Words("samtaler", "talks"),
    "due": Words("frister", "due dates"),
}
"""What the month grid counts, in its order."""

STATUS: dict[str, Words] = {
    "optimal": Words("optimal", "optimal"),
    "feasible": Words("brugbar", "feasible"),
    "infeasible": Words("umulig", "infeasible"),
    "no_plan_found": Words("ingen plan fundet", "no plan found"),
}

STATUS_SAYS: dict[str, Words] = {
    "optimal": Words(
        "Planen er kontrolleret, og ingen plan er bedre på noget niveau.",
        "The plan is checked, and no plan is better on any level.",
    ),
    "feasible": Words(
        "Planen er kontrolleret; det er ikke bevist, at den er den bedste.",
        "The plan is checked; it is not proven to be the best.",
    ),
    "infeasible": Words(
        "Det er bevist, at ingen plan holder alle faste regler.",
        "It is proven that no plan keeps every hard rule.",
    ),
    "no_plan_found": Words(
        "Tiden gik, før en plan blev fundet; intet er bevist. Giv mere tid.",
        "Time ran out before a plan was found; nothing is proven. Allow more time.",
    ),
}

PHRASES: dict[str, Words] = {
    "plan_of": Words("Plan for {name}", "Plan of {name}"),
    "seconds": Words("{seconds} sekunder", "{seconds} seconds"),
    "seed": Words("frø {seed}", "seed {seed}"),
    "level": Words("niveau", "level"),
    "value": Words("værdi", "value"),
    "bound": Words("grænse", "bound"),
    "gap": Words("afstand", "gap"),
    "how": Words("bevist ved", "proven by"),
    "proven": Words("bevist", "proven"),
    "rule": Words("regel", "rule"),
    "cost": Words("pris", "cost"),
    "nothing_costs": Words("Alle ønsker er opfyldt.", "Every wish is met."),
    "and_more": Words("… og {count} mere", "… and {count} more"),
    "meetings_head": Words("Møder", "Sessions"),
    "coach": Words("Coach", "Coach"),
    "to": Words("til", "to"),
    "year": Words("Året", "The year"),
    "numbers": Words(
        "Tallene er antal møder den dag; praktik og samtaler tælles pr. deltager.",
        "Numbers count that day's sessions; practicum and talks count for each "
        "participant.",
    ),
    "closed": Words("lukket", "closed"),
    "joint": Words("Fælles datoer", "Joint dates"),
    "people_head": Words("Deltagere", "Participants"),
    "people_hint": Words(
        "Fold en deltager ud for at se hele forløbet.",
        "Open a participant to see the whole year.",
    ),
    "too_many": Words(
        "De personlige forløb ({count}) står i arbejdsbogen.",
        "Personal schedules ({count}) are in the workbook.",
    ),
    "groups_head": Words("Netværksgrupper", "Network groups"),
    "classes_head": Words("Modulhold", "Module classes"),
    "placements_head": Words("Praktik", "Practicum"),
    "coaches_head": Words("Coaches", "Coaches"),
    "rooms_head": Words("Lokaler", "Rooms"),
    "ledger_head": Words("Dagsregnskab", "Day ledger"),
    "ledger_hint": Words(
        "Dage for hver deltager; merit er talt med og vist i parentes.",
        "Days of each participant; exempt days count and stand in brackets.",
    ),
    "certificate_head": Words("Hvor god planen er", "How good the plan is"),
    "no_certificate": Words(
        "Planen er læst fra en fil uden bevis; kontrollen nedenfor er ny.",
        "The plan was read from a file without a proof; the check below is new.",
    ),
    "checks_head": Words("Kontrol", "Checks"),
    "checks_ok": Words(
        "Planen er kontrolleret uafhængigt og holder alle faste regler ({count}).",
        "The plan was checked independently and keeps every hard rule ({count}).",
    ),
    "checks_bad": Words(
        "Planen bryder faste regler; antal overtrædelser: {count}.",
        "The plan breaks hard rules; violations: {count}.",
    ),
    "hard": Words("fast", "hard"),
    "kept": Words("holdt", "kept"),
    "open_head": Words("Hvad der koster eller brydes", "What costs or is broken"),
    "settled_head": Words(
        "Afgjort: ligger i fortiden eller er fastlåst",
        "Settled: in the past or locked",
    ),
    "fingerprint": Words("Programmets fingeraftryk", "Programme fingerprint"),
    "waivers": Words("Fraveget", "Waived"),
    "best": Words(
        "Det er bevist, at ingen plan er bedre på noget niveau.",
        "It is proven that no plan is better on any level.",
    ),
    "bound_says": Words(
        "Niveauerne sammenlignes i rækkefølge. Grænsen er bevist: ingen plan kan "
        "komme under den, når de tidligere niveauer er lige så gode.",
        "Levels are compared in order. The bound is proven: no plan can be below it "
        "while the earlier levels are as good.",
    ),
    "violated": Words("overtrædelser", "violations"),
    "contents": Words("Indhold", "Contents"),
    "when": Words("hvornår", "when"),
    "what_person": Words("deltager", "participant"),
    "host": Words("vært", "host"),
    "leader": Words("værtsleder", "host leader"),
    "travel": Words("rejsetid, min.", "travel, min."),
    "wish": Words("ønske nr.", "wish no."),
    "facilitator": Words("Facilitator", "Facilitator"),
    "kroner": Words("kroner", "kroner"),
    "exempt_days": Words("heraf merit", "of which exempt"),
    "settled_word": Words("afgjort", "settled"),
    "message": Words("hvad", "what"),
    "state": Words("tilstand", "state"),
    "first_day": Words("Første dag", "First day"),
    "last_day": Words("Sidste dag", "Last day"),
    "time": Words("tid", "time"),
    "what": Words("hvad", "what"),
    "who": Words("hvem", "who"),
    "where": Words("hvor", "where"),
    "with": Words("med", "with"),
    "days_word": Words("dage", "days"),
    "promised": Words("lovet", "promised"),
    "total": Words("i alt", "total"),
    "capacity": Words("pladser", "capacity"),
    "largest": Words("flest til stede", "most present"),
    "hours": Words("timer", "hours"),
    "unused": Words("ikke brugt", "not used"),
    "top": Words("Til toppen", "To the top"),
    "locked": Words("fastlåst", "locked"),
    "due_by": Words("frist", "due"),
    "busy": Words(
        "Optaget (ledertalentforløb)", "Busy (leadership programme)"
    ),
    "whole_day": Words("hele dagen", "whole day"),
    "clash": Words("Hvorfor der ingen plan er", "Why there is no plan"),
    "group_of": Words("Netværksgruppe {id}", "Network group {id}"),
    "class_of": Words("Modulhold {id}", "Module class {id}"),
    "day_of": Words(
        "{title}, dag {number} af {count}", "{title}, day {number} of {count}"
    ),
    "number_of": Words("{title} {number}", "{title} {number}"),
    "online": Words("online", "online"),
}  # fmt: skip

SHEETS: dict[str, Words] = {
    "overview": Words("Overblik", "Overview"),
    "calendar": Words("Kalender", "Calendar"),
    "participants": Words("Deltagere", "Participants"),
    "groups": Words("Netværksgrupper", "Network groups"),
    "group_members": Words("Netværksgrupper, hvem", "Network groups, who"),
    "classes": Words("Modulhold", "Module classes"),
    "class_members": Words("Modulhold, hvem", "Module classes, who"),
    "hosts": Words("Praktikværter", "Host units"),
    "coaches": Words("Coaches", "Coaches"),
    "staff": Words("Undervisere og ledere", "Staff"),
    "directors": Words("Områdedirektører", "Area directors"),
    "units": Words("Egne enheder", "Home units"),
    "rooms": Words("Lokaler", "Rooms"),
    "milestones": Words("Frister", "Due dates"),
    "ledger": Words("Dagsregnskab", "Day ledger"),
    "costs": Words("Regler", "Rules"),
    "checks": Words("Kontrol", "Checks"),
}
"""Names of the workbook's sheets; Excel allows 31 characters."""


class Phrases:
    """The phrases in one language, for templates: ``t.year``, ``t.people(count=3)``."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def __getattr__(self, name: str) -> Phrase:
        if name.startswith("_") or name not in PHRASES:
            raise AttributeError(name)
        return Phrase(PHRASES[name].to(self._language))


class Phrase(str):
    """A phrase that is text, and filled when it is called."""

    __slots__ = ()

    def __call__(self, **fields: Any) -> str:
        """Return the phrase with its ``{name}`` fields filled in."""
        return self.format(**fields)
