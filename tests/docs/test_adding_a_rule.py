import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "adding-a-rule.md").read_text("utf-8")
EXCERPT = re.compile(r"<!-- from (\S+) -->\n```python\n(.*?)\n```\n", re.DOTALL)
SHOWN_WHOLE = (
    "src/leaderplan/rules/host_travel.py",
    "tests/rules/test_host_travel.py",
)


def excerpts() -> list[tuple[str, str]]:
    """File and text of every excerpt on the page."""
    return EXCERPT.findall(PAGE)


def test_every_code_block_says_where_it_is_from():
    """No block of Python can drift away unseen for want of a file to compare with."""
    assert len(excerpts()) == PAGE.count("```python") > 0


def test_excerpts_are_what_the_files_say():
    """Each block stands in its file, line for line."""
    drifted = [
        f"{path}: {text.splitlines()[0]}"
        for path, text in excerpts()
        if f"\n{text}\n" not in "\n" + (ROOT / path).read_text("utf-8")
    ]
    assert drifted == []


def test_the_rule_and_its_tests_are_shown_whole():
    """The blocks of a file, one after the other, are all of its lines."""
    for path in SHOWN_WHOLE:
        shown = "\n".join(text for found, text in excerpts() if found == path)
        whole = (ROOT / path).read_text("utf-8")
        assert [line for line in shown.splitlines() if line] == [
            line for line in whole.splitlines() if line
        ]


def test_choices_and_files_named_on_the_page_exist():
    """A single choice or test file that the page names is one that there is."""
    from leaderplan.rules import _base

    listed = re.search(r"listed in `rules/_base.py`: (.*?)\.\n\n", PAGE, re.DOTALL)
    assert listed is not None
    named = re.findall(r"`(\w+)`", listed[1])
    assert len(named) == 8
    assert [name for name in named if not hasattr(_base, name)] == []
    files = re.findall(r"`((?:src|tests|docs)/[\w/.]+)`", PAGE)
    assert [name for name in files if not (ROOT / name).exists()] == []
