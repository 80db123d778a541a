"""Repairs in words: each change with what was before, and nothing that is private."""

from __future__ import annotations

from dataclasses import replace

import pytest

import leaderplan as lp
from leaderplan import rules
from leaderplan.answers import Made
from leaderplan.domain import mending
from leaderplan.domain.mending import Loosen, MorePlaces, Price, Waive
from leaderplan.domain.people import Availability, Pair, RoleLoad
from leaderplan.domain.places import HostUnit
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.locale import Language
from tests.display.test_html import Parsed
from tests.rules.small_world import activity, day, person, programme, staff


def told(given: Programme, *rows: Made) -> lp.Repairs:
    """Return one repair of some changes, as if found."""
    nothing = Plan(sessions=(), milestones=())
    one = lp.Repair(rows, nothing, {})
    return lp.Repairs(given, (one,), None, complete=True)


def secretive() -> Programme:
    """Return a programme in which what nobody should read is spelt with a marker."""
    off = (Availability(first=day(2), last=day(2), state="unavailable"),)
    return programme(
        [person("a", name="Anna", availability=off), person("b", "u2", name="Bo")],
        activities=(activity("kick", "cohort"),),
        hosts=(HostUnit(unit="u2", capacity_year=1, capacity_week=2),),
        staff=(
            staff("k", name="Kim").model_copy(
                update={
                    "roles": (RoleLoad(role="coach", smallest=3, largest=5, per_day=2),)
                }
            ),
        ),
        pairs=(Pair(first="a", second="b", relation="apart"),),
        rules=(
            rules.PairsApart(relation="apart"),
            rules.NobodyAlone(attribute="secret"),
            rules.AtMostAlike(attribute="secret", most=2),
            rules.Window(activity="kick", latest=day(3)),
        ),
    )


@pytest.mark.parametrize("language", ["da", "en"])
def test_no_text_of_a_repair_tells_a_pair_or_a_trait(language: Language) -> None:
    """Of a pair it is told how many it touches; a trait is left out."""
    found = told(
        secretive(),
        Made(Waive(rule="pairs_apart", subject=("a", "b")), 10, ("a", "b")),
        Made(Price(rule="pairs_apart", level="groups"), 80, ("a", "b")),
        Made(Waive(rule="nobody_alone", subject=("c-A", "secret-trait")), 10),
        Made(Loosen(rule="at_most_alike", parameter="most", by=1), 4),
    )
    found = replace(found, language=language)
    shown = str(found) + found.table.to_string() + found._repr_html_()
    for marker in ("Anna", "Bo", "secret"):
        assert marker not in shown
    assert ("berører 2" if language == "da" else "touches 2") in shown


def test_every_kind_of_change_is_told_with_what_was_before() -> None:
    """Names and both limits; as text, as a table and on an escaped page."""
    given = secretive()
    found = told(
        given,
        Made(MorePlaces(host="u2", places=2), 16),
        Made(MorePlaces(host="u2", period="week"), 8),
        Made(mending.MoreAway(unit="u1"), 12, ("a",)),
        Made(mending.MoreSeats(room="tiny", seats=2), 4),
        Made(mending.OtherLoad(staff="k", role="coach", by=2), 16, ("k",)),
        Made(mending.OtherLoad(staff="k", role="coach", bound="smallest"), 8),
        Made(mending.OtherLoad(staff="k", role="coach", bound="per_day"), 6),
        Made(Loosen(rule="window", parameter="latest", by=7), 5, ("a", "b")),
    )
    text = found.text("en")
    for said in (
        "u2 receives 3 instead of 1 in a year (price 16)",
        "u2 receives 3 instead of 2 at a time (the same week)",
        "u1 does without up to 2 instead of 1 on one day",
        "touches one person: Anna",
        "gets 5 seats instead of 3",
        "Kim takes up to 7 instead of 5 (coach)",
        "Kim has at least 2 instead of 3 (coach)",
        "Kim takes up to 3 on one day instead of 2 (coach)",
        "kick: until Thu 16 September 2027 instead of until Thu 9 September 2027",
        "touches 2 people: Anna, Bo",
    ):
        assert said in text
    assert list(found.table["price"]) == [16, 8, 12, 4, 16, 8, 6, 5]
    assert set(found.table["total"]) == {75}
    page = Parsed(replace(found, language="da")._repr_html_())
    assert "u2 modtager 3 i stedet for 1 om året" in page.text
    assert "script" not in page.tags
    assert found.repairs[0].touches == ("a", "b", "k")
    changed = found.repairs[0].apply(given)
    assert changed.member("k").load("coach") == RoleLoad(
        role="coach", smallest=2, largest=7, per_day=3
    )
