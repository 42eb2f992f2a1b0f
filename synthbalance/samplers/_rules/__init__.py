"""Rules: readable scenarios, checked against a table, and the rows that they make."""
