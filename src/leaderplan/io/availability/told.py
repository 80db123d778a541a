"""A report of availability in sentences, for the coordinator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from leaderplan.io.availability.words import COUNTS, FAULTS, ODDITIES
from leaderplan.locale import Language, Words, day_text

if TYPE_CHECKING:
    from leaderplan.io.availability.report import (
        AvailabilityReport,
        EntryFault,
        ReadSource,
    )

_MOST = 10
"""Stretches of unknown days, and faults, that are told one by one."""

_HEAD = Words("Kalender for {owner}: {first} til {last}",
              "Calendar of {owner}: {first} to {last}")  # fmt: skip
_AS_OF = Words(" (fra {day})", " (as of {day})")
_SOURCE = Words(
    "- {name}{as_of}: {entries} i alt, {inside} i perioden",
    "- {name}{as_of}: {entries} in all, {inside} in the period",
)
_WHY = Words("- {name}: kunne ikke læses: {why}", "- {name}: not read: {why}")
_LEFT_OUT = Words("  regnes ikke som optaget: {rows}", "  not counted as busy: {rows}")
_ODD = Words("  læg mærke til: {rows}", "  to be noted: {rows}")
_EVENT = Words("aftale nr. {number}", "entry no. {number}")
_FAULT = Words("  {place} {why}; {days} er ukendt", "  {place} {why}; {days} unknown")
_MORE = Words("  … og {count} til", "  … and {count} more")
_BUSY = Words("Optaget hele eller en del af {count}",
              "Busy for all or part of {count}")  # fmt: skip
_RATHER = Words("Helst ikke hele eller en del af {count}",
                "Rather not for all or part of {count}")  # fmt: skip
_UNKNOWN = Words("Ukendt, altså ikke ledig: {count}: {days}",
                 "Unknown, so not free: {count}: {days}")  # fmt: skip
_KNOWN = Words("Ingen dage er ukendte", "No day is unknown")
_SPAN = Words("{first} til {last}", "{first} to {last}")
_WATCH = Words("Bemærk: {text}", "Note: {text}")


def told(report: AvailabilityReport, language: Language) -> str:
    """Tell a report, a line for each thing."""
    return "\n".join(_lines(report, language))


def _lines(report: AvailabilityReport, language: Language) -> Iterator[str]:
    policy = report.policy
    span = {"first": day_text(policy.first, language),
            "last": day_text(policy.last, language)}  # fmt: skip
    yield _HEAD.to(language).format(owner=report.owner, **span)
    for source in report.sources:
        yield from _source(source, language)
    yield _BUSY.to(language).format(count=days_text(report.busy_days, language))
    if report.rather_days:
        count = days_text(report.rather_days, language)
        yield _RATHER.to(language).format(count=count)
    if report.unknown:
        stretches = [_stretch(*row, language) for row in _stretches(report)]
        shown = ", ".join(stretches[:_MOST])
        shown += " …" if len(stretches) > _MOST else ""
        count = days_text(len(report.unknown), language)
        yield _UNKNOWN.to(language).format(count=count, days=shown)
    else:
        yield _KNOWN.to(language)
    for said in report.warnings:
        yield _WATCH.to(language).format(text=said.to(language))


def _source(source: ReadSource, language: Language) -> Iterator[str]:
    if source.why is not None:
        yield _WHY.to(language).format(name=source.name, why=source.why.to(language))
        return
    as_of = ""
    if source.as_of is not None:
        as_of = _AS_OF.to(language).format(day=day_text(source.as_of.date(), language))
    entries = entries_text(source.entries, language)
    yield _SOURCE.to(language).format(
        name=source.name, as_of=as_of, entries=entries, inside=source.inside
    )
    for words, table in ((_LEFT_OUT, COUNTS), (_ODD, ODDITIES)):
        rows = [
            f"{count} {table[key][count > 1].to(language)}"
            for key in table
            if (count := source.counts.get(key, 0))
        ]
        if rows:
            yield words.to(language).format(rows=", ".join(rows))
    for fault in source.faults[:_MOST]:
        yield _fault(fault, language)
    if len(source.faults) > _MOST:
        yield _MORE.to(language).format(count=len(source.faults) - _MOST)


def _fault(fault: EntryFault, language: Language) -> str:
    parts = [_EVENT.to(language).format(number=fault.event)] if fault.event else []
    return _FAULT.to(language).format(
        place=", ".join([*parts, *([fault.name] if fault.name else [])]) + ":",
        why=FAULTS[fault.code].to(language),
        days=_stretch(fault.first, fault.last, language),
    )


def days_text(count: int, language: Language) -> str:
    """Count days: ``1 day``, ``3 dage``."""
    many = Words("dage", "days") if count != 1 else Words("dag", "day")
    return f"{count} {many.to(language)}"


def entries_text(count: int, language: Language) -> str:
    """Count entries of a calendar."""
    many = Words("aftaler", "entries") if count != 1 else Words("aftale", "entry")
    return f"{count} {many.to(language)}"


def _stretch(first: date, last: date, language: Language) -> str:
    start, end = day_text(first, language), day_text(last, language)
    return start if first == last else _SPAN.to(language).format(first=start, last=end)


def _stretches(report: AvailabilityReport) -> list[tuple[date, date]]:
    """Return unknown days in a row, over days that are not planned on."""
    found: list[tuple[date, date]] = []
    for day in report.unknown:
        if found and _next(found[-1][1], report.policy.weekdays) >= day:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _next(day: date, weekdays: tuple[int, ...]) -> date:
    for step in range(1, 8):
        if (after := day + timedelta(days=step)).weekday() in weekdays:
            return after
    return day
