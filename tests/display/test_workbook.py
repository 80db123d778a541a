from __future__ import annotations

from datetime import date, datetime, time, timedelta

import openpyxl
import pytest

import leaderplan as lp
from leaderplan.display.headings import SHEETS
from leaderplan.domain.locks import without_locks
from tests.display import example
from tests.feeds.secret_year import told_of_a_job


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> openpyxl.Workbook:
    """The example's workbook, read back."""
    path = tmp_path_factory.mktemp("book") / "plan.xlsx"
    hard = example.FewMondays(id="never")
    facts = example.programme(rules=(hard, *example.programme().rules))
    plan = example.plan()
    lp.write_workbook(facts, lp.lock(plan, plan.placements[:1], "agreed"), path)
    return openpyxl.load_workbook(path)


def midnight(year: int, month: int, day: int) -> datetime:
    """Return a day as Excel gives it back."""
    return datetime.combine(date(year, month, day), time())


def rows(book: openpyxl.Workbook, sheet: str) -> list[tuple]:
    """Read a sheet as tuples, headings first."""
    return list(book[SHEETS[sheet].en].iter_rows(values_only=True))


def text(book: openpyxl.Workbook, sheet: str) -> str:
    """Read all cells of a sheet as one text."""
    return "\n".join(str(cell) for row in rows(book, sheet) for cell in row)


def test_there_is_a_sheet_for_each_audience(book):
    """Every audience finds its sheet, in the order of the catalogue."""
    assert book.sheetnames[0] == "Overview"
    assert set(book.sheetnames) == {words.en for words in SHEETS.values()}


def test_sheet_names_fit_excel():
    """Excel takes 31 characters and no slash in a sheet's name."""
    for words in SHEETS.values():
        for name in words:
            assert 0 < len(name) <= 31
            assert not set(name) & set("[]:*?/\\")


def test_the_calendar_lists_joint_sessions(book):
    """The calendar has dates and times as such, and nothing of one person."""
    calendar = rows(book, "calendar")
    assert calendar[0][:5] == ("Date", "Weekday", "From", "To", "Activity")
    first = calendar[1]
    assert first[:5] == (
        midnight(2027, 9, 1),
        "Wed",
        time(8, 30),
        time(15, 45),
        "Kick-off",
    )
    assert len(calendar) == 7
    assert example.DANISH not in text(book, "calendar")


def test_participants_have_their_year(book):
    """Each participant has sessions and due dates in order of time."""
    own = [row for row in rows(book, "participants") if row[0] == example.DANISH]
    # 6 joint sessions, an exam, 5 practicum days, a coaching and a due date.
    assert len(own) == 14
    assert [row[1] for row in own] == sorted(row[1] for row in own)
    assert ("Draft", None) in [(row[5], row[3]) for row in own]


def test_rooms_see_no_names(book):
    """The room sheet says what and how many, and names nobody."""
    shown = text(book, "rooms")
    assert example.DANISH not in shown
    assert "Bo Bæk" not in shown
    assert "=Lecturer" not in shown
    assert "theme day" in shown


def test_home_units_see_busy_only(book):
    """The unit sheet says that somebody is busy, never with what."""
    away = rows(book, "units")
    assert {row[-1] for row in away[1:]} == {"Busy (leadership programme)"}
    shown = text(book, "units").lower()
    for word in ("coaching", "exam", "director", "strategy"):
        assert word not in shown
    # Director meetings are on local time: nobody is away.
    assert midnight(2027, 9, 30) not in [row[1] for row in away]


def test_a_day_with_two_sessions_is_one_absence(tmp_path):
    """Two sessions on a day are one line, from the first start to the last end."""
    moved = tuple(
        s.model_copy(update={"day": example.plan().sessions[1].day, "slot": 6,
                             "starts": time(14, 15), "ends": time(15, 45)})
        if s.activity == "coaching" and s.audience == "p1" else s
        for s in example.plan().sessions
    )  # fmt: skip
    path = lp.write_workbook(example.programme(), example.plan(sessions=moved),
                             tmp_path / "plan.xlsx")  # fmt: skip
    day = datetime.combine(example.plan().sessions[1].day, time())
    held = [row for row in rows(openpyxl.load_workbook(path), "units")
            if row[1] == day and row[5] == example.DANISH]  # fmt: skip
    assert [row[3:5] for row in held] == [(time(8, 30), time(15, 45))]


def test_hosts_see_who_comes_when(book):
    """The host sheet has the practicum days of each host and nothing else."""
    shown = rows(book, "hosts")
    assert len(shown) == 11
    assert shown[1][:4] == (
        "Skole u2",
        "=Host_Leader",
        example.DANISH,
        midnight(2027, 11, 1),
    )


def test_leaders_have_their_own_sheets(book):
    """Coaches, directors and other staff stand on the sheets made for them."""
    assert [row[0] for row in rows(book, "coaches")[1:]] == ["=Coach", "=Coach"]
    assert [row[0] for row in rows(book, "directors")[1:]] == ["=Director"]
    others = {row[0] for row in rows(book, "staff")[1:]}
    assert others == {"=Facilitator", "=Lecturer", "=Host_Leader"}


