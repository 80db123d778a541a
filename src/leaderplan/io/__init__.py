"""What comes in and goes out: workbooks, tables, JSON, plan files, availability."""
