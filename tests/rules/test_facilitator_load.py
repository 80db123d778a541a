from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.activity import Lead
from leaderplan.domain.people import Cohort, RoleLoad
from leaderplan.domain.plan import Plan
from leaderplan.rules.facilitator_load import FacilitatorLoad
from tests.rules.small_world import (
    activity,
    assert_agrees,
    found,
    group,
    person,
    programme,
    staff,
)

MEET = activity(
    "meet", "network_group", leads=(Lead(role="facilitator", relation="group"),)
)


def _given(f1, f2):
    """Return three groups and two facilitators with the loads."""
    return programme(
        [person(f"p{i}") for i in (1, 2, 3)],
        cohorts=(Cohort(id="c", name="c", network_groups=3),),
        activities=(MEET,),
        staff=[
            staff("f1", roles=(RoleLoad(role="facilitator", **f1),)),
            staff("f2", roles=(RoleLoad(role="facilitator", **f2),)),
            staff("other", "lecturer"),
        ],
    )


def _plan(*facilitators):
    rows = zip("ABC", ("p1", "p2", "p3"), facilitators, strict=True)
    return Plan(groups=tuple(group(a, p, facilitator=f) for a, p, f in rows))


def test_groups_missing_and_above_count():
    """f1 has 3 of at most 1, two above; f2 has 0 of at least 2, two missing."""
    given_ = _given({"largest": 1}, {"smallest": 2, "largest": 3})
    assert found(FacilitatorLoad(), given_, _plan("f1", "f2", "f2")) == {}
    amounts = found(FacilitatorLoad(), given_, _plan("f1", "f1", "f1"))
    assert amounts == {("f1",): 2, ("f2",): 2}


def test_no_largest_is_no_limit():
    """Who names no largest load may have every group."""
    assert found(FacilitatorLoad(), _given({}, {}), _plan("f1", "f1", "f1")) == {}


def test_other_roles_have_loads_of_their_own():
    """A rule about another role reads that role's load."""
    given_ = _given({"largest": 1}, {})
    plan = _plan("f1", "f1", "f1")
    assert found(FacilitatorLoad(role="process_leader"), given_, plan) == {}


def test_programmes_without_facilitators_bind_nothing():
    """Where no group has a facilitator, nobody can be asked for two groups."""
    given_ = _given({"smallest": 2}, {}).replace(activities=())
    assert found(FacilitatorLoad(), given_, _plan(None, None, None)) == {}


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(data, FacilitatorLoad(), FacilitatorLoad(level="groups"))
