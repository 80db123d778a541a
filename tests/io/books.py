"""A programme that uses every table, and workbooks of it with something changed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from openpyxl import load_workbook

import leaderplan as lp
from leaderplan.domain.base import Id
from leaderplan.domain.view import PlanView
from leaderplan.io.template import template
from leaderplan.io.workbook import read_workbook


class Sampled(lp.Rule):
    """A rule with a parameter of every sort; it asks for nothing."""

    kind: ClassVar[str] = "io_sampled"
    words: ClassVar[lp.Words] = lp.Words("intet", "nothing")
    said: ClassVar[lp.Words] = lp.Words("aldrig {x}", "never {x}")

    activities: tuple[Id, ...] | None = None
    least: int | None = None
    share: float = 0.5
    day: date | None = None
    strict: bool = False
    label: str = ""
    nested: tuple[tuple[str, int], ...] = ()
    named: dict[str, int] = {}  # noqa: RUF012 - pydantic copies it for each rule

    def check(self, view: PlanView) -> Iterator[lp.Violation]:
        """Yield nothing."""
        return iter(())


def _calendar() -> lp.PlanningCalendar:
    return lp.PlanningCalendar(
        first=date(2027, 9, 1),
        last=date(2028, 6, 16),
        blocks=(
            lp.Block(start=time(8, 30), end=time(12)),
            lp.Block(start=time(12, 30), end=time(15, 45, 30)),
        ),
        closures=(
            lp.Closure(
                id="uge 42",
                name="Efterårsferie",
                first=date(2027, 10, 18),
                last=date(2027, 10, 22),
            ),
            lp.Closure(
                id="fredag",
                name="Fredage",
                first=date(2027, 9, 1),
                last=date(2028, 6, 16),
                weekdays=(4,),
                blocks=(1,),
            ),
            lp.Closure(
                id="aldrig",
                name="",
                first=date(2027, 9, 1),
                last=date(2027, 9, 1),
                weekdays=(),
                blocks=(),
            ),
        ),
        profiles=(
            lp.CalendarProfile(id="skole", name="Skole", closures=("uge 42", "fredag")),
            lp.CalendarProfile(id="tom", name="Tom", closures=()),
        ),
        default_profile="skole",
    )


def _places() -> dict[str, Any]:
    point = lp.Coordinates(latitude=55.676098, longitude=12.568337)
    director = lp.Directorship(staff="d1", sector="skole", valid_from=date(2027, 1, 1),
                               valid_to=date(2028, 1, 31))  # fmt: skip
    return {
        "areas": (
            lp.Area(id="nord", name="Nord", directors=(director,)),
            lp.Area(id="syd", name="Syd"),
        ),
        "units": (
            lp.Unit(
                id="007",
                name='=HYPERLINK("x")',
                sector="skole",
                area="nord",
                address="Vej 1, 2. sal",
                coordinates=point,
                staff_count=40,
            ),
            lp.Unit(
                id="Skole, øst; ny",
                name="NA",
                sector="skole",
                area="syd",
                profile="tom",
                max_away=2,
            ),
            lp.Unit(id="u3", name="None", sector="dagtilbud", area="syd"),
        ),
        "hosts": (
            lp.HostUnit(
                unit="u3",
                leader="d1",
                capacity_week=2,
                specialities=("data",),
                open=(lp.Span(first=date(2027, 11, 1)), lp.Span()),
            ),
            lp.HostUnit(unit="Skole, øst; ny"),
        ),
        "venues": (lp.Venue(id="v1", name="Huset", area="nord", coordinates=point),),
        "rooms": (
            lp.Room(
                id="r1",
                name="Sal 1",
                venue="v1",
                capacity=40,
                cost=500,
                features=("projektor", "scene, stor"),
                availability=(lp.Availability(blocks=(0,)),),
            ),
        ),
        "travel": (lp.Travel(origin="007", destination="v1", minutes=25),),
    }


def _people() -> dict[str, Any]:
    bars = (lp.Impartiality(kind="participant", of="p1"),
            lp.Impartiality(kind="role", of="souschef"))  # fmt: skip
    roles = (lp.RoleLoad(role="coach", smallest=1, largest=8, per_day=2),
             lp.RoleLoad(role="facilitator"))  # fmt: skip
    posts = (
        lp.Post(
            unit="007",
            area="nord",
            manager="d1",
            role="lærer",
            valid_to=date(2027, 12, 31),
        ),
        lp.Post(
            unit="u3",
            area="syd",
            valid_from=date(2028, 1, 1),
            visible_from=date(2027, 12, 1),
        ),
    )
    return {
        "staff": (
            lp.Staff(
                id="d1",
                name="Direktør",
                roles=roles,
                email="d1@example.org",
                unit="007",
                area="nord",
                specialities=("data",),
                profile="tom",
                impartiality=bars,
            ),
            lp.Staff(
                id="s2",
                name="Underviser",
                roles=(),
                reports_to="d1",
                availability=(lp.Availability(state="unanswered", weekdays=()),),
            ),
        ),
        "cohorts": (lp.Cohort(id="2027", name="Hold 2027", network_groups=1),),
        "participants": (
            lp.Participant(
                id="p1",
                name="Åse <script>",
                cohort="2027",
                posts=posts,
                email="aase@example.org",
                attributes={"køn": "k", "a": "7"},
                wishes=(
                    lp.Wish(rank=1, host="u3"),
                    lp.Wish(rank=2, sector="skole", area="syd"),
                ),
                vetoes=("Skole, øst; ny",),
                goals=("data", "økonomi"),
            ),
            lp.Participant(
                id="7",
                name="None",
                cohort="2027",
                admitted=False,
                posts=(lp.Post(unit="u3", area="syd"),),
                rpl_by=date(2027, 11, 1),
                exempt=("tema",),
                attributes={"køn": "m"},
                availability=(
                    lp.Availability(
                        state="prefer_not",
                        first=date(2027, 9, 6),
                        last=date(2027, 9, 10),
                        weekdays=(0, 2),
                        blocks=(1, 0),
                    ),
                ),
            ),
        ),
        "pairs": (lp.Pair(first="p1", second="7", relation="apart"),),
        "history": (
            lp.PastLoad(subject="u3", year=2026, uses=3, participant="p1"),
            lp.PastLoad(subject="v1", year=2025, uses=0),
        ),
    }


def _activities() -> tuple[lp.Activity, ...]:
    facilitator = lp.Lead(role="facilitator (fast)", relation="group")
    return (
        lp.Activity(
            id="tema",
            title=lp.title("Temadag", "Theme day"),
            kind="theme_day",
            audience="cohort",
            occurrences=2,
            length=4,
            plenary=True,
            forms=("single_days", "two_two_one"),
            where=("room", "online"),
            leads=(lp.Lead(role="lecturer"),),
            features=("projektor",),
            themes=("data", "økonomi"),
            quarter_days=4,
            guests=2,
        ),
        lp.Activity(
            id="netværk",
            title=lp.title("Møde"),
            kind="network_meeting",
            audience="network_group",
            length=2,
            where=("member_unit",),
            leads=(facilitator,),
            cohorts=("2027",),
            away=False,
            ects=5,
        ),
        lp.Activity(
            id="udkast", title=lp.title("Udkast", ""), kind="milestone", length=0
        ),
    )


@cache
def world() -> lp.Programme:
    """Return the programme, in which every table has rows."""
    return lp.Programme(
        id="bedre-ledelse",
        name="Bedre ledelse",
        calendar=_calendar(),
        activities=_activities(),
        default_travel=20,
        ledger_total=12,
        levels=(
            lp.Level(id="fravær", title=lp.title("fravær", "absences")),
            lp.Level(id="værst", title=lp.title("værst"), combine="max"),
        ),
        rules=(
            Sampled(),
            Sampled(
                id="to",
                level="værst",
                weight=7,
                activities=("tema", "netværk"),
                least=-3,
                share=0.25,
                day=date(2028, 2, 29),
                strict=True,
                label='a; b=c [1] "x" true',
                nested=(("a", 1), ("b, c", 2)),
                named={"x": 1},
            ),
            Sampled(id="tre", level="fravær", activities=(), label="true"),
        ),
        **_places(),
        **_people(),
    )


@cache
def good(language: str = "da") -> bytes:
    """Return the bytes of the programme's workbook."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        chosen: Any = language
        return template(Path(folder) / "good.xlsx", chosen, world()).read_bytes()


