"""The database and the questionnaire files: rows and YAML -> domain objects."""
