"""Whom to call beside the contacts of a measure: departments, street offices, communities and hotlines."""

from knowledge.directory.entries import BadTable, Entry, Kind
from knowledge.directory.sheets import read_sheet, template
from knowledge.directory.store import Directory, LoadReport, Referral, sends_to

__all__ = ["BadTable", "Directory", "Entry", "Kind", "LoadReport", "Referral", "read_sheet", "sends_to", "template"]
