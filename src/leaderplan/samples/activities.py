"""The activities of the case programme: what the year consists of, as data.

The day ledger is reading A of DOMAIN.md 1.4: 84 quarter-days are 21 days.
"""

from __future__ import annotations

from leaderplan.domain.activity import Activity, Lead
from leaderplan.domain.base import title

LEDGER_TOTAL = 84
"""Quarter-days each participant is promised: 21 days."""

DAY, HALF, BLOCK, TALK = 8, 4, 2, 1
"""Lengths in slots of 45 minutes."""

THEMES = (
    "personaleledelse",
    "faglig_ledelse",
    "databaseret_ledelse",
    "udviklingsprocesser",
)
"""Themes of the four theme days, in order."""

FOCUS_AREAS = (
    "personligt_lederskab",
    *THEMES,
    "praksisnaer_viden",
    "netvaerksdannelse",
)
"""The case's seven focus areas; every participant meets each of them."""

TOGETHER = (
    Activity(
        id="kick_off", title=title("Kick-off"), kind="kick_off", audience="cohort",
        length=DAY, plenary=True, where=("room",), themes=("personligt_lederskab",),
        features=("projektor", "teleslynge"), quarter_days=4, guests=24,
    ),
    Activity(
        id="theme_day", title=title("Temadag", "Theme day"), kind="theme_day",
        audience="cohort", occurrences=4, length=DAY, plenary=True,
        forms=("single_days",), leads=(Lead(role="lecturer"),), where=("room",),
        features=("projektor",), themes=THEMES, quarter_days=4,
    ),
    Activity(
        id="network_meeting", title=title("Netværksmøde", "Network meeting"),
        kind="network_meeting", audience="network_group", occurrences=3, length=DAY,
        forms=("single_days",), leads=(Lead(role="facilitator", relation="group"),),
        where=("room", "member_unit"), themes=("netvaerksdannelse",) * 3,
        quarter_days=4,
    ),
    Activity(
        id="director_meeting",
        title=title("Møde med områdedirektør", "Area director meeting"),
        kind="director_meeting", audience="area", occurrences=2, length=BLOCK,
        leads=(Lead(role="director", relation="director"),), where=("room", "online"),
        away=False, smallest_area=3,
    ),
    Activity(
        id="kick_on", title=title("Kick-on"), kind="kick_on", audience="cohort",
        length=DAY, plenary=True, where=("room",),
        features=("projektor", "teleslynge"), quarter_days=4, guests=24,
    ),
)  # fmt: skip

MODULE = (
    Activity(
        id="teaching_day", title=title("DIL-dag", "Teaching day"), kind="teaching_day",
        audience="class", occurrences=5, length=DAY, plenary=True,
        forms=("single_days",), leads=(Lead(role="module_lecturer"),), where=("room",),
        features=("projektor",), quarter_days=4, ects=5,
    ),
    Activity(
        id="withdraw_by",
        title=title("Frist for framelding til eksamen", "Last day of withdrawal"),
        kind="milestone", length=0, away=False,
    ),
    Activity(
        id="hand_in", title=title("Aflevering af synopsis", "Hand-in of the synopsis"),
        kind="milestone", length=0, away=False,
    ),
    Activity(
        id="exam", title=title("Eksamen", "Exam"), kind="exam", length=TALK,
        leads=(Lead(role="examiner"), Lead(role="external_examiner")),
        where=("room",), quarter_days=4,
    ),
    Activity(
        id="re_exam", title=title("Omprøve (reserveret)", "Re-exam (reserved)"),
        kind="re_exam", audience="class", length=HALF, plenary=True,
        leads=(Lead(role="examiner"), Lead(role="external_examiner")),
        where=("room",),
    ),
)  # fmt: skip

