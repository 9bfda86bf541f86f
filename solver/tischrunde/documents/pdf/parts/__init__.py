"""What stands in each part, as plain data for its template. Words are said here; sizes are for the template."""
