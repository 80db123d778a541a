from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.view import PlanView
from leaderplan.rules.vetoes import Vetoes
from tests.rules.practicum import hosting, judged, placed
from tests.rules.small_world import assert_agrees, found, host, person

RULE = Vetoes()
GIVEN = hosting([person("p", vetoes=("u2",)), person("q")], host("u2"), host("u3"))


def test_others_and_other_hosts_are_kept():
    """A veto binds the one who gave it, and that host only."""
    assert found(RULE, GIVEN, placed({"p": "u3", "q": "u2"})) == {}
    assert judged(RULE, GIVEN, "p", "u3") == judged(RULE, GIVEN, "q", "u2") == 0


def test_refused_host_is_broken():
    """A placement at the refused host counts 1."""
    assert found(RULE, GIVEN, placed({"p": "u2", "q": "u3"})) == {("p", "u2"): 1}
    assert judged(RULE, GIVEN, "p", "u2") == 1


def test_words_give_no_reason():
    """Nobody reads in the plan's faults that somebody refused a host."""
    (violation,) = RULE.check(PlanView(GIVEN, placed({"p": "u2"})))
    assert violation.message.da == "p kan ikke være i praktik i u2"
    assert violation.message.en == "p cannot do the practicum at u2"


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(data, RULE, Vetoes(level="placements", weight=7))
