"""How one message changes what the conversation is about."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.focus import Focus
from actions.turn import CONTINUING, POLICY_INTENTS, Turn
from nlu.topics import asked

_LITTLE = re.compile(
    r"至何时|何时|到底|具体|这事儿?|那事儿?|该|打|问|哪个|[的了吗呢啊吧呀哦嘛那这个些是我们你您他要想能可以有没在去到和跟就还也都又再请问一下什么怎么办呗哈么哪边里?!,.，。？！、;:\s\d]"
)


# A question this short that names no topic is probably about what was just shown.
SHORT = 12
CERTAIN, LIKELY = 0.75, 0.6
# Below this an intent is right less often than not (benchmarks/intent_accuracy.py).
FAINT = 0.6
# How many characters of told figures are kept.
SAID = 200
# Moves that ask for something without saying about what.
OPEN_ENDED = frozenset({"followup", "pick", "more"})
MOST_TOPICS = 3


_NEXT = re.compile(r"[下后上前]一?[条项款]")
# People who come from elsewhere are a matter of here.
_TRAVEL = re.compile(r"到京|返京|来京|进京|回京|旅居史|接触史")


def thin(turn: Turn) -> bool:
    """True when the message adds no words to search for, only facts, an aspect, or a nod."""
    return len(_LITTLE.sub("", turn.rest)) < 2


def advance(old: Focus, turn: Turn, requested: str | None, answered: bool) -> Focus:
    """The focus after this message. ``answered``: the message gave the slot that had been asked for."""
    elsewhere = turn.first("elsewhere")
    if elsewhere and turn.first("district") in (None, "北京") and not _TRAVEL.search(turn.text):
        return replace(_fresh(old, turn), kind="elsewhere", elsewhere=str(elsewhere))
    if old.kind == "elsewhere":
        old = replace(old, kind="policy" if old.intents else "none", elsewhere=None)
    base = replace(old, offset=0, follow_up=False, beyond=0)
    if turn.intent in ("dont_know", "affirm", "deny") and old.kind != "none" and not turn.every("topic"):
        return base
    if paged := _paged(base, turn, old.offset):
        return paged
    if picked := _picked(base, turn):
        return picked
    if _continues(old, turn, answered):
        return _follow(base, turn)
    return _fresh(base, turn)


def _paged(base: Focus, turn: Turn, offset: int) -> Focus | None:
    """The clause after that one, or the measures after the first ``offset``; None when neither was asked for."""
    if turn.intent in ("more", "followup") and base.doc and base.number and _NEXT.search(turn.text):
        return replace(base, number=base.number + (-1 if "上" in turn.text or "前" in turn.text else 1), chosen=None)
    if turn.intent == "more" and base.measures and not turn.every("topic"):
        return replace(base, offset=offset + 3, chosen=None, follow_up=True)
    return None


def _picked(base: Focus, turn: Turn) -> Focus | None:
    """The focus on the measure that was chosen by its number, or None when none was chosen."""
    if turn.first("doc") or not base.measures:
        return None
    # Of a document that is being talked about, 第3条 is its clause.
    clause = turn.first("measure_number") if turn.intent == "pick" and not base.doc else None
    number = int(turn.first("ordinal") or clause or 0)
    if 1 <= number <= len(base.measures) and turn.intent in ("pick", "followup", "inform", "nlu_fallback"):
        aspects = tuple(turn.every("aspect"))
        return replace(base, chosen=base.measures[number - 1], aspects=aspects, follow_up=True)
    only = turn.intent in ("pick", "followup") and thin(turn) and not turn.every("topic")
    return replace(base, beyond=number) if only and turn.first("ordinal") and number > len(base.measures) else None


def _continues(old: Focus, turn: Turn, answered: bool) -> bool:
    if old.kind == "none" or turn.first("doc") or (old.doc and turn.first("measure_number")):
        return False
    topics = set(turn.every("topic"))
    if answered and (not topics or topics <= set(old.intents)):
        return True
    if turn.intent in CONTINUING or (turn.intent == "nlu_fallback" and thin(turn)):
        return not topics or topics <= set(old.intents)
    return thin(turn) and (turn.intent in old.intents or (bool(turn.every("aspect")) and not topics))


def _follow(base: Focus, turn: Turn) -> Focus:
    aspects = tuple(turn.every("aspect"))
    text, chosen = base.text, base.chosen
    if not thin(turn) and turn.intent in ("followup", "pick", "nlu_fallback", "correct", "inform"):
        text, chosen = f"{turn.text} {base.text}"[:300], None
    moved = turn.first("district") or turn.first("year") or turn.first("doc")
    named = [i for i in turn.every("topic") if i in base.intents]
    if named and len(base.intents) > len(named):
        base, text = _narrowed(base, named), turn.text
    said = f"{turn.text}。{base.said}"[:SAID] if any(c.isdigit() for c in turn.text) else base.said
    return replace(
        base,
        text=text,
        said=said,
        aspects=aspects or (base.aspects if moved or turn.intent in ("inform", "correct") else ()),
        year=turn.first("year") or base.year,
        departments=tuple(turn.every("department")),
        chosen=None if moved else chosen,
        follow_up=bool(aspects) and not moved,
    )


def _narrowed(base: Focus, named: list[str]) -> Focus:
    """Of several topics talked about only those named now."""
    return replace(base, intents=tuple(named), parts=(), chosen=None)


def _figures(turn: Turn) -> bool:
    return turn.first("employees") is not None or turn.first("revenue_wan") is not None


def _fresh(base: Focus, turn: Turn) -> Focus:
    kind = {"overview": "overview", "size_question": "size"}.get(turn.intent, "policy")
    parts = tuple((a.intent, a.clause) for a in asked(turn.text)) if kind == "policy" else ()
    named = [i for i in turn.every("topic") if i in POLICY_INTENTS]
    sure = turn.intent in POLICY_INTENTS and turn.confidence >= CERTAIN
    intents = [turn.intent] if turn.intent in POLICY_INTENTS else []
    intents = list(dict.fromkeys([*(named if not sure else []), *intents, *named, *(p[0] for p in parts if p[0])]))[
        :MOST_TOPICS
    ]
    aside = not named and len(turn.text) <= SHORT and base.kind == "policy"
    if aside:
        intents = list(dict.fromkeys([*intents, *base.intents[:1]]))
    place = turn.first("district")
    named_document = bool(
        turn.first("doc")
        or (base.doc and turn.first("measure_number"))
        or turn.first("contact")
        or (place and {"source", "validity"} & set(turn.every("aspect")))
    )
    if kind == "policy" and not intents:
        if turn.first("landlord"):
            intents = ["rent_relief"]
        elif turn.intent in ("inform", "correct") and turn.first("sector") and _figures(turn):
            kind = "size"
        elif thin(turn) and not named_document:
            kind = "none"
    return Focus(
        kind=kind,
        text=turn.text,
        intents=tuple(intents),
        parts=parts if len(parts) > 1 else (),
        aspects=tuple(turn.every("aspect")),
        year=turn.first("year"),
        contact=turn.first("contact"),
        doc=turn.first("doc") or (base.doc if turn.first("measure_number") else None),
        number=turn.first("measure_number"),
        departments=tuple(turn.every("department")),
        skipped=tuple(s for s in base.skipped if s != "topic"),
        near=base.measures if aside else (),
        sure=sure or bool(named) or named_document,
        loose=turn.intent in OPEN_ENDED and turn.confidence >= LIKELY,
        faint=turn.confidence < FAINT,
        whole=bool(turn.first("doc")) and not turn.first("measure_number") and thin(turn),
    )
