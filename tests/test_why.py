"""Why this: what a choice costs, what else there was, and nothing that is private."""

from __future__ import annotations

from itertools import product

import pytest

import leaderplan as lp
from leaderplan import rules
from leaderplan.display.what_if import WHAT
from leaderplan.domain.people import Cohort, Pair, Wish
from leaderplan.domain.places import HostUnit
from leaderplan.domain.plan import Placement, Plan
from leaderplan.domain.programme import Programme
from leaderplan.reasons import Why
from leaderplan.why import why
from tests.display.test_html import Parsed
from tests.rules.small_world import activity, day, person, programme

HOSTS = ("u1", "u2", "u3")
WISHES = {"a": "u1", "b": "u1", "c": "u2"}


def hosted(**changes: object) -> Programme:
    """Return three people, two of whom wish for one host, and room for one each."""
    rows = [
        person(who, name=f"Person {who}", wishes=(Wish(host=wish, rank=1),),
               vetoes=("u3",) if who == "c" else ())
        for who, wish in WISHES.items()
    ]  # fmt: skip
    given = {
        "cohorts": (Cohort(id="c", name="c"),),
        "hosts": tuple(HostUnit(unit=host, capacity_year=1) for host in HOSTS),
        "rules": (
            rules.HostCapacity(), rules.Vetoes(),
            rules.Wishes(level="placements", weight=3),
        ),
    }  # fmt: skip
    return programme(rows, **(given | changes))


def cheapest(given: Programme, who: str, host: str) -> int | None:
    """Return the least that a plan costs in which somebody is at a host."""
    costs = []
    for chosen in product(HOSTS, repeat=len(WISHES)):
        rows = zip(WISHES, chosen, strict=True)
        plan = Plan(placements=tuple(Placement(participant=w, host=h) for w, h in rows))
        report = lp.check(given, plan)
        if report.ok and dict(zip(WISHES, chosen, strict=True))[who] == host:
            costs.append(report.levels["placements"])
    return min(costs, default=None)


@pytest.mark.parametrize("who", WISHES)
def test_every_alternative_costs_what_every_plan_tells(who: str) -> None:
    """Hosts that a rule refuses, and the exact price of all others, cheapest first."""
    given = hosted()
    result = lp.solve(given)
    assert result.report is not None
    (choice,) = result.why(who, most=9).choices
    assert (choice.what, choice.who) == ("host", who)
    refused = choice.forbidden.get("vetoes", ())
    assert refused == (("u3",) if who == "c" else ())
    told = {row.made: row for row in choice.alternatives}
    assert {choice.made, *told, *refused} == set(HOSTS)
    assert choice.unasked == ()
    best = result.report.levels["placements"]
    for host, row in told.items():
        known = cheapest(given, who, host)
        assert row.proven
        if known is None:
            assert row.extra is None
            assert row.conflict is not None
        else:
            assert row.extra is not None
            assert row.extra["placements"] == known - best
    costs = [row.extra["placements"] for row in choice.alternatives if row.extra]
    assert costs == sorted(costs)


def test_what_a_choice_costs_is_told_by_rule() -> None:
    """Whoever is not where they wish to be bears the price; nobody else does."""
    result = lp.solve(hosted())
    assert result.plan is not None
    away = {r.participant for r in result.plan.placements
            if r.host != WISHES[r.participant]}  # fmt: skip
    assert away
    for who in WISHES:
        (choice,) = result.why(who, most=0).choices
        paid = [row for row in choice.borne if row.rule == "wishes"]
        assert bool(paid) == (who in away)
        assert sum(row.cost for row in paid) % 3 == 0
        assert len(choice.unasked) == 2 - (who == "c")


def test_an_impossible_alternative_has_its_conflict() -> None:
    """Nobody else can be at the only other host: it says which requirements clash."""
    given = hosted(hosts=tuple(HostUnit(unit=h, capacity_year=1) for h in HOSTS),
                   rules=(rules.HostCapacity(), rules.Vetoes()))  # fmt: skip
    vetoed = given.replace(participants=tuple(
        p.model_copy(update={"vetoes": ("u1", "u3")}) if p.id == "b" else p
        for p in given.participants
    ))  # fmt: skip
    result = lp.solve(vetoed)
    text = result.why("a").text()
    assert "is not possible" in text
    assert "Person a, u2" in text
    (choice,) = result.why("a").choices
    refused = next(row for row in choice.alternatives if row.made == "u2")
    assert refused.conflict is not None
    asked = [row for row in refused.conflict.requirements if row.rule == "forced_hosts"]
    assert [row.subject for row in asked] == [("a", "host", "u2")]


