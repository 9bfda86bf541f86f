"""How the tables came to be, a version each. ``docs/jobs.md`` says how to make the next one."""
