"""Place participants for practicum, and nothing else: hosts and wishes are enough."""

import leaderplan as lp
from leaderplan.rules import EligibleHost, HostCapacity, Wishes

wanted = {("Ane", "Elm"): "Eg", ("Bo", "Eg"): "Elm", ("Cem", "Ask"): "Eg"}
units = [lp.Unit(id=u, name=u, sector="school", area="north") for _, u in wanted]
hosts = [lp.HostUnit(unit=unit.id, capacity_year=1) for unit in units]
posts = {name: {"posts": [{"unit": home, "area": "north"}]} for name, home in wanted}
wish = {name: {"wishes": [{"rank": 1, "host": wanted[name, u]}]} for name, u in wanted}
people = [{"id": n, "name": n, "cohort": "27", **posts[n], **wish[n]} for n in posts]
facts = {"cohorts": [{"id": "27", "name": "Autumn 2027"}], "participants": people}
facts |= {"areas": [{"id": "north", "name": "North"}], "units": units, "hosts": hosts}
rules = [HostCapacity(), EligibleHost(), Wishes()]
year = {"first": "2027-09-01", "last": "2028-06-16"}
result = lp.solve(lp.Programme(id="places", calendar=year, rules=rules, **facts))
print(result, result.tables.placements[["participant", "host", "wish_rank"]], sep="\n")
