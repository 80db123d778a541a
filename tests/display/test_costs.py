"""Costs in words: with names, in both languages, and nothing that is private."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import leaderplan as lp
from leaderplan import rules, samples
from leaderplan.costs import Costs, costs
from leaderplan.display.costs import burden_lines, view_lines
from leaderplan.display.html import plan_page, result_html
from leaderplan.display.told import Told
from leaderplan.domain.people import Cohort, Pair
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from tests.costs.test_fairness import everything
from tests.display import example
from tests.display.test_html import Parsed
from tests.rules.small_world import group, person, programme

SECRETS = ("secret", "canary", "Anna", "Bo Bæk")


def private(**changes: object) -> Costs:
    """Return costs of what is nobody's business: a trait, and a declared pair.

    One value is called like a person, one like the other group.
    """
    kinds = {"anna": "canary-x", "bo": "canary-x", "carl": "anna", "dora": "c-B"}
    names = {"anna": "Anna", "bo": "Bo Bæk", "carl": "Carl", "dora": "Dora"}
    people = [
        person(who, name=names[who], attributes={"secret": kind})
        for who, kind in kinds.items()
    ]
    stated = (
        rules.NobodyAlone(attribute="secret", level="groups", share_percent=90),
        rules.AtMostAlike(attribute="secret", most=1, level="groups", weight=2),
        rules.Balance(attribute="secret", level="groups"),
        rules.Represented(attribute="secret", level="groups"),
        rules.PairsApart(relation="acquainted", level="groups", weight=7),
        rules.PairsTogether(level="groups", weight=7),
    )
    pairs = (
        Pair(first="anna", second="bo", relation="acquainted"),
        Pair(first="bo", second="carl", relation="linked"),
    )
    cohorts = (Cohort(id="c", name="c", network_groups=2),)
    made = programme(people, rules=stated, pairs=pairs, cohorts=cohorts)
    made = made.replace(**changes)
    return costs(
        made, Plan(groups=(group("A", "anna", "bo"), group("B", "carl", "dora")))
    )


def shown(found: Costs, language: str) -> str:
    """Return every text, table and page that costs are told by."""
    told = replace(found, language=language)
    report = lp.check(found.programme, found.plan)
    result = lp.Result(found.programme, lp.Status.FEASIBLE, found.plan, report,
                       language=language)  # fmt: skip
    parts = [str(told), str(told.fairness), told._repr_html_(), str(result)]
    parts += [told.fairness._repr_html_(), result_html(result)]
    parts += ["\n".join(view_lines(told, view, language)) for view in VIEWS]
    parts += [told.by(view).to_csv() for view in VIEWS]
    parts.append(told.table.to_csv())
    return "\n".join(parts)


VIEWS = ("rule", "group", "host", "coach", "cohort")


@pytest.mark.parametrize("language", ["da", "en"])
def test_traits_and_declared_pairs_are_not_told(language: str) -> None:
    """What is priced is told as a declared trait, and whom a pair is of not at all."""
    found = private()
    assert found.levels["groups"] > 14
    assert found.forced
    text = shown(found, language)
    assert not [secret for secret in SECRETS if secret in text]
    assert {"en": "a declared trait", "da": "selv har oplyst"}[language] in text
    # Nor is anybody's burden made of it.
    assert not any(any(row.values()) for row in found.fairness.burdens.values())


@pytest.mark.parametrize("language", ["da", "en"])
def test_what_the_counts_force_is_on_no_page_with_a_trait(language: str) -> None:
    """The page's list names no trait where the counts force a cost."""
    found = private()
    page = plan_page(found.programme, found.plan, language=language)
    head = {"en": "What the counts alone forbid", "da": "Hvad antallene alene"}
    part = page[page.index(head[language]) :]
    listed = part[: part.index("</ul>")]
    assert {"en": "share a declared trait", "da": "samme oplysning"}[language] in listed
    assert "canary" not in listed
    assert "secret" not in listed


def small() -> Costs:
    """Return costs by a trait of the post: five of a unit and area in two groups."""
    people = [person(key, name=key.upper()) for key in "abcde"]
    people.append(person("f", "u2"))
    stated = (
        rules.AtMostAlike(attribute="area", most=2, level="groups", weight=3),
        rules.UnitApart(level="groups"),
        rules.Represented(attribute="sector", level="groups"),
    )
    made = programme(people, rules=stated,
                     cohorts=(Cohort(id="c", name="c", network_groups=2),))  # fmt: skip
    return costs(made, Plan(groups=(group("A", *"abc"), group("B", *"def"))))


def test_costs_read_as_a_coordinator_says_them() -> None:
    """Five from the north over two groups of two are one too many: 3 points by hand.

    Of five of u1, three may not be alone in two groups: 3 more.
    """
    text = str(small())
    assert text.startswith("Group balance: 6\n")
    assert "Group balance: 6 of the 6 points are forced by the counts alone." in text
    joined = " ".join(text.split())
    kinds = "a network group does not have too many of one kind (at most 2)"
    assert f"3 {kinds} (area)" in joined
    assert (
        "5 participants with area north in 2 network groups: a network group does not "
        "have too many of one kind (at most 2). However they are divided, that costs "
        "at least 3." in joined
    )
    assert "5 participants tied to u1 in 2 network groups:" in joined
    few = "1 participant with sector day-care cannot be in 2 network groups"
    assert f"{few}: at least 1 will have none." in joined


