"""Form network groups, and nothing else: participants and group rules are enough."""

import leaderplan as lp
from leaderplan.rules import GroupSize, UnitApart

homes = {"Ane": "Elm", "Bo": "Elm", "Ib": "Eg", "Jo": "Eg", "Eli": "Ask", "Fie": "Ask"}
year = {"first": "2027-09-01", "last": "2028-06-16"}
north = {"sector": "school", "area": "north"}
units = [{"id": u, "name": u, **north} for u in ("Elm", "Eg", "Ask")]
posts = {name: [{"unit": u, "area": "north"}] for name, u in homes.items()}
people = [{"id": n, "name": n, "cohort": "27", "posts": posts[n]} for n in homes]
places = {"areas": [{"id": "north", "name": "North"}], "units": units}
cohorts = [{"id": "27", "name": "Autumn 2027", "network_groups": 2}]
facts = {"calendar": year, "cohorts": cohorts, "participants": people, **places}
rules = [GroupSize(smallest=3, largest=3), UnitApart()]
result = lp.solve(lp.Programme(id="groups", rules=rules, **facts))
print(result, result.tables.groups[["group", "participant", "unit"]], sep="\n\n")
