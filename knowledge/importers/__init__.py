"""Bringing in a new document: reading the file, finding the measures in it, a draft for review."""
