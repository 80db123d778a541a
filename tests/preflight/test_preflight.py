"""What a preflight looks like, what it may not tell, and how long it takes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter

import pytest

import leaderplan as lp
from leaderplan import rules as r
from leaderplan.domain.people import Availability, Impartiality, Pair
from leaderplan.domain.programme import Programme
from leaderplan.preflight.findings import MOST_LINES, Finding, Preflight
from tests.rules.practicum import hosting
from tests.rules.small_world import activity, day, host, person, programme, staff

SAMPLES = [("S", 0), ("S", 1), ("S", 2), ("M", 0)]
if "LEADERPLAN_FULL" in os.environ:
    SAMPLES += [("S", 3), ("S", 4), ("M", 1), ("M", 2)]

SECONDS = 6.0
"""Far more than a programme of 200 needs: a second on a machine that is not busy."""


def troubled() -> Programme:
    """Return a programme with something certain and something to look at."""
    asked = Availability(state="unanswered", last=day(4))
    people = [person("p", availability=(asked,)), person("q")]
    return hosting(people, host("u2"), rules=(r.HostCapacity(), r.Availability()))


def test_the_certain_come_first():
    """The text counts both sorts and marks each line, in both languages."""
    found = lp.preflight(troubled())
    assert [row.certain for row in found.findings] == [True, False]
    assert not found.ok
    assert found.text("en").splitlines() == str(found).splitlines()
    head, first, second = str(found).splitlines()
    assert head == "No plan is possible: 1 proven, besides 1 to look at."
    assert first.startswith("- impossible: 2 participants need a practicum host")
    assert first.endswith("[host_capacity]")
    assert second.startswith("- look at: p has not answered for 5 days")
    head, first, second = found.text("da").splitlines()
    assert head == "Ingen plan er mulig: 1 bevist, desuden 1 at se efter."
    assert first.startswith("- umuligt: 2 deltagere har brug for en praktikvært")
    assert second.startswith("- se efter: p har ikke svaret for 5 dage")


def test_nothing_found_is_said_so():
    """A programme without trouble, and one with something to look at only."""
    empty = Preflight()
    assert empty.ok
    assert empty.text("da") == "Intet fundet, som står i vejen for en plan."
    assert str(empty) == "Nothing was found that stands in the way of a plan."
    assert list(empty.table.columns) == list(lp.preflight(troubled()).table.columns)
    likely = Preflight((Finding(False, "x", (), (), lp.Words("a", "b")),))
    assert likely.ok
    assert str(likely).startswith("Nothing is proven impossible; 1 to look at.")
    assert likely.text("da").startswith("Intet er bevist umuligt; 1 ting at se efter.")


def test_the_table_has_everything():
    """One row for each finding, with the words in both languages."""
    found = lp.preflight(troubled())
    table = found.table
    assert list(table["kind"]) == ["host_places", "unanswered"]
    assert list(table["certain"]) == [True, False]
    assert list(table["subjects"]) == ["p, q, u2", "p"]
    assert list(table["en"]) == [row.words.en for row in found.findings]


def test_the_page_is_escaped_and_the_text_is_short():
    """Names are text, and a long list ends with a number."""
    row = Finding(True, "x", ("<rule>",), (), lp.Words("<da>", "<en>"))
    found = Preflight((row,) * (MOST_LINES + 2))
    page = found._repr_html_()
    assert "&lt;en&gt;" in page
    assert "<en>" not in page
    assert "<rule>" not in page
    assert "and 2 more" in page
    assert str(found).splitlines()[-1] == "- and 2 more"
    assert found.text("da").splitlines()[-1] == "- og 2 mere"


def test_equal_programmes_have_equal_findings():
    """Nothing depends on the order of a set."""
    assert lp.preflight(troubled()) == lp.preflight(troubled())


def test_no_protected_word_is_told():
    """Traits, declared pairs, impartiality and e-mail stay where they are."""
    traits = {"gender": "canaryGender", "mbti": "canaryTrait"}
    people = [
        person(
            key,
            attributes=traits,
            email=f"canary-{key}@example.org",
            vetoes=("u2",),
            availability=(Availability(last=day(27)),),
        )
        for key in ("p", "q", "r")
    ]
    barred = (Impartiality(kind="role", of="canaryRole"),)
    coach = staff("c", "coach", impartiality=barred, email="canary-c@example.org")
    pair = Pair(first="p", second="q", relation="apart")
    visit = hosting(people, host("u2")).activities
    given = programme(
        people,
        hosts=(host("u2"),),
        staff=(coach,),
        pairs=(pair,),
        activities=(*visit, activity("m", "cohort")),
        rules=(
            r.HostCapacity(), r.Vetoes(), r.Availability(), r.PairsApart(),
            r.Impartiality(), r.GroupSize(smallest=2, largest=2), r.CoachLoad(),
        ),
    )  # fmt: skip
    found = lp.preflight(given)
    assert len(Counter(row.kind for row in found.findings)) >= 3
    told = [found.text("da"), found.text("en"), found._repr_html_(), repr(found)]
    told.append(found.table.to_csv())
    for text in told:
        assert "canary" not in text
    for row in found.findings:
        assert "veto" not in row.words.da + row.words.en
        assert "apart" not in row.words.en


@pytest.mark.parametrize("difficulty", ["default", "tight", "coupled"])
@pytest.mark.parametrize(("size", "seed"), SAMPLES)
def test_samples_have_a_plan(size, seed, difficulty):
    """Every sample has a plan, so nothing certain is found, and soon."""
    given = lp.samples.programme(size, seed, difficulty)
    before = time.process_time()
    found = lp.preflight(given)
    assert found.ok, str(found)
    assert time.process_time() - before < SECONDS


@pytest.mark.parametrize("practicum", ["three_two", "five_single"])
def test_other_forms_have_a_plan(practicum):
    """The module in blocks and the practicum in its other forms are no trouble."""
    given = lp.samples.programme("S", module="two_two_one", practicum=practicum)
    assert lp.preflight(given).ok


def test_it_needs_no_solver():
    """Neither the solver nor pandas nor numpy is loaded."""
    code = (
        "import sys, leaderplan as lp\n"
        "print(lp.preflight(lp.samples.programme('S')).ok)\n"
        "print([m for m in ('ortools', 'pandas', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert (done.stdout.split("\n")[:2], done.stderr) == (["True", "[]"], "")