Change = tuple[str, str, Any]


def changed(folder: Path, *changes: Change, language: str = "da") -> Path:
    """Write the workbook with some cells (sheet, cell, value) changed."""

    def edit(book: Any) -> None:
        for sheet, ref, value in changes:
            book[sheet][ref] = value

    return edited(folder, edit, language)


def edited(folder: Path, edit: Callable[[Any], None], language: str = "da") -> Path:
    """Write the workbook after a function has changed it."""
    book = load_workbook(io.BytesIO(good(language)))
    edit(book)
    path = folder / "book.xlsx"
    book.save(path)
    return path


def rezipped(
    folder: Path,
    change: Callable[[str, bytes], bytes | None],
    more: Iterable[tuple[str, bytes]] = (),
) -> Path:
    """Write the workbook with its parts changed (``None`` drops one) and more added."""
    path = folder / "book.xlsx"
    with (
        zipfile.ZipFile(io.BytesIO(good())) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if (data := change(name, old.read(name))) is not None:
                new.writestr(name, data)
        for name, data in more:
            new.writestr(name, data)
    return path


def faults_of(path: Path) -> dict[str, str]:
    """Read a workbook that must be refused; its faults by place, hint included."""
    try:
        read_workbook(path)
    except lp.InputError as error:
        found: dict[str, str] = {}
        for issue in error.issues:
            text = f"{issue.message} {issue.hint}".strip()
            found[issue.place] = " | ".join(
                filter(None, [found.get(issue.place), text])
            )
        return found
    raise AssertionError("the workbook was read without a fault")