def test_more_than_a_few_sentences_are_counted(monkeypatch) -> None:
    """Of two that the counts force, one is told and one counted."""
    monkeypatch.setattr("leaderplan.display.costs.MOST_COUNTED", 1)
    text = str(small())
    assert "5 participants tied to u1" not in text
    assert text.count("- ... and 1 more") == 1


def test_danish_costs_use_danish_words() -> None:
    """The same in Danish."""
    joined = " ".join(small().text("da").split())
    assert "Gruppernes balance: 6 af de 6 point følger af antallene alene." in joined
    assert "5 deltagere med område north i 2 netværksgrupper: " in joined
    assert "Det koster mindst 3, hvordan de end fordeles." in joined
    assert "1 deltager med sektor day-care kan ikke være i 2 netværksgrupper" in joined


def test_a_result_says_how_much_is_forced() -> None:
    """In print, in a notebook and on the page; nothing where no cost is forced."""
    found = small()
    report = lp.check(found.programme, found.plan)
    result = lp.Result(found.programme, lp.Status.FEASIBLE, found.plan, report)
    said = "6 of the 6 points are forced by the counts alone"
    assert said in str(result)
    assert said in Parsed(result_html(result)).text
    assert said in Parsed(plan_page(found.programme, found.plan)).text
    assert len(str(result).splitlines()) <= 25
    assert "forced" not in str(example.result())


def test_names_stand_for_ids_in_the_sentences_of_rules() -> None:
    """A session, a person and a group are named; a person's own session once."""
    made, plan = samples.planted("S", seed=0)
    told = Told(made, "en")
    sentences = {}
    for row in lp.check(made, plan).violations:
        sentences.setdefault(row.rule, told.sentence(row))
    names = {person.id: person.name for person in made.participants}
    assert sentences["plenary_absence"].startswith(
        f"{names['t09']} cannot come to Kick-on"
    )
    assert sentences["groups-move"].startswith("Network group A meets 2 times at ")
    assert sentences["gender-even"] == (
        "network groups are mixed like the cohort (a declared trait): Network group C"
    )
    assert sentences["unit-size-even"] == (
        "network groups are mixed like the cohort (unit size): Network group A, large"
    )
    ids = {*names, *(str(key) for key in made.session_keys)}
    for sentence in sentences.values():
        assert not ids & set(sentence.replace(";", " ").replace(",", " ").split())


def test_an_id_that_could_be_a_word_is_not_replaced() -> None:
    """Somebody called ``to`` in the files makes no nonsense of the sentence."""
    people = [person("to", name="Tove", wishes=(lp.Wish(rank=1, host="u2"),))]
    made = programme(people, hosts=(lp.HostUnit(unit="u1"), lp.HostUnit(unit="u2")),
                     rules=(rules.HostArea(level="placements"),))  # fmt: skip
    row = rules.HostArea(level="placements").broken(
        ("to", "u1"), participant="Tove", host="u1", area="north"
    )
    said = type(made.rules[0]).said.en
    assert "at {host} in the own area" in said
    assert (
        Told(made, "en").sentence(row)
        == "Tove does the practicum at u1 in the own area north"
    )
    absent = rules.PlenaryAbsence(activities=(), level="absences")
    made = made.replace(rules=(absent,))
    row = absent.broken(("to",), participant="to", session="x", day_da="d", day_en="d")
    assert Told(made, "en").sentence(row).endswith(": Tove")


@settings(max_examples=25)
@given(st.data(), st.integers(0, 2**32 - 1))
def test_texts_can_be_written_of_every_drawn_plan(
    data: st.DataObject, seed: int
) -> None:
    """Both languages, every view: closed markup, and no trait of anybody."""
    made, plan = everything(data, seed)
    people = [
        p.model_copy(
            update={"attributes": {k: f"canary-{v}" for k, v in p.attributes.items()}}
        )
        for p in made.participants
    ]
    found = costs(made.replace(participants=tuple(people)), plan)
    for language in ("da", "en"):
        told = replace(found, language=language)
        text = "\n".join([
            str(told), Parsed(told._repr_html_()).text, told.table.to_csv(),
            Parsed(told.fairness._repr_html_()).text,
            *burden_lines(told.fairness, language),
            *view_lines(told, "person", language),
        ])  # fmt: skip
        assert "canary" not in text
        assert "{" not in text


def test_html_escapes_names() -> None:
    """A name with markup is text, and nothing is asked of the network."""
    made = example.programme(
        rules=(example.FewMondays(id="m", level="dates", weight=3),)
    )
    found = costs(made, example.plan())
    page = found._repr_html_() + found.fairness._repr_html_()
    assert "<b>" not in page
    assert "Åse &lt;b&gt;Ørn&lt;/b&gt;" in page
    assert "script" not in page
    assert "http" not in page


def test_columns_add_up_in_text() -> None:
    """The last line of a view is the levels; a row without cost is left out."""
    lines = view_lines(small(), "group", "en")
    assert lines[-1].split() == ["total", "6"]
    # A has a third of the area and two colleagues too many, B one colleague.
    assert [line.split()[-1] for line in lines[2:-1]] == ["5", "1"]


def test_a_free_plan_says_so() -> None:
    """Nothing costs: one sentence."""
    made: Programme = small().programme.replace(rules=())
    found = costs(made, small().plan)
    assert str(found) == "Every wish is met."
    assert view_lines(found, "person", "da") == ["Alle ønsker er opfyldt."]
    assert "Every wish is met." in Parsed(found._repr_html_()).text
