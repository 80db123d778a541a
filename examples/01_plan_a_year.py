# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Plan a year
#
# A programme of one cohort from facts to calendars: 32 participants from schools,
# day-care and leisure, four theme days, three meetings of fixed network groups, a
# credit-bearing module with its exam, five days of practicum, coaching, and talks with
# managers and directors. People and places are made up.

# %%
import leaderplan as lp

programme = lp.samples.programme("S", seed=0)
print(len(programme.participants), "participants")
print(len(programme.activities), "activities")
print(len(programme.session_keys), "sessions and due dates to decide")
print(len(programme.rules), "rules")

# %% [markdown]
# Your own facts come from a workbook: `lp.template("my-year.xlsx")` writes one to fill
# in, `lp.read_workbook("my-year.xlsx")` reads it and names every fault by its cell.
#
# ## Solve
#
# Levels of wishes are compared in order, never added up. For each the result says the
# value, and the bound that no plan can go below. Hard rules are always kept: a checker
# that shares nothing with the solver has judged the plan before you see it.

# %%
result = lp.solve(programme, lp.SolveOptions(time_limit=120, seed=1))
print(result)

# %% [markdown]
# In a notebook the result shows itself, with the year month by month.

# %%
result

# %% [markdown]
# ## Look
#
# Every part of the plan is a table.

# %%
tables = result.tables
joint = tables.sessions[tables.sessions["audience"] == programme.cohorts[0].id]
joint[["day", "weekday", "title", "theme", "place_name"]]

# %%
tables.groups[["group", "participant_name", "unit_name", "area_name", "sector"]].head(8)

# %%
tables.placements[
    ["participant_name", "unit_name", "host_name", "first_day", "wish_rank"]
].head(8)

# %% [markdown]
# Everybody is promised the same number of days, and the day ledger adds them up.

# %%
days = tables.day_ledger.groupby("participant")["days"].sum()
days.describe()[["min", "max"]]

# %% [markdown]
# ## Check
#
# The check needs no solver. It is what you run again when somebody has changed a plan.

# %%
report = lp.check(programme, result.plan)
assert report.ok
dict(report.levels)

# %% [markdown]
# ## Hand out
#
# One page for yourself, one workbook with a sheet for each audience, one plan file to
# keep, and a calendar for everybody to subscribe to. Files of calendars have names that
# nobody can guess, and each says no more than its reader may know.

# %%
lp.write_page(programme, result.plan, "plan.html", result.certificate)
lp.write_workbook(programme, result.plan, "plan.xlsx")
lp.write_plan("plan.json", result)
release = lp.publish(programme, result.plan, "feeds")
len(release.feeds), release.summary()
