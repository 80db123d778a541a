"""Conflicts in words: names for ids, limits, grouping, and nothing that is private."""

from __future__ import annotations

from dataclasses import replace

import pytest

import leaderplan as lp
from leaderplan import rules
from leaderplan.answers import Conflict, Requirement
from leaderplan.domain.people import Cohort, Pair
from tests.display.test_html import Parsed
from tests.rules.small_world import activity, day, host, person, programme

PART = lp.Words("datoerne", "the dates")


def given(*stated: lp.Rule, **changes: object) -> lp.Programme:
    """Return two people with a theme day twice, and a talk each."""
    people = [person("a", name="Anna <b>"), person("b", "u2", name="Bo")]
    activities = (
        activity("theme", "cohort", occurrences=2),
        activity("talk", "participant"),
    )
    return programme(people, activities=activities, rules=stated, **changes)


def clash(of: lp.Programme, *rows: tuple[str, tuple[str, ...]]) -> Conflict:
    """Return a conflict of some requirements of a programme."""
    words = {rule.id: rule.words for rule in of.rules}
    found = tuple(Requirement(rule, about, words[rule]) for rule, about in rows)
    return Conflict(PART, found, irreducible=True, programme=of)


WINDOW = rules.Window(id="early", activity="theme", latest=day(3))


def test_names_stand_for_ids_and_limits_are_told() -> None:
    """Whose session it is, where that is not said anyway, and until when."""
    made = clash(
        given(WINDOW, rules.Availability()),
        ("early", ("theme/c/2",)),
        ("availability", ("a", "theme/c/2")),
        ("availability", ("b", "talk/b/1")),
    )
    text = made.text("en")
    assert "without any one of them the rest do not" in text
    assert "period (until Thu 9 September 2027) [early]: theme 2 (c)" in text
    assert "[availability]: Anna <b>, theme 2 (c); Bo, talk" in text
    assert "uden et hvilket som helst af dem" in made.text("da")
    assert "til tor 9. september 2027" in made.text("da")


def test_what_all_have_in_common_is_named_once() -> None:
    """And more than a few are counted."""
    of = given(rules.Vetoes())
    rows = [("vetoes", ("a", f"u{n}")) for n in range(1, 4)]
    text = clash(of, *rows).text()
    assert text.count("Anna") == 1
    of = given(rules.Availability())
    many = [("availability", (who, f"theme/c/{n}")) for who in "ab" for n in (1, 2)]
    many += [("availability", (who, f"talk/{who}/1")) for who in "ab"]
    assert "; and 2 more" in clash(of, *many).text()


def test_many_are_told_as_so_many_of_all() -> None:
    """Who would be too many to name, by the host or the session that they share."""
    people = [person(f"p{n}", "u2") for n in range(14)]
    of = programme(people, hosts=(host("u1"), host("u3")), rules=(rules.Vetoes(),))
    rows = [("vetoes", (f"p{n}", "u1")) for n in range(12)]
    rows += [("vetoes", (f"p{n}", "u3")) for n in range(2)]
    text = clash(of, *rows).text("en")
    assert ": u1: 12 of 14 participants; u3: p0, p1" in text
    assert "u1: 12 af 14 deltagere" in clash(of, *rows).text("da")


@pytest.mark.parametrize("language", ["da", "en"])
def test_declared_pairs_and_traits_are_not_told(language: str) -> None:
    """A pair is counted, and what somebody is like is left out."""
    of = given(
        rules.PairsApart(relation="apart"),
        rules.NobodyAlone(attribute="secret"),
        cohorts=(Cohort(id="c", name="c", network_groups=2),),
        pairs=(Pair(first="a", second="b", relation="apart"),),
    )
    made = clash(
        of,
        ("pairs_apart", ("a", "b")),
        ("nobody_alone", ("c-A", "secret-trait")),
    )
    shown = made.text(language) + made.table.to_string()  # type: ignore[arg-type]
    assert "Anna" not in shown
    assert "Bo" not in shown
    assert "secret" not in shown
    assert list(made.table["subject"]) == [(), ("c-A",)]


def test_what_the_plan_breaks_is_told_where_the_clash_is_not_found() -> None:
    """Instead of all rules; a clash that is found says it better."""
    of = given(WINDOW, rules.Availability(), rules.Vetoes())
    found = replace(
        clash(of, ("early", ()), ("availability", ()), ("vetoes", ())),
        irreducible=False,
    )
    broken = clash(of, ("availability", ("a", "theme/c/2"))).requirements
    told = lp.Result(of, lp.Status.INFEASIBLE, conflict=found, broken=broken)
    assert found.unnamed
    assert str(told).splitlines()[3:-2] == [
        "No plan is possible: the dates cannot work out. Some of these requirements "
        "clash:",
        "- all requirements of the programme; there was no time to find those that "
        "clash",
        "As it was, the plan breaks:",
        f"- {broken[0].words.en} [availability]: Anna <b>, theme 2 (c)",
    ]
    page = Parsed(told._repr_html_()).text
    assert "a, theme/c/2" in page
    assert "Anna" not in page
    one_named = clash(of, ("early", ()), ("availability", ()), ("vetoes", ("a",)))
    for named in (
        replace(found, irreducible=True),
        clash(of, ("early", ())),
        replace(one_named, irreducible=False),
    ):
        assert not named.unnamed
        assert "As it was" not in str(replace(told, conflict=named))
    assert "- " + broken[0].words.en in str(replace(told, conflict=None))


def test_a_page_tells_no_trait_of_what_is_broken() -> None:
    """The ids of groups, and nothing of what people are like."""
    of = given(rules.NobodyAlone(attribute="secret"))
    broken = clash(of, ("nobody_alone", ("c-A", "secret-trait"))).requirements
    told = lp.Result(of, lp.Status.NO_PLAN_FOUND, broken=broken)
    for shown in (Parsed(told._repr_html_()).text, str(told)):
        assert "secret-trait" not in shown
    assert "[nobody_alone]: c-A" in Parsed(told._repr_html_()).text


def test_a_conflict_in_a_notebook_is_escaped_and_a_table() -> None:
    """Names cannot break the page; the table has a row of each requirement."""
    made = clash(given(WINDOW), ("early", ("theme/c/1",)), ("early", ("theme/c/2",)))
    made = replace(made, requirements=made.requirements, language="da")
    assert "b" not in Parsed(made._repr_html_()).tags
    assert list(made.table.columns) == ["rule", "words", "about", "subject"]
    assert list(made.table["about"]) == ["theme 1 (c)", "theme 2 (c)"]
    assert "støder sammen" in Parsed(made._repr_html_()).text


def test_why_not_tells_in_the_language_asked() -> None:
    """From the facts to a sentence; a programme with a plan has none."""
    of = given(WINDOW, rules.Window(id="late", activity="theme", earliest=day(5)))
    found = lp.why_not(of, lp.SolveOptions(language="da"))
    assert found is not None
    assert found.irreducible
    assert {row.rule for row in found.requirements} == {"early", "late"}
    assert "Ingen plan er mulig" in str(found)
    assert lp.why_not(given(WINDOW)) is None
