"""Set dates and rooms, and nothing else: activities and rooms are enough."""

import leaderplan as lp
from leaderplan.rules import ClosedDays, RoomClash, Spacing

year = {"first": "2027-09-01", "last": "2027-12-17"}
cohorts = [{"id": "A", "name": "Cohort A"}, {"id": "B", "name": "Cohort B"}]
rooms = [{"id": "r1", "name": "Large room", "venue": "hall", "capacity": 40}]
places = {"venues": [{"id": "hall", "name": "The hall"}], "rooms": rooms}
theme = {"title": lp.title("Temadag", "Theme day"), "occurrences": 4, "length": 8}
days = lp.Activity(id="theme", audience="cohort", where=["room"], **theme)
rules = [ClosedDays(), RoomClash(), Spacing(first="theme", least=21, most=35)]
facts = {"cohorts": cohorts, "activities": [days], "rules": rules, **places}
result = lp.solve(lp.Programme(id="dates", calendar=year, **facts))
print(result, result.tables.sessions[["day", "title", "audience"]], sep="\n\n")
