# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Why not
#
# A year that cannot be: what clashes, what would help, and what another choice costs.
# People and places are made up.

# %%
import leaderplan as lp

planted = lp.samples.conflict("common_day", seed=0)
programme = planted.programme
print(len(programme.participants), "participants", len(programme.rules), "rules")

# %% [markdown]
# ## Before anything is solved
#
# Counting and the arithmetic of days tell some of it at once, without a solver.

# %%
lp.preflight(programme)

# %% [markdown]
# ## What clashes
#
# Requirements that cannot all hold; without any one of them the rest can.

# %%
conflict = lp.why_not(programme, lp.SolveOptions(time_limit=120))
conflict

# %%
conflict.table

# %% [markdown]
# ## What would help
#
# The conflict alone makes a small programme, with a person or two instead of 32. It has
# no names unless they are asked for, so it can be sent to a colleague. What would help
# there is found at once; `lp.repairs(programme)` looks for what helps all of the year.
# What may change, and at what price, is data (`prices=`).

# %%
options = lp.SolveOptions(time_limit=600, seed=1)
small = lp.excerpt(conflict, options, named=True)
print(len(small.participants), "participants", len(small.rules), "rules")

# %%
repairs = lp.repairs(small, options, most=3)
repairs

# %% [markdown]
# Is it enough for the whole year, too? A plan is the proof. The last one does without
# the period, so that the webinar may be on any day of the year.

# %%
changed = repairs.repairs[-1].apply(programme)
result = lp.solve(changed, options)
result

# %% [markdown]
# ## What another choice would cost
#
# Somebody asks for another coach. The choice is made, all else planned anew, and as
# little changed as is needed at the best cost.

# %%
match = result.plan.matches[0]
coaches = [s.id for s in changed.staff_in("coach") if s.id != match.coach]
answer = lp.what_if(
    changed,
    result,
    coaches={match.participant: coaches[1]},
    options=options,
)
print(answer)

# %% [markdown]
# ## What the plan costs, and whom
#
# Every point of it by rule, person, group, host and coach; who bears most, and why; and
# what the counts alone force.

# %%
result.costs

# %%
result.costs.by("host").head()

# %%
result.costs.fairness
