"""The packages' declarations of personal data: a check that they are complete, and the table in docs/privacy.md."""
