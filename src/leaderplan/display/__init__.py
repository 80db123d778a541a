"""What people see of a plan: tables, text, pages and a workbook; never the solver."""
