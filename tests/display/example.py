"""A programme of two participants, small enough to know every row of its tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Any, ClassVar

import leaderplan as lp
from leaderplan.domain.view import PlanView

DANISH = "Åse <b>Ørn</b>"
"""A participant's name that must be escaped wherever it is shown."""


class FewMondays(lp.Rule):
    """Nothing stands on a Monday."""

    kind: ClassVar[str] = "display_few_mondays"
    words: ClassVar[lp.Words] = lp.Words("intet om mandagen", "nothing on a Monday")
    said: ClassVar[lp.Words] = lp.Words("{key} er en mandag", "{key} is a Monday")

    def check(self, view: PlanView) -> Iterator[lp.Violation]:
        """Yield every session on a Monday."""
        for session in view.plan.sessions:
            if session.day.weekday() == 0:
                yield self.broken((session.id,), key=session.id)


def _activities() -> tuple[lp.Activity, ...]:
    made, title = lp.Activity, lp.title
    return (
        made(id="kick_off", title=title("Kick-off"), kind="kick_off", length=8,
             audience="cohort", plenary=True, where=("room",), quarter_days=4,
             guests=1, leads=(lp.Lead(role="lecturer"),)),
        made(id="theme", title=title("Temadag", "Theme day"), kind="theme_day",
             length=8, audience="cohort", plenary=True, where=("room",),
             occurrences=2, themes=("strategy", "own_growth"), quarter_days=4),
        made(id="network", title=title("Netværksmøde", "Network meeting"),
             kind="network_meeting", length=4, audience="network_group",
             where=("room",), leads=(lp.Lead(role="facilitator", relation="group"),)),
        made(id="teaching", title=title("DIL-dag", "Teaching day"), length=8,
             kind="teaching_day", audience="class", where=("room",), quarter_days=4),
        made(id="exam", title=title("Eksamen", "Exam"), kind="exam", length=1,
             where=("room",)),
        made(id="practicum", title=title("Praktik", "Practicum"), kind="practicum",
             length=8, occurrences=5, forms=("week",), where=("host_unit",),
             quarter_days=4,
             leads=(lp.Lead(role="host_leader", relation="host_leader"),)),
        made(id="coaching", title=title("Coaching"), kind="coaching", length=2,
             where=("online",), quarter_days=2,
             leads=(lp.Lead(role="coach", relation="coach"),)),
        made(id="director", title=title("Direktørmøde", "Director meeting"), length=2,
             kind="director_meeting", audience="area", where=("online",), away=False,
             leads=(lp.Lead(role="director", relation="director"),)),
        made(id="draft", title=title("Udkast", "Draft"), kind="milestone", length=0),
    )  # fmt: skip


def _staff() -> tuple[lp.Staff, ...]:
    people = {"f": "facilitator", "l": "lecturer", "c": "coach", "d": "director",
              "h": "host_leader"}  # fmt: skip
    return tuple(
        lp.Staff(id=key, name=f"={role.title()}", roles=(lp.RoleLoad(role=role),))
        for key, role in people.items()
    )


def programme(**changes: Any) -> lp.Programme:
    """Make the programme: one cohort, one group, one class, two host units."""
    closure = lp.Closure(id="autumn", name="Efterår & ferie", first=date(2027, 10, 18),
                         last=date(2027, 10, 22))  # fmt: skip
    calendar = lp.PlanningCalendar(
        first=date(2027, 9, 1),
        last=date(2027, 11, 30),
        closures=(closure,),
        profiles=(lp.CalendarProfile(id="all", name="all", closures=("autumn",)),),
        default_profile="all",
    )
    units = tuple(
        lp.Unit(id=key, name=f"Skole {key}", sector="school", area="east")
        for key in ("u1", "u2", "u3")
    )
    facts: dict[str, Any] = {
        "id": "tiny",
        "name": "Talent & ledelse",
        "calendar": calendar,
        "areas": (lp.Area(id="east", name="Øst", directors=(
            lp.Directorship(staff="d"),)),),
        "units": units,
        "hosts": (lp.HostUnit(unit="u2", leader="h"), lp.HostUnit(unit="u3")),
        "venues": (lp.Venue(id="hall", name="Salen"),),
        "rooms": (lp.Room(id="r1", name="Lokale 1", venue="hall", capacity=20,
                          cost=500),
                  lp.Room(id="r2", name="Lokale 2", venue="hall", capacity=4)),
        "staff": _staff(),
        "cohorts": (lp.Cohort(id="h27", name="Hold 27", network_groups=1,
                              module_classes=1),),
        "participants": (
            lp.Participant(id="p1", name=DANISH, cohort="h27",
                           posts=(lp.Post(unit="u1", area="east"),),
                           email="canary@example.org",
                           attributes={"gender": "canary-attribute"},
                           wishes=(lp.Wish(rank=2, host="u2"),)),
            lp.Participant(id="p2", name="Bo Bæk", cohort="h27", exempt=("teaching",),
                           posts=(lp.Post(unit="u2", area="east"),)),
        ),
        "activities": _activities(),
        "default_travel": 25,
        "ledger_total": 38,
        "rules": (FewMondays(id="mondays", level="dates", weight=3),),
    }  # fmt: skip
    return lp.Programme(**(facts | changes))