PRACTICE = (
    Activity(
        id="practicum_preparation",
        title=title("Forberedelse af praktik", "Practicum preparation"),
        kind="practicum_preparation", length=TALK, where=("online",), away=False,
        leads=(Lead(role="manager", relation="manager"),),
    ),
    Activity(
        id="practicum", title=title("Ledelsespraktik", "Leadership practicum"),
        kind="practicum", occurrences=5, length=DAY, forms=("week",),
        leads=(Lead(role="host_leader", relation="host_leader"),),
        where=("host_unit",), themes=("praksisnaer_viden",) * 5, quarter_days=4,
    ),
    Activity(
        id="practicum_feedback",
        title=title("Opfølgning på praktik", "Practicum feedback"),
        kind="practicum_feedback", length=TALK, where=("online",), away=False,
        leads=(Lead(role="host_leader", relation="host_leader"),),
    ),
)  # fmt: skip

TALKS = (
    Activity(
        id="type_questionnaire",
        title=title("Typeindikator: spørgeskema", "Type questionnaire"),
        kind="milestone", length=0, away=False,
    ),
    Activity(
        id="type_feedback",
        title=title("Typeindikator: tilbagemelding", "Type feedback talk"),
        kind="type_feedback", length=BLOCK, leads=(Lead(role="type_giver"),),
        where=("room", "online"),
    ),
    Activity(
        id="coaching", title=title("Coaching", "Coaching session"), kind="coaching",
        occurrences=2, length=BLOCK, leads=(Lead(role="coach", relation="coach"),),
        where=("room", "online"), quarter_days=2,
    ),
    Activity(
        id="three_way_talk", title=title("Trepartssamtale", "Three-way talk"),
        kind="three_way_talk", occurrences=3, length=TALK, away=False,
        leads=(Lead(role="manager", relation="manager"),), where=("home_unit",),
    ),
    Activity(
        id="career_talk_director",
        title=title("Samtale om karriere og mod", "Talk on career and courage"),
        kind="career_talk", length=TALK, away=False, themes=("karriere_og_mod",),
        leads=(Lead(role="director", relation="director"),), where=("online",),
    ),
    Activity(
        id="career_talk_manager",
        title=title("Samtale om motivation og timing", "Talk on motivation and timing"),
        kind="career_talk", length=TALK, away=False,
        themes=("motivation_og_timing",),
        leads=(Lead(role="manager", relation="manager"),), where=("home_unit",),
    ),
)  # fmt: skip


def _due(key: str, da: str, en: str) -> Activity:
    return Activity(id=key, title=title(da, en), kind="milestone", length=0, away=False)


OWN_WORK = (
    _due("plan_draft", "Udviklingsplan: udkast", "Development plan: draft"),
    _due("plan_shared", "Udviklingsplan: delt med leder",
         "Development plan: shared with the manager"),
    _due("plan_goals", "Udviklingsplan: mål for praktikken",
         "Development plan: practicum goals"),
    _due("plan_revised", "Udviklingsplan: revideret", "Development plan: revised"),
    _due("plan_final", "Udviklingsplan: endelig", "Development plan: final"),
    _due("task_start", "Ledelsesopgave: start", "Leadership task: start"),
    _due("task_midway", "Ledelsesopgave: midtvejs", "Leadership task: midway"),
    _due("task_evidence", "Ledelsesopgave: materiale", "Leadership task: evidence"),
    _due("task_presentation", "Ledelsesopgave: fremlæggelse",
         "Leadership task: presentation"),
)  # fmt: skip

ACTIVITIES = TOGETHER + MODULE + PRACTICE + TALKS + OWN_WORK
"""The whole year in the order in which it is listed for people."""


def activities_for(cohorts: int) -> tuple[Activity, ...]:
    """Return the year; the areas of several cohorts meet cohort by cohort."""
    if cohorts == 1:
        return ACTIVITIES
    return tuple(
        a.model_copy(update={"audience": "cohort_area"}) if a.audience == "area" else a
        for a in ACTIVITIES
    )
