import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from leaderplan.rules import RULES

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def catalogue() -> ModuleType:
    """Load docs/catalogue.py, which is a script and no package."""
    spec = importlib.util.spec_from_file_location("catalogue", DOCS / "catalogue.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_up_to_date(catalogue):
    """docs/rules.md is what the rules say; ``python docs/catalogue.py`` renews it."""
    assert (DOCS / "rules.md").read_text("utf-8") == catalogue.render()


def test_every_rule_stands_under_a_heading(catalogue):
    """The comments of RULES sort all of its rules, in its order, under known titles."""
    groups = catalogue.grouped()
    assert [rule for found in groups.values() for rule in found] == list(RULES)
    assert set(groups) == set(catalogue.HEADINGS)


def test_every_parameter_is_explained(catalogue):
    """A docstring gives the meaning of each parameter of its rule, and of no other."""
    shared = set(catalogue.SHARED)
    differing = {
        rule.kind: told ^ taken
        for rule in RULES
        if (told := set(catalogue.documented(rule)[1]) - shared)
        != (taken := set(rule.model_fields) - shared)
    }
    assert differing == {}


def test_no_mark_of_docstrings_is_left(catalogue):
    """Equations and code stand in Markdown, none in the marks of Sphinx."""
    text = catalogue.render()
    assert [
        mark for mark in (":math:", ".. math", "``", ":class:") if mark in text
    ] == []
    assert text.count("$$") % 2 == 0


def test_an_entry_by_hand(catalogue):
    """The entry of host_travel has its sentences, its equation and its limit."""
    text = catalogue.render().partition("### host_travel\n")[2].partition("\n### ")[0]
    assert "The journey to the practicum is not too long.  \n" in text
    assert "*Rejsen til praktikstedet er ikke for lang.*\n" in text
    assert "\nHard, or priced at a level.\n" in text
    assert "$$\nt(u_p, h_p) \\leq L \\qquad \\text{for each participant } p\n$$" in text
    row = (
        "| `limit` | a whole number, 0 to 1,440 | 45 "
        "| Longest journey one way in minutes, 0 to 1,440. |"
    )
    assert row in text


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "integer"}, "a whole number"),
        ({"type": "integer", "minimum": -7, "maximum": 1500},
         "a whole number, −7 to 1,500"),
        ({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
         "a date, or nothing"),
        ({"enum": ["a", "b"], "type": "string"}, "`a` or `b`"),
        ({"const": "a", "type": "string"}, "`a`"),
        ({"type": "array", "items": {"type": "string", "maxLength": 64}, "minItems": 2},
         "a list of ids, at least 2"),
        ({"type": "string", "maxLength": 200}, "text"),
        ({"type": "boolean"}, "yes or no"),
    ],
)  # fmt: skip
def test_types_in_words(catalogue, schema, words):
    """A JSON schema is told in words that a coordinator knows."""
    assert catalogue.type_words(schema) == words
