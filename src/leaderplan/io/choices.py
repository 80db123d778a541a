"""The words that stand for fixed choices in tables, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from leaderplan.locale import Words

Choices = Mapping[str, Words]

STATE: Choices = {
    "unavailable": Words("ikke til rådighed", "unavailable"),
    "prefer_not": Words("helst ikke", "prefer not"),
    "unanswered": Words("ikke svaret", "unanswered"),
}

OWNER: Choices = {
    "participants": Words("deltager", "participant"),
    "staff": Words("medarbejder", "staff member"),
    "rooms": Words("lokale", "room"),
}

PARTIALITY: Choices = {
    "participant": Words("deltager", "participant"),
    "staff": Words("medarbejder", "staff member"),
    "unit": Words("enhed", "unit"),
    "area": Words("område", "area"),
    "role": Words("rolle", "role"),
}

RELATION: Choices = {
    "apart": Words("hver for sig", "apart"),
    "linked": Words("sammen", "linked"),
    "acquainted": Words("kender hinanden", "acquainted"),
}

COMBINE: Choices = {
    "sum": Words("sum", "sum"),
    "max": Words("største", "max"),
}

LEAD: Choices = {
    "pick": Words("vælges", "pick"),
    "group": Words("gruppens", "group"),
    "coach": Words("coach", "coach"),
    "manager": Words("nærmeste leder", "manager"),
    "director": Words("direktør", "director"),
    "host_leader": Words("værtens leder", "host leader"),
}

AUDIENCE: Choices = {
    "cohort": Words("hold", "cohort"),
    "class": Words("klasse", "class"),
    "network_group": Words("netværksgruppe", "network group"),
    "area": Words("område", "area"),
    "cohort_area": Words("hold i område", "cohort area"),
    "participant": Words("deltager", "participant"),
}

WHERE: Choices = {
    "room": Words("lokale", "room"),
    "member_unit": Words("en deltagers enhed", "member unit"),
    "home_unit": Words("egen enhed", "home unit"),
    "host_unit": Words("praktikvært", "host unit"),
    "online": Words("online", "online"),
}

FORM: Choices = {
    "free": Words("frit", "free"),
    "single_days": Words("enkeltdage", "single days"),
    "two_two_one": Words("2+2+1", "two two one"),
    "week": Words("en uge", "week"),
    "three_two": Words("3+2", "three two"),
    "five_single": Words("fem enkeltdage", "five single"),
}

KIND: Choices = {
    "kick_off": Words("kick-off", "kick-off"),
    "theme_day": Words("temadag", "theme day"),
    "network_meeting": Words("netværksmøde", "network meeting"),
    "teaching_day": Words("undervisningsdag", "teaching day"),
    "exam": Words("eksamen", "exam"),
    "re_exam": Words("reeksamen", "re-exam"),
    "practicum": Words("praktik", "practicum"),
    "practicum_preparation": Words("praktikforberedelse", "practicum preparation"),
    "practicum_feedback": Words("praktikopfølgning", "practicum feedback"),
    "type_feedback": Words("profilsamtale", "type feedback"),
    "coaching": Words("coaching", "coaching"),
    "three_way_talk": Words("trepartssamtale", "three-way talk"),
    "career_talk": Words("karrieresamtale", "career talk"),
    "director_meeting": Words("møde med områdedirektør", "director meeting"),
    "kick_on": Words("kick-on", "kick-on"),
    "milestone": Words("frist", "milestone"),
    "meeting": Words("møde", "meeting"),
}

YES_NO: Choices = {"yes": Words("ja", "yes"), "no": Words("nej", "no")}
