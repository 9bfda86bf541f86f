"""Where jobs are kept: one table that web and workers share, in SQLite or PostgreSQL."""
