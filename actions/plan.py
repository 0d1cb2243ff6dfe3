"""From the focus and the profile to what will be said: judged measures, and perhaps one question back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from actions import sizing
from actions.focus import Focus
from actions.planned import Plan
from knowledge import clarify
from knowledge.clarify import Clarification
from knowledge.consult import Finding, Question
from knowledge.eligibility import Verdict, judge
from knowledge.estimate_request import estimate_for_question
from knowledge.profile import Profile
from knowledge.service import KnowledgeService
from knowledge.suggest import nearest_questions
from knowledge.together import estimates_from
from nlu.topics import intent_topics

MOST_QUESTIONS = 3
SHOWN = 3
CLOSE = 0.62
# How much of a question the store must know before it is answered; more when nothing says that it is one.
GROUNDED, CONTEXT_FREE, HARDLY_HEARD = 0.3, 0.5, 0.45
FACTUAL = frozenset({"contact", "materials", "process", "deadline", "validity", "source", "address"})
_TOPIC_BUTTONS = ("rent_relief", "social_insurance", "tax_deferral", "loan", "guarantee", "subsidy")


def make(focus: Focus, profile: Profile, knowledge: KnowledgeService, as_of: date) -> Plan:
    """What the focus leads to; deterministic for a given store, profile and day."""
    plan = _route(focus, profile, knowledge, as_of)
    if plan.kind != "answer":
        return plan
    figures = f"{focus.said}{focus.text}"
    estimates = tuple(estimate_for_question(v.measure, figures, profile, as_of) for v in plan.verdicts)
    referrals = tuple(knowledge.referral(v.measure) for v in plan.verdicts)
    plan, by_profile = replace(plan, estimates=estimates, referrals=referrals), estimates_from(profile)
    beside = knowledge.beside(plan.verdicts, profile, lambda v: plan.estimate_of(v) or by_profile(v))
    return replace(plan, beside=beside)


def _route(focus: Focus, profile: Profile, knowledge: KnowledgeService, as_of: date) -> Plan:
    if focus.beyond or focus.kind == "elsewhere":
        return Plan("beyond" if focus.beyond else "elsewhere")
    if focus.kind == "size":
        return sizing.plan(focus, profile)
    if focus.kind == "overview":
        return _overview(focus, profile, knowledge, as_of)
    if focus.kind == "none":
        return Plan("topic", ask=_ask_topic(focus))
    return _named(focus, profile, knowledge, as_of) or _policy(focus, profile, knowledge, as_of)


def _ask_topic(focus: Focus) -> Clarification | None:
    if "topic" in focus.skipped:
        return None
    labels = tuple(intent_topics()[i]["label"] for i in _TOPIC_BUTTONS)
    return Clarification("topic", labels, "不同的事由不同的部门管")


def _question(focus: Focus, profile: Profile, text: str | None = None, intent: str | None = None) -> Question:
    topics = focus.topics if intent is None else _topics_of(intent)
    return Question(
        text=text or focus.text,
        topics=topics,
        profile=profile,
        year=focus.year,
        doc=focus.doc,
        number=focus.number,
        near=focus.near,
    )


def _topics_of(intent: str) -> tuple[str, ...]:
    return tuple(intent_topics()[intent]["topics"]) if intent else ()  # type: ignore[arg-type]


def _document(focus: Focus, profile: Profile, knowledge: KnowledgeService, as_of: date) -> Plan:
    """A document named without saying what about it: its measures in order."""
    of_it = [m for m in knowledge.measures if m.doc == focus.doc][focus.offset : focus.offset + SHOWN]
    return Plan("answer" if of_it else "none", tuple(judge(m, profile, as_of) for m in of_it))


def _named(focus: Focus, profile: Profile, knowledge: KnowledgeService, as_of: date) -> Plan | None:
    """The measure that was picked, those of a person or number, or a document's in order; None when none was named."""
    if focus.chosen:
        return Plan("answer", (knowledge.judge(focus.chosen, profile, as_of),))
    if focus.contact and not focus.doc and not focus.parts:
        return _contact(focus, focus.contact, profile, knowledge, as_of)
    return _document(focus, profile, knowledge, as_of) if focus.whole else None


