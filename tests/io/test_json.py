from __future__ import annotations

import gzip
import json
import time
from dataclasses import replace
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import leaderplan as lp
from leaderplan import (
    Certificate,
    CohortLevel,
    CohortProof,
    InputError,
    LevelProof,
    Result,
    RuleBroken,
    Status,
    samples,
    title,
)
from leaderplan.check import check
from leaderplan.io import strict
from leaderplan.io.json import from_json, read_plan, to_json, write_plan
from tests.io.books import Sampled, world

TEXT = to_json(world())
DEEP = "[" * 100_000 + "]" * 100_000


def _changed(change):
    content = json.loads(TEXT)
    change(content)
    return json.dumps(content)


def _first(content):
    return content["programme"]["participants"][0]


BAD = {
    "empty": (b"", "expected JSON, found nothing"),
    "only_spaces": (b" \n ", "expected JSON, found nothing"),
    "null": ("null", r"expected a leaderplan programme file \(an object\), found null"),
    "a_list": ("[]", "found a list"),
    "a_string": ('"x"', "found a text"),
    "a_number": (b"7", "found a number"),
    "byte_order_mark": (b"\xef\xbb\xbf" + TEXT.encode(), "byte order mark"),
    "utf_16": (TEXT.encode("utf-16"), "the text is UTF-16"),
    "cp1252": (TEXT.encode("cp1252"), "the text is not UTF-8"),
    "gzip": (gzip.compress(TEXT.encode()), "this is a gzip file. Unpack it"),
    "a_workbook": (b"PK\x03\x04....", "Use read_workbook"),
    "text_after_the_end": (TEXT + "x", "expected JSON; in line .*extra data"),
    "nan": (TEXT.replace('"default_travel": 20', '"default_travel": NaN'), "NaN is no"),
    "infinity": (TEXT.replace(": 20,", ": -Infinity,", 1), "-Infinity is no number"),
    "overflow": (TEXT.replace(": 20,", ": 1e999,", 1), "1e999 is too large"),
    "repeated_key": (TEXT.replace('"id":', '"id": "x", "id":', 1), "'id' stands twice"),
    "too_deep": (DEEP, "at most 50 levels"),
    "rather_deep": ("[" * 60 + "]" * 60, "at most 50 levels"),
    "number_of_5000_digits": (
        TEXT.replace(": 20,", f": {'9' * 5000},", 1),
        "5,000 digits",
    ),
    "half_a_character": (TEXT.replace("Bedre ledelse", "\\ud800"), "lone surrogate"),
    "unknown_key": (
        _changed(lambda c: _first(c).update(emial="x")),
        r"participants/0/emial: emial is not known here\. Did you mean email",
    ),
    "unknown_key_outside": (_changed(lambda c: c.update(x=1)), "JSON/x: is not known"),
    "newer_version": (
        _changed(lambda c: c.update(schema_version=2)),
        r"version 2; this leaderplan reads up to 1\. Install a newer",
    ),
    "version_zero": (_changed(lambda c: c.update(schema_version=0)), "a whole number"),
    "version_in_words": (_changed(lambda c: c.update(schema_version="1")), "found '1'"),
    "another_kind": (_changed(lambda c: c.update(kind="x")), "found kind 'x'"),
    "no_programme": (_changed(lambda c: c.pop("programme")), "expected an object"),
    "rules_no_list": (
        _changed(lambda c: c["programme"].update(rules=1)),
        "list of rules",
    ),
    "needed_key_missing": (
        _changed(lambda c: _first(c).pop("cohort")),
        "participants/0/cohort: must be filled in",
    ),
    "reference_to_nothing": (
        _changed(lambda c: _first(c).update(cohort="2072")),
        "Did you mean 2027",
    ),
    "own_manager": (
        _changed(lambda c: _first(c)["posts"][0].update(manager="p1")),
        "nobody may be their own manager",
    ),
}


@pytest.mark.parametrize(("text", "said"), BAD.values(), ids=BAD)
def test_bad_json_is_refused_with_a_sentence(text, said):
    """Whatever is wrong with the text is said, quickly."""
    start = time.perf_counter()
    with pytest.raises(InputError, match=said):
        from_json(text)
    assert time.perf_counter() - start < 2


