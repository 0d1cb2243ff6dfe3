"""The engine of ``huiqi eval``: puts a folder of cases to the assistant and says what was right."""

from bot.evaluation.choosing import PARTS
from bot.evaluation.errors import AskFailed, AssistantUnreachable, BrokenCase, EvaluationError, Undecidable
from bot.evaluation.http_asker import HttpAsker
from bot.evaluation.ports import Asker, KnownPhone, Progress, Search, Size
from bot.evaluation.report import render
from bot.evaluation.results import EvalReport
from bot.evaluation.runner import Proofs, evaluate
from bot.evaluation.tally import as_json

__all__ = [
    "PARTS",
    "AskFailed",
    "Asker",
    "AssistantUnreachable",
    "BrokenCase",
    "EvalReport",
    "EvaluationError",
    "HttpAsker",
    "KnownPhone",
    "Progress",
    "Proofs",
    "Search",
    "Size",
    "Undecidable",
    "as_json",
    "evaluate",
    "render",
]
