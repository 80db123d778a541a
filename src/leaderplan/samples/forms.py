"""Other forms of the module and the practicum than those of the case."""

from __future__ import annotations

from typing import Literal, get_args

from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError, Issue
from leaderplan.rules import Spacing

ModuleForm = Literal["single_days", "two_two_one"]
PracticumForm = Literal["week", "three_two", "five_single"]

BLOCKS = (14, 42)
"""Days from the end of a block of lessons to the next one (DOMAIN.md 8.4)."""

LESSONS, PRACTICUM = "teaching_day", "practicum"


def in_forms(
    programme: Programme, module: ModuleForm, practicum: PracticumForm
) -> Programme:
    """Return a sample with its lessons and practicum days in some forms.

    Raises
    ------
    InputError
        When a form is none of these.
    """
    for name, form, known in (
        ("module", module, get_args(ModuleForm)),
        ("practicum", practicum, get_args(PracticumForm)),
    ):
        if form not in known:
            message = f"expected one of {', '.join(known)}; found {form!r}."
            raise InputError([Issue(name, message)])
    if (module, practicum) == ("single_days", "week"):
        return programme
    forms = {LESSONS: module, PRACTICUM: practicum}
    activities = tuple(
        a.model_copy(update={"forms": (forms[a.id],)}) if a.id in forms else a
        for a in programme.activities
    )
    rules = programme.rules
    if module == "two_two_one":
        kept = tuple(rule for rule in rules if rule.id != "between-lessons")
        rules = (*kept, *(_between_blocks(last) for last in (2, 4)))
    return programme.replace(activities=activities, rules=rules)


def _between_blocks(last: int) -> Spacing:
    """Space the last lesson of a block and the first of the next."""
    least, most = BLOCKS
    return Spacing(
        id=f"between-blocks-{last}", first=LESSONS, then=LESSONS,
        first_occurrence=last, then_occurrence=last + 1, least=least, most=most,
    )  # fmt: skip
