"""Locking, telling states and taking changes back on the command line."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

import leaderplan as lp
from leaderplan import cli
from leaderplan.domain.change import DayClosed, HostWithdraws
from leaderplan.domain.plan import Lock

GIVEN, PLAN = lp.samples.planted("S", 0)
THEME = next(s for s in PLAN.sessions if s.activity == "theme_day")
PLACED, MATCH = PLAN.placements[3], PLAN.matches[2]
AS_OF = date(2027, 11, 15)


@pytest.fixture
def folder(tmp_path):
    """Write a programme of 32 and a plan of it."""
    lp.to_json(GIVEN, tmp_path / "in.json")
    found = lp.Result(GIVEN, lp.Status.FEASIBLE, PLAN)
    lp.write_plan(tmp_path / "plan.json", found)
    return tmp_path


def run(folder, verb: str, *words: object) -> int:
    """Run a command on the programme and plan of a folder."""
    facts = [folder / "in.json", folder / "plan.json"]
    return cli.main([verb, *map(str, facts), *map(str, words)])


def held(folder, name: str) -> lp.Plan:
    """Read a plan again."""
    plan = lp.read_plan(folder / name, GIVEN).plan
    assert plan is not None
    return plan


def test_what_is_locked_stands_in_the_plan_file_until_it_is_unlocked(folder, capsys):
    """A session, a host, a coach, a group and a class; the rest is as it was."""
    group, made = PLAN.groups[1], PLAN.classes[0]
    what = [THEME.id, f"host={PLACED.participant}", f"coach={MATCH.participant}",
            f"group={group.id}", f"class={made.id}"]  # fmt: skip
    told = ["--reason", "Oplægsholder", "--by", "Anne Holm", "--on", "2027-10-01"]
    out = ["-o", folder / "new.json", "--language", "da"]
    assert run(folder, "lock", "--what", *what, *told, *out) == cli.OK
    lock = Lock(reason="Oplægsholder", by="Anne Holm", on=date(2027, 10, 1))
    rows = [THEME, PLACED, MATCH, group, made]
    assert held(folder, "new.json") == lp.lock(PLAN, rows, lock.reason, by=lock.by,
                                               on=lock.on)  # fmt: skip
    name = GIVEN.participant(PLACED.participant).name
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "Låst er:"
    assert len(printed) == 1 + len(rows)
    assert printed[1].startswith("- Temadag 1 (Hold 1), ")
    assert any(f"Praktiksted: {GIVEN.unit(PLACED.host).name} ({name}): låst af "
               "Anne Holm: Oplægsholder" in line for line in printed)  # fmt: skip
    (folder / "new.json").replace(folder / "plan.json")
    again = ["--what", *what[1:], "-o", folder / "plan.json"]
    assert run(folder, "unlock", *again) == cli.OK
    assert held(folder, "plan.json") == lp.lock(PLAN, [THEME], lock.reason,
                                                by=lock.by, on=lock.on)  # fmt: skip
    capsys.readouterr()
    assert run(folder, "unlock", "--what", THEME.id, "-o", folder / "a.json") == 0
    assert held(folder, "a.json") == PLAN
    assert capsys.readouterr().out == "Nothing is locked.\n"


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (["theme_day/nobody/1", "host=nobody"], ["theme_day/nobody/1", "host=nobody"]),
        ([f"hots={PLACED.participant}"], ["Did you mean host"]),
        (["host="], ["'host='"]),
    ],
)
def test_what_the_plan_does_not_hold_is_named_all_at_once(folder, capsys, what, said):
    """Status 2, and nothing is written."""
    out = ["-o", folder / "new.json"]
    locked = run(folder, "lock", "--what", *what, "--reason", "x", *out)
    assert locked == cli.WRONG
    printed = capsys.readouterr().err
    assert all(text in printed for text in said)
    assert run(folder, "unlock", "--what", *what, *out) == cli.WRONG
    assert not (folder / "new.json").exists()


def test_a_lock_without_a_reason_is_refused(folder, capsys):
    """Nobody could tell later why it stands."""
    given = ["--what", THEME.id, "--reason", " ", "-o", folder / "new.json"]
    assert run(folder, "lock", *given) == cli.WRONG
    assert "expected a reason" in capsys.readouterr().err


def test_states_are_told_as_text_json_and_csv(folder, capsys):
    """A row of each session and due date, as the library tells them."""
    locked = lp.lock(PLAN, [PLAN.sessions[-1]], "salen", by="Anne")
    lp.write_plan(folder / "plan.json", lp.Result(GIVEN, lp.Status.FEASIBLE, locked))
    policy = lp.ReplanPolicy(frozen=14, published=date(2028, 2, 1))
    found = lp.states(GIVEN, locked, AS_OF, policy)
    asked = ["--as-of", AS_OF, "--frozen", 14, "--published", "2028-02-01"]
    assert run(folder, "states", *asked) == cli.OK
    assert capsys.readouterr().out == f"{found}\n"
    assert run(folder, "states", *asked, "--json") == cli.OK
    rows = json.loads(capsys.readouterr().out)
    wanted = [(str(row.session), row.day.isoformat(), row.state) for row in found.rows]
    assert [(row["session"], row["day"], row["state"]) for row in rows] == wanted
    assert {row["state"] for row in rows} == {"past", "locked", "frozen", "draft",
                                              "published"}  # fmt: skip
    assert run(folder, "states", *asked, "--csv") == cli.OK
    lines = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["session"], row["day"], row["state"]) for row in lines] == wanted
    assert run(folder, "states", "--as-of", AS_OF, "--frozen", -1) == cli.WRONG


def test_states_tell_of_choices_that_are_locked(folder, capsys):
    """A host has no day of its own; it stands below."""
    locked = lp.lock(PLAN, [PLACED], "aftalt", by="Anne")
    lp.write_plan(folder / "plan.json", lp.Result(GIVEN, lp.Status.FEASIBLE, locked))
    assert run(folder, "states", "--as-of", AS_OF, "--language", "da") == cli.OK
    *_, head, line = capsys.readouterr().out.splitlines()
    assert head == "Valg, der er låst:"
    assert line.startswith(f"- Praktiksted: {GIVEN.unit(PLACED.host).name} (")
    assert line.endswith("): låst af Anne: aftalt")


def test_changes_are_taken_back_with_what_undo_writes(folder, capsys):
    """All of them, the last first; or one of them, which leaves the other."""
    lost = HostWithdraws(host=PLACED.host, on=date(2028, 1, 10))
    again = HostWithdraws(host=PLAN.placements[9].host, on=date(2028, 1, 10))
    closed = DayClosed(day=date(2028, 3, 2), name="Storm")
    changes = [lost, closed, again]
    rows = [change.model_dump(mode="json") for change in changes]
    (folder / "changes.json").write_text(json.dumps(rows), encoding="utf-8")
    given = [folder / "changes.json", "-o", folder / "undo.json"]
    assert run(folder, "undo", *given) == cli.OK
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("taken back: ")
    assert [f"taken back: {c.words(GIVEN).en}" for c in reversed(changes)] == printed
    changed = lp.apply(GIVEN, changes, PLAN)
    back = cli_changes(folder / "undo.json")
    assert lp.apply(changed, back, PLAN) == GIVEN
    assert run(folder, "undo", *given, "--number", 2) == cli.OK
    (one,) = cli_changes(folder / "undo.json")
    assert lp.apply(changed, one, PLAN) == lp.apply(GIVEN, [lost, again], PLAN)


def cli_changes(path):
    """Read changes as the command ``replan`` does."""
    from leaderplan.cli.replanning import read_changes

    return read_changes(path)


@pytest.mark.parametrize("number", [0, 2])
def test_a_change_that_is_not_there_cannot_be_taken_back(folder, capsys, number):
    """Status 2 with how many there are; nothing is written."""
    row = DayClosed(day=date(2028, 3, 2), name="Storm").model_dump(mode="json")
    (folder / "changes.json").write_text(json.dumps([row]), encoding="utf-8")
    given = [folder / "changes.json", "-o", folder / "undo.json", "--number", number]
    assert run(folder, "undo", *given) == cli.WRONG
    assert f"expected a number from 1 to 1, found {number}" in capsys.readouterr().err
    assert not (folder / "undo.json").exists()
