"""What can be told of a programme before anything is solved: counts and windows."""

from __future__ import annotations

from leaderplan.domain.programme import Programme
from leaderplan.preflight.answers import unanswered
from leaderplan.preflight.asked import distances
from leaderplan.preflight.chains import chain_findings
from leaderplan.preflight.days import DayAudit
from leaderplan.preflight.findings import Finding, Preflight
from leaderplan.preflight.forms import formless
from leaderplan.preflight.grounds import Grounds
from leaderplan.preflight.nodays import day_findings, without_day
from leaderplan.preflight.placements import placement_findings
from leaderplan.preflight.rooms import room_findings
from leaderplan.preflight.sizes import size_findings
from leaderplan.preflight.spans import settled
from leaderplan.preflight.staffing import staff_findings

__all__ = ["Finding", "Preflight", "preflight"]


def preflight(programme: Programme) -> Preflight:
    """Look for what no plan can keep, by counting and by arithmetic of days.

    It takes a second where a solve takes minutes, and is no proof that a plan exists:
    what it does not find may still be impossible. Whatever is certain rests on hard
    rules of which nothing is waived, and these are named.

    Parameters
    ----------
    programme
        Facts and rules.

    Returns
    -------
    Preflight
        What was found, the certain first.
    """
    grounds = Grounds(programme)
    audit = DayAudit(grounds)
    spans = settled(audit, distances(grounds))
    dayless = without_day(audit, spans)
    found = [
        *placement_findings(audit),
        *staff_findings(grounds),
        *size_findings(grounds),
        *room_findings(grounds),
        *day_findings(audit, dayless),
        *chain_findings(audit, spans),
        *formless(audit, spans, dayless),
        *unanswered(programme),
    ]
    return Preflight(tuple(sorted(found, key=lambda row: not row.certain)))
