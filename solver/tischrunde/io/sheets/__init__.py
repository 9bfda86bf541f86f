"""Lists of people as offices keep them: spreadsheets and CSV files, read into a meeting."""