def test_all_faults_are_told_at_once():
    """Faults in nested facts and in several rules come together."""

    def change(content):
        _first(content).update(cohort="")
        _first(content)["posts"][1]["unit"] = 7
        content["programme"]["rules"][0]["kind"] = "io_samplet"
        content["programme"]["rules"][1]["weight"] = 0

    with pytest.raises(InputError, match="4 faults were found") as caught:
        from_json(_changed(change))
    assert [issue.place for issue in caught.value.issues] == [
        "rules/0",
        "rules/1/weight",
        "participants/0/cohort",
        "participants/0/posts/1/unit",
    ]


def test_every_hundredth_cut_is_refused():
    """A text cut at any hundredth byte is refused, never read in part."""
    data = TEXT.encode()
    for end in range(1, len(data) - 1, 100):
        with pytest.raises(InputError, match="JSON"):
            from_json(data[:end])


@settings(max_examples=200)
@given(st.binary(max_size=60))
def test_random_bytes_are_refused_with_a_sentence(data):
    """Random bytes raise nothing but InputError."""
    with pytest.raises(InputError, match="JSON"):
        from_json(data)


def test_a_file_is_read_by_its_name(tmp_path):
    """A path may be given as a path or as a text."""
    path = tmp_path / "programme.json"
    text = to_json(world(), path)
    assert path.read_text("utf-8") == text
    assert from_json(path) == from_json(str(path)) == from_json(text) == world()


def test_a_file_that_is_not_there_is_named(tmp_path):
    """A missing file and a folder are named."""
    with pytest.raises(InputError, match=r"file x\.json: there is no such file"):
        from_json(str(tmp_path / "x.json"))
    with pytest.raises(InputError, match="found a folder"):
        from_json(tmp_path)


def test_a_file_above_the_limit_is_not_read(tmp_path, monkeypatch):
    """A file, or a text, larger than the limit is refused by its size."""
    monkeypatch.setattr(strict, "MAX_BYTES", 10**6)
    path = tmp_path / "big.json"
    path.write_bytes(bytes(2 * 10**6))
    with pytest.raises(InputError, match="at most 1 MB, found 2 MB"):
        from_json(path)
    with pytest.raises(InputError, match="at most 1 MB, found 3 MB"):
        from_json(b"x" * 3 * 10**6)


def test_a_rule_of_one_s_own_is_read_back():
    """A rule from a notebook comes back with its class and parameters."""
    rule = from_json(TEXT, rules=[Sampled]).rules[1]
    assert isinstance(rule, Sampled)
    assert rule == world().rules[1]


# --- plan files --------------------------------------------------------------------


def _result():
    programme, plan = samples.planted("S", 1)
    report = check(programme, plan)
    proofs = tuple(
        LevelProof(level=name, title=title(name), value=value, bound=value, how="test",
                   effort=0.25)
        for name, value in report.levels.items()
    )  # fmt: skip
    proof = Certificate(programme=programme.fingerprint, seed=1, levels=proofs,
                        versions={"leaderplan": "0"}, seconds=1.5)  # fmt: skip
    return Result(programme, Status.OPTIMAL, plan, report, proof)


@pytest.fixture(scope="module")
def result():
    """Return a planted plan with a certificate."""
    return _result()


@pytest.fixture
def plan_file(tmp_path, result):
    """Return its plan file."""
    return write_plan(tmp_path / "plan.json", result)


def _edit(path, change):
    content = json.loads(path.read_text("utf-8"))
    change(content)
    path.write_text(json.dumps(content), "utf-8")
    return path


def test_a_plan_file_reads_back_the_same(plan_file, result):
    """Plan, proof and status survive; the report is made anew."""
    back = read_plan(plan_file, result.programme)
    assert (back.plan, back.certificate) == (result.plan, result.certificate)
    assert back.report.violations == result.report.violations
    assert back.status is Status.OPTIMAL


def test_rows_of_cohorts_are_in_a_plan_file(tmp_path, result):
    """They come back the same, a missing bound too; older files have none of them."""
    levels = (
        CohortLevel(level="dates", value=3, bound=2),
        CohortLevel(level="placements", value=4),
    )
    rows = (CohortProof(cohorts=("a", "b"), levels=levels),)
    proof = result.certificate.model_copy(update={"cohorts": rows})
    path = write_plan(tmp_path / "plan.json", replace(result, certificate=proof))
    assert read_plan(path, result.programme).certificate == proof
    _edit(path, lambda content: content["certificate"].pop("cohorts"))
    assert read_plan(path, result.programme).certificate == result.certificate
    row = {"cohorts": ["a"], "levels": [{"level": "dates", "value": "x"}]}
    _edit(path, lambda content: content["certificate"].update(cohorts=[row]))
    with pytest.raises(InputError, match="certificate/cohorts/0/levels/0/value"):
        read_plan(path, result.programme)