def test_the_ledger_adds_up(book):
    """The day ledger has a column an activity, the total and what is exempt."""
    ledger = rows(book, "ledger")
    assert ledger[0][-2:] == ("Total", "Of which exempt")
    # 38 quarter-days are nine days and a half; the second has one day exempt.
    assert [row[-2:] for row in ledger[1:]] == [(9.5, 0), (9.5, 1)]


def test_checks_list_hard_violations_first(book):
    """Two Mondays break the hard rule and cost 3 each at the priced one."""
    prices = [row[0] for row in rows(book, "checks")[1:]]
    assert prices == ["hard", "hard", 3, 3]
    assert ("Checks", "The plan breaks hard rules; violations: 2.") in rows(
        book, "overview"
    )


def test_no_cell_is_a_formula(book):
    """Names that begin with an equals sign stay names."""
    kinds = {
        cell.data_type for page in book for row in page.iter_rows() for cell in row
    }
    assert "f" not in kinds
    assert "=Coach" in text(book, "coaches")


def test_sheets_can_be_worked_with(book):
    """Headings stay in view and every sheet can be filtered."""
    for page in book:
        assert page.freeze_panes == "A2"
        assert page.auto_filter.ref.startswith("A1:")


def test_danish_workbooks_are_danish(tmp_path):
    """Sheets and headings are in the language asked for."""
    path = lp.write_workbook(example.programme(), example.plan(),
                             tmp_path / "plan.xlsx", "da")  # fmt: skip
    read = openpyxl.load_workbook(path)
    assert read.sheetnames[:3] == ["Overblik", "Kalender", "Deltagere"]
    assert read["Kalender"]["A1"].value == "Dato"


def test_other_file_names_are_refused(tmp_path):
    """Only .xlsx is written, and the message says what was found."""
    with pytest.raises(lp.InputError, match=r"ending in \.xlsx, found 'plan\.xls'"):
        lp.write_workbook(example.programme(), example.plan(), tmp_path / "plan.xls")


def test_a_missing_folder_is_an_os_error(tmp_path):
    """A folder that is not there is said by the system, and nothing is written."""
    with pytest.raises(OSError, match="No such file"):
        lp.write_workbook(
            example.programme(), example.plan(), tmp_path / "no" / "p.xlsx"
        )


@pytest.mark.parametrize("language", ["da", "en"])
def test_what_is_locked_has_a_sheet_of_its_own(tmp_path, language):
    """What, whose, which day, why, who said so and when; none where nothing is."""
    facts, plan = example.programme(), example.plan()
    free = without_locks(plan)
    session, placed = free.sessions[0], free.placements[0]
    locked = lp.lock(free, [placed], "=sum", by="Bo", on=date(2027, 9, 2))
    locked = lp.lock(locked, [session], "salen")
    path = lp.write_workbook(facts, locked, tmp_path / "plan.xlsx", language)
    name = SHEETS["locks"].to(language)
    heads, *found = openpyxl.load_workbook(path)[name].iter_rows(values_only=True)
    assert (
        heads
        == {
            "da": ("Hvad", "For", "Dato", "Fordi", "Låst af", "Låst den"),
            "en": ("What", "For", "Date", "Because", "Locked by", "Locked on"),
        }[language]
    )
    host = {"da": "Praktiksted", "en": "Practicum host"}[language]
    person = next(p for p in facts.participants if p.id == placed.participant)
    day = datetime.combine(session.day, time())
    assert [row[2:] for row in found] == [
        (day, "salen", None, None),
        (None, "=sum", "Bo", midnight(2027, 9, 2)),
    ]
    assert found[1][0].startswith(f"{host}: ")
    assert found[1][1] == person.name
    path = lp.write_workbook(facts, free, tmp_path / "free.xlsx", language)
    assert name not in openpyxl.load_workbook(path).sheetnames


def test_sheets_for_others_say_nothing_of_a_secret_job(tmp_path):
    """Home units and leaders read of it from its day on, the coordinator at once."""
    _, changed, _, after, row, _ = told_of_a_job(date(2027, 10, 4))
    facts = changed.replace(rules=())
    others = ("units", "staff", "directors", "coaches", "hosts", "rooms")
    eve = row.visible_from - timedelta(days=1)
    found = {}
    for day in (eve, row.visible_from):
        path = lp.write_workbook(facts, after, tmp_path / "plan.xlsx", as_of=day)
        read = openpyxl.load_workbook(path)
        found[day] = {name: text(read, name) for name in (*others, "participants")}
    marks = ("Salt", "Hand-over", "handed over")
    for name in others:
        assert not [mark for mark in marks if mark in found[eve][name]]
    assert "Salte Saltesen" in found[eve]["participants"]
    assert "Saltholm Skole" in found[row.visible_from]["units"]
    assert "Hand-over talk" in found[row.visible_from]["staff"]
    who = facts.participant(row.participant)
    old = facts.unit(who.posts[-2].unit).name
    away = [line for line in found[eve]["units"].splitlines() if line == who.name]
    assert old in found[eve]["units"]
    assert len(away) == found[row.visible_from]["units"].splitlines().count(who.name)
