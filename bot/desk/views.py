"""What the services give to pages and programs: plain, immutable, without a database behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.desk.states import State, StepName


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a transcript.

    Attributes:
        id: Grows with time; pages ask for what came after one.
        who: ``citizen``, ``assistant``, ``operator`` or ``system``.
        name: Of the operator; else empty.
        text: Empty once its time of keeping is over.
        type: Of an assistant's line: answer, clarify, handoff, smalltalk, out_of_scope; else empty.
        measures: Of an answer: ``{"id","doc","number","title","verdict","expired"}``, best first.
    """

    id: int
    at: datetime
    who: str
    name: str
    text: str
    type: str = ""
    topic: str = ""
    measures: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Packet:
    """What a hand-off carries: the conversation so far, for the person who takes it.

    Attributes:
        question: What it is about, in the citizen's words.
        profile: What the citizen has told, by slot name of ``knowledge.profile.Profile``.
        verdicts: ``{"id","source","title","verdict","expired"}`` of the measures shown.
        clauses: Sources quoted so far, e.g. 东政办发〔2020〕3号第4条.
        not_understood: The citizen's sentences the assistant could not answer.
        transcript: ``(who, text)``, oldest first, as it stood at the hand-off.
    """

    question: str = ""
    profile: Mapping[str, Any] = field(default_factory=dict)
    verdicts: tuple[Mapping[str, Any], ...] = ()
    clauses: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()
    transcript: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TicketSummary:
    """A ticket in a list.

    Attributes:
        number: What everyone quotes.
        owner: Name of who took it first (首问负责); empty while nobody has.
        handler: Name of who works on it now; the owner unless it was assigned.
        subject: One line of what it is about.
        due_at: When the first answer is due.
        overdue: The first answer is late: not given, or given after ``due_at``.
        level: 1 operator, 2 supervisor, 3 duty leader.
        unread: The citizen's messages that no operator has looked at.
        live: A person has the conversation; the assistant is silent.
        calendar_known: False when the calendar of a year was not known and weekends were taken instead.
        version: Hand it back with a change; a change made meanwhile by another is then noticed.
    """

    number: str
    kind: str
    state: State
    subject: str
    channel: str
    district: str
    topic: str
    owner: str
    handler: str
    department: str
    created_at: datetime
    updated_at: datetime
    due_at: datetime
    first_answer_at: datetime | None
    closed_at: datetime | None
    overdue: bool
    level: int
    unread: int
    live: bool
    complex: bool
    merged_into: str
    stars: int | None
    calendar_known: bool
    version: int


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change: who, when, what. ``label`` is the Chinese of ``action``."""

    id: int
    at: datetime
    who: str
    role: str
    action: str
    label: str
    text: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where a ticket could go: a department and a contact, from the measure it is about."""

    department: str
    contact: str
    phones: tuple[str, ...]
    office: str
    duty: str
    measure: str
    source: str


@dataclass(frozen=True, slots=True)
class Match:
    """A measure that fits a financing request. ``group``: 贷款, 担保 or 贴息."""

    measure: str
    title: str
    source: str
    group: str
    ruling: str
    expired: bool
    contacts: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class StepView:
    """A step this person may take now."""

    name: StepName
    label: str
    target: State
    needs_text: bool


@dataclass(frozen=True, slots=True)
class TicketView:
    """A ticket with everything an operator sees.

    Attributes:
        form: Values of the kind's short form by field name; see :mod:`bot.desk.forms`.
        mine: The person looking owns or handles it.
        recipients: How many citizens a reply reaches: the ticket's own and those of merged ones.
        merged: Numbers of the tickets merged into this one.
        steps: What the person looking may do now.
    """

    summary: TicketSummary
    form: Mapping[str, Any]
    packet: Packet
    transcript: tuple[Line, ...]
    history: tuple[HistoryEntry, ...]
    proposals: tuple[Proposal, ...]
    matches: tuple[Match, ...]
    steps: tuple[StepView, ...]
    merged: tuple[str, ...]
    recipients: int
    mine: bool
    contact: str = ""
    rating_words: str = ""


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Which tickets; empty fields do not limit.

    Attributes:
        state: One state, or ``open`` / ``finished``.
        mine: Username: owned or handled by this person.
        unowned: Only those nobody has taken.
        overdue: Only those whose first answer is late and not given.
        text: Part of the number, the subject or a form's text.
        since, until: Days of creation in Beijing, both included.
    """

    state: str = ""
    kind: str = ""
    mine: str = ""
    unowned: bool = False
    overdue: bool = False
    district: str = ""
    channel: str = ""
    level: int = 0
    text: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class TicketPage:
    """One page of a list, those due first on top."""

    total: int
    page: int
    size: int
    items: tuple[TicketSummary, ...]


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened to a ticket, for lists that refresh themselves; ``id`` is where to go on."""

    id: int
    number: str
    at: datetime
    action: str
    label: str
    who: str
