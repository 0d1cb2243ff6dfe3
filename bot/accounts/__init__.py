"""Who may use the console: accounts, roles, sessions, lockout, second factor, and the record of who did what."""