def _contact(focus: Focus, who: str, profile: Profile, knowledge: KnowledgeService, as_of: date) -> Plan:
    """The measures a person or a number stands for; those whose words are nearest to the question first.

    Two districts may have people of the same name: the own district's are meant.
    """
    found = knowledge.of_contact(who)
    near_by = [m for m in found if m.district in (profile.district, "北京")] or found
    theirs = {m.id: judge(m, profile, as_of) for m in near_by}
    near = [v.measure.id for v in knowledge.find(_question(focus, profile), as_of).verdicts]
    ranked = [theirs[i] for i in [*(i for i in near if i in theirs), *(i for i in theirs if i not in near)]]
    verdicts = tuple(ranked[focus.offset : focus.offset + SHOWN])
    return Plan("answer" if verdicts else "none", verdicts)


def _policy(focus: Focus, profile: Profile, knowledge: KnowledgeService, as_of: date) -> Plan:
    findings = [knowledge.find(_question(focus, profile, clause, intent), as_of) for intent, clause in focus.parts] or [
        knowledge.find(_question(focus, profile), as_of)
    ]
    findings = [f for f in findings if f.verdicts]
    if not findings:
        return Plan("unclear")
    nearest = nearest_questions(focus.text, [m for f in findings for m in f.measures])
    grounding = max(f.grounding for f in findings)
    if not focus.sure and grounding < _needed(focus):
        return Plan("topic", ask=_ask_topic(focus)) if focus.loose else Plan("unclear", nearest=nearest)
    open_place = profile.district is None and not focus.doc and any(_differs(f) for f in findings)
    ranked = _one_per_district(findings[0]) if open_place and len(findings) == 1 else _merge(findings)
    verdicts = ranked[focus.offset : focus.offset + SHOWN]
    if not verdicts:
        return Plan("none")
    if open_place:
        asks = not focus.offset and "district" not in focus.skipped
        return Plan(
            "answer", verdicts, clarify.ask_district([m for f in findings for m in f.measures]) if asks else None
        )
    return Plan("answer", verdicts, _ask(focus, verdicts, profile, as_of))


def _needed(focus: Focus) -> float:
    """The share of the question's words that the store has to know."""
    if focus.loose and not focus.intents:
        return CONTEXT_FREE
    return HARDLY_HEARD if focus.faint else GROUNDED


def _ask(focus: Focus, verdicts: Sequence[Verdict], profile: Profile, as_of: date) -> Clarification | None:
    if focus.questions >= MOST_QUESTIONS or set(focus.aspects) & FACTUAL or focus.offset or not focus.intents:
        return None
    return clarify.next_question([v.measure for v in verdicts], profile, as_of, focus.skipped, limit=1)


def _merge(findings: Sequence[Finding]) -> tuple[Verdict, ...]:
    """The findings' verdicts in turn (best of each first), each measure once."""
    merged: dict[str, Verdict] = {}
    for rank in range(max(len(f.verdicts) for f in findings)):
        for finding in findings:
            if rank < len(finding.verdicts):
                verdict = finding.verdicts[rank]
                merged.setdefault(verdict.measure.id, verdict)
    return tuple(merged.values())


def _differs(finding: Finding) -> bool:
    """True when measures of both districts answer the question about equally well."""
    top = finding.scores[0]
    near = {
        v.measure.district
        for v, s in zip(finding.verdicts, finding.scores, strict=True)
        if s >= CLOSE * top and v.ruling != "not_eligible"
    }
    return {"东城", "西城"} <= near


def _one_per_district(finding: Finding) -> tuple[Verdict, ...]:
    """The best measure of each district, then of the city, then the rest."""
    first: dict[str, Verdict] = {}
    for verdict in finding.verdicts:
        first.setdefault(verdict.measure.district, verdict)
    ours = [v for d, v in first.items() if d != "北京"] + [v for d, v in first.items() if d == "北京"]
    rest = [v for v in finding.verdicts if v not in ours]
    return (*ours, *rest)


def _overview(focus: Focus, profile: Profile, knowledge: KnowledgeService, as_of: date) -> Plan:
    """Best measure for each of the mission's topics, for the place and enterprise as far as known."""
    if profile.district is None and "district" not in focus.skipped:
        return Plan("overview", ask=Clarification("district", ("东城", "西城"), "各区的规定不一样"))
    best: list[Verdict] = []
    for topic, words in (
        ("rent", "房租租金减免"),
        ("social_insurance", "社会保险费缓缴"),
        ("tax", "延期缴纳税款 退税"),
        ("loan", "贷款贴息续贷"),
    ):
        question = Question(text=f"{words} {profile.sector or ''}", topics=(topic,), profile=profile)
        found = knowledge.find(question, as_of, limit=5)
        best += [v for v in found.verdicts if topic in v.measure.content.topics and v not in best][:1]
    return Plan("overview", tuple(best))
