from __future__ import annotations

import pytest

import leaderplan as lp
from leaderplan.display.text import MOST_LINES, WIDTH
from tests.display import example


def test_an_optimal_result_reads_in_full():
    """Status, size, every level with value and bound, costs and seconds are said."""
    text = str(example.result())
    assert text.splitlines()[:3] == [
        "Talent & ledelse: optimal",
        "The plan is checked, and no plan is better on any level.",
        "Participants: 2, Sessions: 20, Network groups: 1, Wed 1 September 2027 to "
        "Tue 30 November 2027",
    ]
    assert "convenience of dates        6        6   proven  parts" in text
    assert "       6  mondays: nothing on a Monday" in text
    assert text.endswith("1.5 seconds, seed 7")


def test_a_gap_is_shown_as_a_share():
    """An open level shows its distance to the bound in per cent: (6 - 3) / 6."""
    given = example.programme()
    levels = tuple(
        level.model_copy(update={"bound": level.value // 2})
        for level in example.certificate(given).levels
    )
    proof = example.certificate(given).model_copy(update={"levels": levels})
    text = str(example.result(certificate=proof, status=lp.Status.FEASIBLE))
    assert "6        3     50 %" in text
    assert "not proven to be the best" in text


def test_a_free_plan_says_so():
    """Where nothing costs, one sentence stands for the empty table."""
    given = example.programme(rules=())
    text = str(example.result(report=lp.check(given, example.plan())))
    assert "Every wish is met." in text


def test_danish_results_use_danish_words_and_signs():
    """In Danish words, dates and decimal commas are Danish."""
    text = str(example.result(language="da"))
    assert "ons 1. september 2027 til tir 30. november 2027" in text
    assert text.endswith("1,5 sekunder, frø 7")


def test_a_conflict_is_told():
    """An infeasible result says which requirements clash."""
    bare = lp.Result(example.programme(), lp.Status.INFEASIBLE,
                     conflict=example.clash("kick_off/h27/1"))  # fmt: skip
    text = str(bare)
    assert "It is proven that no plan keeps every hard rule." in text
    assert "- nothing on a Monday [mondays]: kick_off/h27/1" in text


def test_running_out_of_time_proves_nothing():
    """No plan in time is told as that, with what to do."""
    text = str(lp.Result(example.programme(), lp.Status.NO_PLAN_FOUND, seconds=3.0))
    assert "nothing is proven. Allow more time." in text
    assert text.endswith("3 seconds")


@pytest.mark.parametrize("count", [0, 1, 40])
def test_text_fits_a_screen(count):
    """However many rules cost or clash, the text is at most 25 lines."""
    rules = tuple(
        example.FewMondays(id=f"m{i}", level="dates", weight=i + 1)
        for i in range(count)
    )
    given = example.programme(rules=rules)
    many = example.result(programme=given, report=lp.check(given, example.plan()))
    clash = example.clash(*(f"s{i}" for i in range(count)))
    long = lp.Conflict(clash.part, clash.requirements * max(1, count), True)
    torn = lp.Result(given, lp.Status.INFEASIBLE, conflict=long)
    assert len(str(many).splitlines()) <= MOST_LINES
    assert len(str(torn).splitlines()) <= MOST_LINES
    assert max(map(len, str(many).splitlines()[4:])) <= WIDTH
    if count == 40:
        assert "more" in str(many).splitlines()[-3]
        # The dearest rule comes first: 2 Mondays at 40.
        assert "      80  m39: nothing on a Monday" in str(many)


def test_each_set_of_cohorts_has_a_line():
    """Names, then value and open bound; a dash where cohorts have no own bound."""
    lines = str(example.by_cohorts()).splitlines()
    start = lines.index("cohorts (bound)     match quality  convenience of dates")
    assert lines[start - 1] == ""
    assert lines[start + 1 : start + 4] == [
        "Hold 27                  1234 (–)                     6",
        "Årgang 28 <b>, h29              0                 4 (2)",
        "",
    ]
    danish = str(example.by_cohorts(language="da"))
    assert "hold (grænse)       coachvalgets kvalitet  datoernes bekvem" in danish


def test_a_programme_solved_as_one_has_no_line_of_cohorts():
    """Without rows, or where no row costs anything, nothing is said of cohorts."""
    assert "cohorts" not in str(example.result())
    proof = example.certificate(example.programme())
    free = lp.CohortLevel(level="dates", value=0, bound=0)
    rows = (lp.CohortProof(cohorts=("h27",), levels=(free,)),)
    told = example.result(certificate=proof.model_copy(update={"cohorts": rows}))
    assert "cohorts" not in str(told)


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("count", [1, 5, 60])
def test_lines_of_cohorts_fit_a_screen(count, language):
    """However many sets, levels and rules there are, and however long the names."""
    rules = tuple(example.FewMondays(id=f"m{i}", level="dates") for i in range(40))
    told = example.by_cohorts(count, language=language)
    cohorts = tuple(
        row.model_copy(update={"name": row.name * 12 or row.id})
        for row in told.programme.cohorts
    )
    given = told.programme.replace(rules=rules, cohorts=cohorts)
    few = told.certificate
    dear = tuple(
        row.model_copy(
            update={
                "levels": tuple(
                    level.model_copy(update={"value": 12345, "bound": 1234})
                    for level in row.levels
                )
            }
        )
        for row in few.cohorts
    )
    many = few.model_copy(
        update={"levels": few.levels + few.levels[:5], "cohorts": dear}
    )
    for proof in (few, many):
        text = str(
            lp.Result(
                given, lp.Status.FEASIBLE, told.plan, lp.check(given, told.plan), proof,
                language=language,
            )
        )  # fmt: skip
        lines = text.splitlines()
        assert len(lines) <= MOST_LINES
        assert max(map(len, lines[4:])) <= WIDTH
        assert any("hold (" in line or "cohorts (" in line for line in lines)
        assert any("m0:" in line or "m39:" in line for line in lines)
        # Long names are cut, not what stands behind them.
        assert proof is many or any(
            "… " in line and " 1234 (–) " in line and line.endswith(" 6")
            for line in lines
        )
