"""The page behind a link in a real browser: quiet, readable, usable without scripts."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from leaderplan.feeds import FeedKey
from tests.feeds.example import programme
from tests.feeds.server.links import MemoryLinks, token_of
from tests.feeds.server.serving import ME, Clock, app_of, first, on_a_port, second

pytestmark = pytest.mark.services

UNIT, EMPTY = FeedKey("manager", "boss"), FeedKey("coach", "coach2")
CLOSED = FeedKey("room", "lille")
PAGES = (ME, UNIT, EMPTY, CLOSED)
LEAST_CONTRAST = 4.5
"""WCAG 2.2, level AA, for text of any size."""
SMALLEST = 10.5
"""CSS pixels; only the figures of the small months are below 13."""

Seen = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Serve the example in November, a day moved and one calendar closed."""
    held = MemoryLinks(programme(), second(first()))
    held.closing.add(token_of(CLOSED))
    clock = Clock(datetime(2027, 11, 9, 12, tzinfo=UTC))
    with on_a_port(app_of(held, clock, burst=10**6)) as port:
        yield f"http://127.0.0.1:{port}"


def _asked(address: str, pictures: Path) -> dict[str, dict[str, Any]]:
    """Name each way to look at each page."""
    asked = {}
    for key in PAGES:
        for language in ("da", "en") if key in {ME, UNIT} else ("da",):
            for width in (320, 360, 1280):
                for scheme in ("light", "dark") if width > 320 else ("light",):
                    name = f"{key.kind}-{language}-{width}-{scheme}"
                    asked[name] = {
                        "url": f"{address}/c/{token_of(key)}?lang={language}",
                        "width": width, "scheme": scheme, "scripts": True,
                        "picture": str(pictures / f"{name}.png") if width > 320 else "",
                    }  # fmt: skip
        asked[f"{key.kind}-without-scripts"] = asked[f"{key.kind}-da-360-light"] | {
            "scripts": False,
            "picture": "",
        }
    return asked


@pytest.fixture(scope="module")
def seen(
    address: str,
    service: Callable[[str], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Seen:
    """Look at all pages in one browser.

    Pictures go to the folder that ``LEADERPLAN_PICTURES`` names.
    """
    pictures = Path(
        os.environ.get("LEADERPLAN_PICTURES") or tmp_path_factory.mktemp("pictures")
    )
    pictures.mkdir(parents=True, exist_ok=True)
    asked = _asked(address, pictures)
    modules = Path(service("LEADERPLAN_NODE_MODULES"))
    told = {
        "chromium": service("LEADERPLAN_CHROMIUM_BIN"),
        "axe": str(modules / "axe-core" / "axe.min.js"),
        "pages": list(asked.values()),
    }
    driver = Path(__file__).with_name("browser.py")
    done = subprocess.run(
        [service("LEADERPLAN_PLAYWRIGHT_PYTHON"), str(driver)],
        input=json.dumps(told), capture_output=True, text=True, check=False,
        timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = dict(zip(asked, json.loads(done.stdout), strict=True))
    assert len(list(pictures.glob("*.png"))) >= 24
    return found


def test_the_browser_has_nothing_to_say(seen: Seen):
    """No message on the console, and the page alone is asked for."""
    for name, page in seen.items():
        assert page["said"] == [], name
        others = [u for u in page["requests"] if not u.startswith("data:image/svg")]
        assert len(others) == 1, (name, others)


def test_everything_can_be_read(seen: Seen):
    """Contrast of each text, folded ones too, in light and in dark."""
    for name, page in seen.items():
        assert len(page["contrasts"]) > 5
        low = [row for row in page["contrasts"] if row[0] < LEAST_CONTRAST]
        assert low == [], name
        assert page["smallest_text"] >= SMALLEST, name


def test_nothing_sticks_out(seen: Seen):
    """No sideways scrolling from 320 pixels on, and no text runs into another."""
    for name, page in seen.items():
        assert not page["scrolls"], name
        assert page["too_wide"] == [], name
        assert page["overlapping"] == [], name
        assert page["small_targets"] == [], name


def test_axe_finds_no_fault(seen: Seen):
    """axe-core's rules for headings, labels, landmarks, lists and contrast hold."""
    for name, page in seen.items():
        assert page["faults"] == [], name
        assert name.endswith("scripts") or page["rules"] > 15, name


def test_tab_follows_the_page(seen: Seen):
    """Every link, field and fold is reached in order, with an outline around it."""
    for name, page in seen.items():
        assert [stop for stop, _ in page["tabbed"]] == page["stops"], name
        assert all(outline >= 2 for _, outline in page["tabbed"]), name
        assert page["stops"], name


def test_the_link_for_google_can_be_copied(seen: Seen):
    """Three clicks into the field select the whole address, with scripts off too."""
    for key in (ME, UNIT, EMPTY):
        for way in ("da-360-light", "without-scripts"):
            selected = seen[f"{key.kind}-{way}"]["selected"]
            assert selected == f"https://kalender.example.dk/c/{token_of(key)}.ics"


def test_without_scripts_all_is_the_same(seen: Seen):
    """The text, folds and stops are those that a browser with scripts shows."""
    for key in PAGES:
        with_, without = (
            seen[f"{key.kind}-{way}"] for way in ("da-360-light", "without-scripts")
        )
        for part in ("text", "unfolded", "stops", "title"):
            assert without[part] == with_[part], key


def test_the_browser_knows_the_language(seen: Seen):
    """Each page says which language it speaks, and its folds open without scripts."""
    for name, page in seen.items():
        assert page["language"] == ("en" if "-en-" in name else "da")
    folded = seen["participant-without-scripts"]
    assert "Temadag 1\n" not in folded["text"].split("Alle aftaler")[-1]
    assert "Temadag 1\n" in folded["unfolded"].split("Alle aftaler")[-1]
