"""What an evaluation found, case by case."""

from __future__ import annotations

from dataclasses import dataclass

from bot.evaluation.cases import Dialogue, Question, SizeCase, Turn
from bot.evaluation.correction import CorrectionResult
from bot.evaluation.noise import Variant
from bot.evaluation.ports import Ref
from bot.evaluation.reply import Reply


@dataclass(frozen=True, slots=True)
class Asked:
    """One message sent: the reply (None when there was none), why it is wrong, how long it took."""

    reply: Reply | None
    problems: tuple[str, ...]
    ms: float

    @property
    def right(self) -> bool:
        """True when nothing is wrong."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """A question and its answer."""

    question: Question
    asked: Asked


@dataclass(frozen=True, slots=True)
class TurnResult:
    """A turn and its reply."""

    turn: Turn
    asked: Asked


@dataclass(frozen=True, slots=True)
class DialogueResult:
    """A dialogue and its turns, in order."""

    dialogue: Dialogue
    turns: tuple[TurnResult, ...]

    @property
    def right(self) -> bool:
        """True when every turn is right."""
        return all(turn.asked.right for turn in self.turns)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A question put to the search alone, and the first measures found."""

    question: Question
    found: tuple[Ref, ...]
    top1: bool
    top3: bool


@dataclass(frozen=True, slots=True)
class SizeResult:
    """An enterprise and what it was judged to be (None with the reason when undecided)."""

    case: SizeCase
    got: tuple[str, str] | None
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoiseResult:
    """A noisy message and its answer; ``clean``: the questions it was made of were all answered rightly."""

    variant: Variant
    asked: Asked
    clean: bool


@dataclass(frozen=True, slots=True)
class EvalReport:
    """Everything found; a part that was not run is None and named in ``skipped`` with the reason."""

    questions: tuple[QuestionResult, ...] | None
    search: tuple[SearchResult, ...] | None
    dialogues: tuple[DialogueResult, ...] | None
    sizes: tuple[SizeResult, ...] | None
    skipped: dict[str, str]
    noise: tuple[NoiseResult, ...] | None = None
    correction: CorrectionResult | None = None

    @property
    def latencies(self) -> list[float]:
        """Milliseconds of every message sent, shortest first."""
        asked = [result.asked for result in self.questions or ()]
        asked += [turn.asked for result in self.dialogues or () for turn in result.turns]
        return sorted(one.ms for one in asked)
