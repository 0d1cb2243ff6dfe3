"""The database: tables, connections, filling and reading."""
