"""A result as plain text, at most 25 lines."""

from __future__ import annotations

from textwrap import wrap

from leaderplan.display.cohorts import cohort_table
from leaderplan.display.conflicts import no_plan_lines
from leaderplan.display.counted import forced_lines
from leaderplan.display.labels import Labels
from leaderplan.display.rows import words_of
from leaderplan.display.words import STATUS, STATUS_SAYS, Phrases
from leaderplan.domain.programme import Programme
from leaderplan.locale import Language
from leaderplan.result import Certificate, Report, Result

MOST_LINES = 25
WIDTH = 78
"""Columns of text; longer words are cut with an ellipsis."""


def result_text(result: Result) -> str:
    """Write a result for a terminal: status, levels, cost by rule, seconds."""
    labels = Labels(result.programme, result.language)
    t = labels.phrases
    status = result.status.value
    lines = [
        f"{_name(result)}: {STATUS[status].to(result.language)}",
        STATUS_SAYS[status].to(result.language),
    ]
    if result.plan is not None:
        lines.append(counts_line(result))
    if result.certificate is not None:
        lines += ["", *level_lines(result.certificate, labels)]
        lines += cohort_lines(result.certificate, labels, MOST_LINES - len(lines) - 6)
    if result.report is not None:
        spare = MOST_LINES - len(lines) - 4
        forced = _forced_lines(result, result.report, spare // 2)
        lines += ["", *_cost_lines(result, result.report, spare - len(forced)), *forced]
    if why := no_plan_lines(result, result.language):
        lines += ["", *_cut(why, MOST_LINES - len(lines) - 3, t)]
    return "\n".join([*lines, "", closing_line(result)])


def closing_line(result: Result) -> str:
    """Write how long it took, and with which seed."""
    labels = Labels(result.programme, result.language)
    decimals = 1 if result.seconds >= 1 else 2
    spent = labels.phrases.seconds(seconds=labels.number(result.seconds, decimals))
    if result.certificate is None:
        return spent
    return f"{spent}, {labels.phrases.seed(seed=result.certificate.seed)}"


def counts_line(result: Result) -> str:
    """Write how many participants, sessions and groups, and from when to when."""
    labels, plan = Labels(result.programme, result.language), result.plan
    t = labels.phrases
    parts = [f"{t.people_head}: {len(result.programme.participants)}"]
    if plan is not None and plan.sessions:
        parts.append(f"{t.meetings_head}: {len(plan.sessions)}")
    if plan is not None and plan.groups:
        parts.append(f"{t.groups_head}: {len(plan.groups)}")
    calendar = result.programme.calendar
    parts.append(f"{labels.day(calendar.first)} {t.to} {labels.day(calendar.last)}")
    return ", ".join(parts)


def report_lines(
    report: Report, programme: Programme, language: Language, most: int
) -> list[str]:
    """Write what a check found: the verdict, faults, and the cost of each level."""
    t = Phrases(language)
    hard = sum(rule.hard for rule in programme.rules)
    faults = [*report.malformed, *(v.message for v in report.hard)]
    if not faults:
        lines = [t.checks_ok(count=hard)]
    elif report.malformed:
        lines = [t.malformed(count=len(faults))]
    else:
        lines = [t.checks_bad(count=len(faults))]
    lines += _cut([f"- {fault.to(language)}" for fault in faults], most, t)
    if report.settled:
        settled = [f"- {v.message.to(language)}" for v in report.settled]
        lines += ["", f"{t.settled_head}:", *_cut(settled, most, t)]
    titles = {level.id: level.title.to(language) for level in programme.levels}
    costs = [f"{value:>8}  {titles[key]}" for key, value in report.levels.items()]
    return [*lines, "", *costs] if costs else lines


def _name(result: Result) -> str:
    return result.programme.name or result.programme.id


def level_lines(certificate: Certificate, labels: Labels) -> list[str]:
    """Write value, bound, gap and proof of each level, in aligned columns."""
    t, language = labels.phrases, labels.language
    titles = [level.title.to(language) for level in certificate.levels]
    wide = min(34, max([len(t.level), *(len(name) for name in titles)]))
    lines = [f"{t.level:<{wide}} {t.value:>8} {t.bound:>8} {t.gap:>8}  {t.how}"]
    for level, name in zip(certificate.levels, titles, strict=True):
        gap = t.proven if level.proven else f"{labels.number(100 * level.gap, 1)} %"
        row = f"{_short(name, wide):<{wide}} {level.value:>8} {level.bound:>8} {gap:>8}"
        lines.append(_short(f"{row}  {level.how}", WIDTH))
    return _cut(lines, 10, t)


def cohort_lines(certificate: Certificate, labels: Labels, most: int) -> list[str]:
    """Write what the plan costs each set of cohorts, below an empty line, if any."""
    t, table = labels.phrases, cohort_table(certificate, labels)
    if not table.rows:
        return []
    cells = [max(map(len, column)) for column in zip(*table.cells, strict=True)]
    least, longest = len(t.cohorts_bound), max(map(len, table.names))
    room = WIDTH - sum(cells) - 2 * len(cells)
    wide = max(least, min(34, longest, room))
    spare = max(0, room - wide) // len(cells)
    columns = [
        max(cell, min(len(title), cell + spare))
        for title, cell in zip(table.titles, cells, strict=True)
    ]
    names, texts = [t.cohorts_bound, *table.names], [table.titles, *table.cells]
    lines = []
    for name, row in zip(names, texts, strict=True):
        across = (f"  {_short(c, n):>{n}}" for c, n in zip(row, columns, strict=True))
        lines.append(_short(f"{_short(name, wide):<{wide}}{''.join(across)}", WIDTH))
    return ["", *_cut(lines, most - 1, t)]


def _cost_lines(result: Result, report: Report, spare: int) -> list[str]:
    t = Phrases(result.language)
    if not report.costs:
        return [str(t.nothing_costs)]
    words = {r.id: words_of(r, result.language) for r in result.programme.rules}
    dear = sorted(report.costs.items(), key=lambda item: (-item[1], item[0]))
    rows = [
        _short(f"{cost:>8}  {rule}: {words.get(rule, '')}", WIDTH)
        for rule, cost in dear
    ]
    return [f"{t.cost:>8}  {t.rule}", *_cut(rows, spare, t)]


def _forced_lines(result: Result, report: Report, most: int) -> list[str]:
    """Write what the counts force, below an empty line, as far as there is room."""
    found = forced_lines(result.programme, report.levels, result.language)
    lines = [
        part for line in found for part in wrap(line, WIDTH, break_on_hyphens=False)
    ]
    shown = _cut(lines, most - 1, Phrases(result.language)) if most > 1 else []
    return ["", *shown] if shown else []


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _cut(lines: list[str], most: int, t: Phrases) -> list[str]:
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], t.and_more(count=len(lines) - most + 1)]
