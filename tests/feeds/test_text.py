from __future__ import annotations

import pytest

from leaderplan.feeds.text import calendar_name, lines, one_line


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("  Temadag \t 2\r\n", "Temadag 2"),
        ("A\x00\x0b\x7f\u0085\u2028\u200e\ufeffB", "A B"),
        ("A\u030ase", "\u00c5se"),
        ("\ud800Bo", "Bo"),
        (r"a\nb", "a/nb"),
        ("BEGIN:VEVENT", "BEGIN VEVENT"),
        ("end:vevent", "end vevent"),
        ("Mod: begin:", "Mod: begin:"),
    ],
)
def test_one_line(given: str, wanted: str):
    """Controls, decomposed letters, backslashes and component words are taken out."""
    assert one_line(given) == wanted


def test_calendar_name_has_no_escaped_sign():
    """Comma, semicolon and backslash would be shown with a backslash before them."""
    assert calendar_name("Hold 1, 2; a\\b") == "Hold 1 2 a/b"


def test_lines_leaves_out_empty_ones():
    """A description has a line for each text that says something."""
    assert lines("a", " ", "b\nc") == "a\nb c"
