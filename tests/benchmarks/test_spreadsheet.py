from __future__ import annotations

from datetime import timedelta

from benchmarks.methods.spreadsheet import first_fit, spreadsheet
from benchmarks.methods.tables import Tables
from benchmarks.methods.windows import Windows
from leaderplan import rules, samples
from leaderplan.check import check
from leaderplan.domain.plan import SessionKey
from tests.rules.small_world import activity, day, person, programme


def test_a_first_fit_is_a_whole_plan_and_repeats() -> None:
    """Whatever order it is, the check can judge it: nothing is missing or unknown.

    The same order gives the same plan; another one gives another.
    """
    cohort = samples.programme("S", 1)
    tables = Tables(cohort)
    plan, other = first_fit(tables, 0), first_fit(tables, 1)
    assert [check(cohort, made).malformed for made in (plan, other)] == [(), ()]
    assert plan != other
    assert first_fit(tables, 0) == plan


def test_an_easy_year_is_planned_without_a_violation() -> None:
    """Three lessons a week apart, in the one room that holds all, and a talk each."""
    people = [person(f"p{n}") for n in range(4)]
    lesson = activity("lesson", "cohort", length=8, occurrences=3, where=("room",),
                      forms=("single_days",))  # fmt: skip
    talk = activity("talk", "participant", where=("room",))
    given = programme(
        people,
        activities=(lesson, talk),
        rules=(
            rules.NoDoubleBooking(), rules.RightPlace(), rules.RoomCapacity(),
            rules.RoomClash(), rules.DayPattern(),
            rules.Spacing(id="weekly", first="lesson", least=7, most=8),
            rules.Spacing(id="first", first="talk", then="lesson", least=1),
        ),
    )  # fmt: skip
    found = spreadsheet(given, 20, orders=3)
    assert found.plan is not None
    report = check(given, found.plan)
    assert report.ok
    assert found.status == "feasible"
    assert found.note.startswith("3 of 3")
    days = [s.day for s in found.plan.sessions if s.activity == "lesson"]
    assert days[1] - days[0] >= timedelta(7)
    assert days[2] - days[1] >= timedelta(7)


def test_what_fits_nowhere_is_told_as_broken() -> None:
    """Two lessons of a day within one day cannot be: the best order breaks one rule."""
    lesson = activity("lesson", "cohort", length=8, occurrences=2)
    given = programme(
        [person("a")],
        activities=(lesson,),
        rules=(
            rules.NoDoubleBooking(),
            rules.Window(activity="lesson", earliest=day(1), latest=day(1)),
        ),
    )
    found = spreadsheet(given, 20, orders=2)
    assert found.status == "broken"
    assert "0 of 2 orders keep every hard rule" in found.note
    assert "fewest violations, 1" in found.note


def test_windows_follow_from_distances() -> None:
    """From day 0 to 18 with 7 to 10 days between three lessons: 0 to 4, 7 to 11, 14 up.

    The last lesson cannot be on days 19 and 20, a weekend, and must be by day 18; once
    the first is on day 3, the second is from day 10 and by day 11, as 7 are to follow.
    """
    lesson = activity("lesson", "cohort", occurrences=3)
    given = programme(
        [person("a")],
        activities=(lesson,),
        rules=(
            rules.ClosedDays(),
            rules.Window(activity="lesson", latest=day(18)),
            rules.Spacing(first="lesson", least=7, most=10),
        ),
    )
    keys = [SessionKey("lesson", "c", n) for n in (1, 2, 3)]
    windows = Windows(Tables(given), {key: ["a"] for key in keys}, {"a": keys})
    assert [(windows.low[k], windows.high[k]) for k in keys] == [
        (0, 4), (7, 11), (14, 18)
    ]  # fmt: skip
    windows.settle(keys[0], 3)
    assert [(windows.low[k], windows.high[k]) for k in keys[1:]] == [
        (10, 11), (17, 18)
    ]  # fmt: skip
