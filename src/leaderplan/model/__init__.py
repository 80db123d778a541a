"""The only code that knows the solver: variables, posting, parts, bounds, search."""