def _session(
    key: str, day: date, slot: int, length: int, place: str, staff: str = ""
) -> lp.Session:
    activity, audience, occurrence = key.split("/")
    starts, ends = programme().calendar.clock(slot, length)
    roles = {s.id: s.roles[0].role for s in _staff()}
    seats = tuple(lp.SessionStaff(role=roles[s], staff=s) for s in staff)
    return lp.Session(activity=activity, audience=audience, occurrence=int(occurrence),
                      day=day, slot=slot, starts=starts, ends=ends, place=place,
                      staff=seats)  # fmt: skip


def plan(**changes: Any) -> lp.Plan:
    """Make a well-formed plan; the practicums of the two start on Mondays."""
    sessions = [
        _session("kick_off/h27/1", date(2027, 9, 1), 0, 8, "r1", "l"),
        _session("theme/h27/1", date(2027, 9, 14), 0, 8, "r1"),
        _session("theme/h27/2", date(2027, 10, 12), 0, 8, "r1"),
        _session("network/h27-A/1", date(2027, 9, 21), 4, 4, "r2", "f"),
        _session("teaching/h27-1/1", date(2027, 9, 28), 0, 8, "r1"),
        _session("director/east/1", date(2027, 9, 30), 0, 2, "online", "d"),
    ]
    for number, (person, host) in enumerate((("p1", "u2"), ("p2", "u3"))):
        sessions += [
            _session(f"exam/{person}/1", date(2027, 11, 30), number, 1, "r2"),
            _session(f"coaching/{person}/1", date(2027, 10, 5), 2 * number, 2,
                     "online", "c"),
            *(_session(f"practicum/{person}/{day + 1}",
                       date(2027, 11, 1 + 7 * number + day), 0, 8, host,
                       "h" if host == "u2" else "") for day in range(5)),
        ]  # fmt: skip
    parts: dict[str, Any] = {
        "sessions": tuple(sessions),
        "groups": (lp.NetworkGroup(id="h27-A", cohort="h27", participants=("p1", "p2"),
                                   facilitator="f"),),
        "classes": (lp.ModuleClass(id="h27-1", cohort="h27", participants=("p1",)),),
        "placements": (lp.Placement(participant="p1", host="u2"),
                       lp.Placement(participant="p2", host="u3")),
        "matches": (lp.CoachMatch(participant="p1", coach="c"),
                    lp.CoachMatch(participant="p2", coach="c")),
        "milestones": tuple(
            lp.Milestone(activity="draft", participant=p, occurrence=1,
                         day=date(2027, 9, 10)) for p in ("p1", "p2")
        ),
    }  # fmt: skip
    return lp.Plan(**(parts | changes))


def certificate(given: lp.Programme, gap: int = 0) -> lp.Certificate:
    """Make a certificate whose every level has this distance to its bound."""
    report = lp.check(given, plan())
    levels = tuple(
        lp.LevelProof(level=level.id, title=level.title, value=report.levels[level.id],
                      bound=report.levels[level.id] - gap, how="parts", effort=0.5)
        for level in given.levels
    )  # fmt: skip
    return lp.Certificate(programme=given.fingerprint, seed=7, seconds=1.5,
                          versions={"ortools": "9.15"}, levels=levels)  # fmt: skip


COHORTS = {"h27": "Hold 27", "h28": "Årgang 28 <b>", "h29": ""}
"""Cohorts of a programme of several, with their names."""


def by_cohorts(count: int = 1, **changes: Any) -> lp.Result:
    """Make a result whose certificate has rows for some sets of cohorts.

    The first set is proven to need its 6; another might do with 2 of its 4. At the
    next level cohorts compete, and at the last nothing costs anything.
    """
    cohorts = tuple(
        lp.Cohort(id=key, name=name, network_groups=1, module_classes=1)
        for key, name in COHORTS.items()
    )
    # The plan is one of the first: the others follow nothing.
    followed = tuple(
        row.model_copy(update={"cohorts": ("h27",)}) for row in _activities()
    )
    given = programme(cohorts=cohorts, activities=followed)
    rows = [
        (("h27",), {"dates": (6, 6), "matches": (1234, None)}),
        *[(("h28", "h29"), {"dates": (4, 2), "matches": (0, None)})] * count,
    ]
    proofs = tuple(
        lp.CohortProof(
            cohorts=keys,
            levels=tuple(
                lp.CohortLevel(level=level.id, value=pair[0], bound=pair[1])
                for level in given.levels
                for pair in [found.get(level.id, (0, 0))]
            ),
        )
        for keys, found in rows
    )
    proof = certificate(programme()).model_copy(update={"cohorts": proofs})
    return result(**({"programme": given, "certificate": proof} | changes))


def result(**changes: Any) -> lp.Result:
    """Make the result of an optimal solve."""
    given = programme()
    fields: dict[str, Any] = {
        "programme": given,
        "status": lp.Status.OPTIMAL,
        "plan": plan(),
        "report": lp.check(given, plan()),
        "certificate": certificate(given),
        "seconds": 1.5,
    }
    return lp.Result(**(fields | changes))


def clash(*subject: str) -> lp.Conflict:
    """Make a conflict with one requirement."""
    words = lp.Words("intet om mandagen", "nothing on a Monday")
    part = lp.Words("datoerne", "the dates")
    return lp.Conflict(part, (lp.Requirement("mondays", subject, words),), True)


NOON = time(12, 30)
"""When the afternoon's first block starts."""
