"""The console of the 12345 desk: pages for operators, editors, supervisors and administrators."""
