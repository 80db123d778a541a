import pytest

from leaderplan.domain.people import Post
from leaderplan.domain.places import Unit
from tests.rules.small_world import day, person, programme


def _unit(employees):
    return Unit(
        id="u1", name="u1", sector="school", area="north", staff_count=employees
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sector", "school"),
        ("area", "north"),
        ("unit", "u1"),
        ("role", "deputy"),
        ("gender", "f"),
        ("seniority", None),
    ],
)
def test_names_of_the_post_and_given_ones(name, value):
    """Names of the post are read there, others among what was given."""
    post = Post(unit="u1", area="north", role="deputy")
    given = programme([person("p", posts=(post,), attributes={"gender": "f"})])
    assert given.attribute_of("p", name) == value


def test_the_post_of_the_first_day_counts():
    """A later job changes nothing; before any job the first one counts."""
    later = Post(unit="u2", area="south", valid_from=day(5))
    now = Post(unit="u1", area="north", valid_to=day(4))
    assert (
        programme([person("p", posts=(now, later))]).attribute_of("p", "unit") == "u1"
    )
    assert programme([person("p", posts=(later,))]).attribute_of("p", "unit") == "u2"


def test_nothing_given_is_none():
    """An empty role or attribute is not a value that people share."""
    given = programme([person("p", attributes={"gender": ""})])
    assert given.attribute_of("p", "role") is None
    assert given.attribute_of("p", "gender") is None


@pytest.mark.parametrize(
    ("employees", "size"),
    [(None, None), (29, "small"), (30, "medium"), (59, "medium"), (60, "large")],
)
def test_unit_sizes(employees, size):
    """Below 30 is small, 60 or more is large, unknown is none."""
    given = programme([person("p")])
    units = (_unit(employees), *(u for u in given.units if u.id != "u1"))
    assert given.replace(units=units).attribute_of("p", "unit_size") == size