def test_a_proof_of_other_values_proves_nothing(plan_file, result):
    """Where the certificate does not fit the plan, the plan is not called optimal."""
    _edit(plan_file, lambda c: c["certificate"]["levels"][0].update(value=99, bound=99))
    assert read_plan(plan_file, result.programme).status is Status.FEASIBLE


def test_a_plan_without_a_proof_is_feasible(tmp_path, result):
    """A plan that nobody proved comes back without a certificate."""
    path = write_plan(tmp_path / "plan.json", replace(result, certificate=None))
    back = read_plan(path, result.programme)
    assert (back.status, back.certificate) == (Status.FEASIBLE, None)


class Refusing(lp.Rule):
    """A rule that no plan keeps."""

    kind: ClassVar[str] = "io_refusing"
    words: ClassVar[lp.Words] = lp.Words("aldrig", "never")
    said: ClassVar[lp.Words] = lp.Words("brudt", "broken")

    def check(self, view):
        """Yield one violation."""
        yield self.broken(("all",))


def test_a_broken_plan_says_so_in_its_report(tmp_path, result):
    """A plan is checked anew when it is read: what breaks a rule is in the report."""
    strict_one = replace(result, programme=result.programme.with_rules(Refusing()))
    path = write_plan(tmp_path / "plan.json", strict_one)
    back = read_plan(path, strict_one.programme)
    assert [violation.kind for violation in back.report.hard] == ["io_refusing"]
    assert back.status is Status.FEASIBLE
    with pytest.raises(RuleBroken, match="broken"):
        back.report.raise_if_broken()


def test_a_plan_of_another_programme_is_refused(plan_file, result):
    """Any change of the programme makes the plan one of another programme."""
    other = result.programme.replace(name="x")
    with pytest.raises(InputError, match="a plan of another programme"):
        read_plan(plan_file, other)


def _twice(content):
    first = content["plan"]["sessions"][0]
    content["plan"]["sessions"].append(first | {"place": None})


def _gone(content):
    content["plan"]["matches"][0]["participant"] = "nobody"


PLANS = {
    "newer_version": (lambda c: c.update(schema_version=9), "version 9"),
    "unknown_key": (lambda c: c.update(plans=1), r"plans: is not known here\. Did"),
    "unknown_key_inside": (lambda c: c["plan"].update(x=1), "x is not known here"),
    "no_plan": (lambda c: c.update(plan=None), "plan: expected an object"),
    "bad_day": (
        lambda c: c["plan"]["sessions"][0].update(day="2027-02-30"),
        "sessions/0/day",
    ),
    "bad_proof": (lambda c: c["certificate"].pop("seed"), "certificate/seed: must be"),
    "one_session_in_two_rooms": (_twice, "the session .* is repeated"),
    "a_deleted_person": (_gone, "the coach of nobody is not part of the programme"),
    "a_programme": (
        lambda c: c.update(kind="leaderplan programme"),
        "expected a leaderplan",
    ),
}


@pytest.mark.parametrize(("change", "said"), PLANS.values(), ids=PLANS)
def test_a_bad_plan_file_is_refused(plan_file, result, change, said):
    """What is wrong with a plan file is said with its place."""
    with pytest.raises(InputError, match=said):
        read_plan(_edit(plan_file, change), result.programme)


def test_no_plan_is_not_written(tmp_path, result):
    """A result without a plan leaves no file."""
    with pytest.raises(InputError, match="no plan to write: the status is infeasible"):
        write_plan(tmp_path / "x.json", Result(result.programme, Status.INFEASIBLE))
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_keeps_the_old_file(plan_file, result, monkeypatch):
    """Where the disk fails, the plan of before is whole and no other file is left."""
    before = plan_file.read_bytes()

    def fail(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        write_plan(plan_file, result)
    assert plan_file.read_bytes() == before
    assert [path.name for path in plan_file.parent.iterdir()] == ["plan.json"]
