"""The words of texts, pages and workbooks, in Danish and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leaderplan.locale import Language, Words

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
    "cohorts_bound": Words("hold (grænse)", "cohorts (bound)"),
    "cohorts_say": Words(
        "Hvad planen koster hvert sæt hold, som er bevist for sig; i parentes står "
        "grænsen, hvor den er lavere. Streg: værter og coacher fordeles mellem alle "
        "hold, så ingen har sin egen grænse. Rækkerne giver ikke altid det hele.",
        "What the plan costs each set of cohorts that was bounded apart; the bound "
        "stands in brackets where it is lower. A dash: hosts and coaches are shared "
        "out among all cohorts, so none has a bound of its own. Rows need not add up "
        "to the whole.",
    ),
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
    "malformed": Words(
        "Planen hører ikke til programmet; antal fejl: {count}.",
        "The plan is no plan of this programme; faults: {count}.",
    ),
    "hard": Words("fast", "hard"),
    "kept": Words("holdt", "kept"),
    "counted_head": Words(
        "Hvad antallene alene udelukker", "What the counts alone forbid"
    ),
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


class Phrases:
    """The phrases in one language, for templates: ``t.year``, ``t.people(count=3)``."""

    def __init__(
        self, language: Language, phrases: Mapping[str, Words] = PHRASES
    ) -> None:
        self._language, self._phrases = language, phrases

    def __getattr__(self, name: str) -> Phrase:
        if name.startswith("_") or name not in self._phrases:
            raise AttributeError(name)
        return Phrase(self._phrases[name].to(self._language))


class Phrase(str):
    """A phrase that is text, and filled when it is called."""

    __slots__ = ()

    def __call__(self, **fields: Any) -> str:
        """Return the phrase with its ``{name}`` fields filled in."""
        return self.format(**fields)