def test_what_is_not_known_in_time_is_not_guessed() -> None:
    """With next to no time nothing is told of any alternative."""
    result = lp.solve(hosted())
    told = result.why("a", options=lp.SolveOptions(time_limit=1e-4))
    (choice,) = told.choices
    assert choice.alternatives
    assert all(row.extra is None and not row.proven for row in choice.alternatives)
    assert "not decided in the time there was" in str(told)
    assert set(told.table["status"]) == {"chosen", "unknown"}


def dated() -> lp.Result:
    """Return the plan of a day together, of people with a trait and a declared pair."""
    given = programme(
        [person("a", name="Anna <b>", attributes={"gender": "secret-trait"}),
         person("b", "u2", name="Bo", attributes={"gender": "secret-trait"}),
         person("d", "u3", name="Dorte"), person("e", "u2", name="Else")],
        cohorts=(Cohort(id="c", name="c", network_groups=2),),
        activities=(activity("kick", "cohort", where=("room",)),),
        pairs=(Pair(first="a", second="b", relation="apart"),
               Pair(first="a", second="d", relation="linked"),
               Pair(first="b", second="d", relation="linked")),
        rules=(
            rules.Window(activity="kick", latest=day(3)),
            rules.GroupSize(smallest=2, largest=2),
            rules.PairsApart(relation="apart"),
            rules.PairsTogether(level="groups", weight=2),
            rules.NobodyAlone(attribute="gender", level="groups"),
            rules.WeekdayPreference(activities=("kick",), level="dates",
                                    weekdays=(day(1).weekday(),)),
        ),
    )  # fmt: skip
    return lp.solve(given)


def test_days_rooms_and_leaders_of_a_session_are_told() -> None:
    """What the period rules out is counted; another day has its price."""
    result = dated()
    told = result.why("kick/c/1", most=2)
    by_what = {choice.what: choice for choice in told.choices}
    assert list(by_what) == ["day", "place"]
    assert by_what["day"].made == day(1).isoformat()
    assert len(by_what["day"].forbidden["window"]) == 24
    near = by_what["day"].alternatives
    assert {row.made for row in near} <= {day(n).isoformat() for n in (0, 2, 3)}
    assert [row.extra and row.extra["dates"] for row in near] == [1, 1]
    assert "24 days" in told.text("en")
    assert "24 dage" in told.text("da")
    assert "dagen" not in told.text("en")


@pytest.mark.parametrize("language", ["da", "en"])
def test_nothing_private_is_told(language: str) -> None:
    """No trait, and no declared pair, whatever a choice costs or clashes with.

    One of the two pairs that are to be together is not, as their first are apart.
    """
    result = dated()
    assert result.report is not None
    assert result.report.costs["pairs_together"] == 2
    for about in ("a", "d"):
        told = why(
            result, about,
            options=lp.SolveOptions(language=language),  # type: ignore[arg-type]
        )  # fmt: skip
        shown = str(told) + told.table.to_string() + told._repr_html_()
        assert "secret" not in shown
        others = {"Anna", "Bo", "Dorte"} - {"Anna" if about == "a" else "Dorte"}
        assert not [name for name in others if name in shown]
        assert "b" not in Parsed(told._repr_html_()).tags


def test_both_languages_have_all_words() -> None:
    """Each kind of choice has a name in both; the Danish text has no English word."""
    assert all(words.da and words.en for words in WHAT.values())
    told: Why = lp.solve(hosted()).why("a")
    for word in ("costs", "practicum", "possible", "asked"):
        assert word not in told.text("da")


def test_what_cannot_be_explained_is_refused() -> None:
    """Somebody unknown, too many alternatives, and no plan at all."""
    result = lp.solve(hosted())
    with pytest.raises(lp.InputError, match="'zoe'"):
        result.why("zoe")
    with pytest.raises(lp.InputError, match="0 to 100"):
        result.why("a", most=101)
    with pytest.raises(lp.RuleBroken, match="no plan"):
        lp.Result(result.programme, lp.Status.NO_PLAN_FOUND).why("a")
