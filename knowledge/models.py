"""Typed shapes of a policy document as it stands in ``knowledge/measures/*.yml``.

Everything read from a file passes through :class:`PolicyFile`; a broken file is
refused with the place of the fault (see :mod:`knowledge.files`).

Units: money in 元 (``Decimal``), turnover and assets in 万元, percentages as
plain numbers (30 means 30 %), lengths of time in months unless the name says
otherwise, dates ISO 8601.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_serializer,
    field_validator,
    model_validator,
)

from knowledge.formulas import AnyFormula
from knowledge.naming import BenefitNames, Names

Topic = Literal[
    "rent", "tax", "social_insurance", "loan", "guarantee", "subsidy", "fees", "procurement",
    "employment", "utilities", "approval", "epidemic", "legal", "medical", "finance_market",
    "talent_housing", "investment", "consumption", "safety", "other",
]  # fmt: skip
District = Literal["东城", "西城", "北京"]
Size = Literal["微型", "小型", "中型", "大型", "个体工商户"]
BenefitKind = Literal[
    "waiver", "reduction", "deferral", "subsidy", "reward", "refund", "interest_subsidy",
    "fee_subsidy", "matching", "loan_service", "guarantee_service", "service", "green_channel",
    "preference", "insurance", "extension", "other",
]  # fmt: skip
Slot = Literal[
    "size", "sector", "role", "landlord", "premises_use", "building_type", "registered_in",
    "taxpayer_kind", "insured", "employees", "revenue_wan", "founded_years", "rd_spend_wan",
    "hightech", "park", "loan_wan", "loan_term_months", "loan_granted", "layoffs", "affected",
    "epidemic_supplies", "recognition", "hires", "other_condition",
]  # fmt: skip
ExclusionKind = Literal["levels", "same_matter", "earlier_document"]
Op = Literal["in", "ge", "gt", "le", "lt", "between", "is"]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=128)]
Key = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[\w-]{1,40}$")]

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PHONE = re.compile(r"(?:\d{8}(?:-\d{1,6})?|1\d{10}|0\d{2,3}-\d{7,8}|1\d{4}|\d{9})")


class Strict(BaseModel):
    """Base of every file model: unknown keys are errors, values are immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Contact(Strict):
    """One person or desk to call for a measure, as the document names it."""

    name: Name | None = None
    phones: tuple[Text, ...] = ()
    email: Line | None = None
    department: Name
    office: Name | None = None
    duty: Text | None = None

    @field_validator("phones")
    @classmethod
    def _digits(cls, phones: tuple[str, ...]) -> tuple[str, ...]:
        for phone in phones:
            if not _PHONE.fullmatch(phone):
                raise ValueError(f"电话写法不对：{phone}（应为 8 位固话、可带“-分机”，或 11 位手机）")
        return phones


class Benefit(Strict):
    """What the measure gives. ``text`` is complete on its own; figures are typed beside it.

    ``formula`` says how an amount is worked out, where the document states it; ``applies_to`` are the names by which
    conditions refer to the benefit: meeting the conditions of one of them is enough. ``outside_scope``: the clause
    gives it to others than those the document's own conditions describe, such as landlords, so they do not bind it.
    """

    kind: BenefitKind
    text: Text
    for_whom: Text | None = None
    percent_min: Decimal | None = None
    percent_max: Decimal | None = None
    percent_of: Text | None = None
    months: int | None = None
    amount_yuan: Decimal | None = None
    cap_yuan: Decimal | None = None
    until: date | None = None
    formula: AnyFormula | None = None
    applies_to: tuple[Text, ...] = ()
    outside_scope: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """What the conditions call it; empty when none is about it alone."""
        return self.applies_to or (self.formula.applies_to if self.formula else ())


def _day_or_same(value: Any) -> Any:
    if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"没有这一天：{value}") from None


def _plain_number(value: Any) -> Any:
    if not isinstance(value, Decimal):
        return value.isoformat() if isinstance(value, date) else value
    return int(value) if value == value.to_integral_value() else float(value)


class Condition(Strict):
    """One requirement. ``text`` is what a person reads; ``slot op value`` is what code compares.

    ``applies_to`` names the benefits it is about; without names it is about the whole measure. A value keeps its
    kind through JSON: 2022-01-31 is a day there too, and 0.5 a number.
    """

    slot: Slot
    op: Op
    value: bool | int | Decimal | str | date | tuple[str | int | Decimal | date, ...]
    text: Text
    applies_to: BenefitNames = Names()

    @field_validator("value", mode="before")
    @classmethod
    def _days(cls, value: Any) -> Any:
        return [_day_or_same(v) for v in value] if isinstance(value, list | tuple) else _day_or_same(value)

    @field_serializer("value", when_used="json")
    def _json(self, value: Any) -> Any:
        return [_plain_number(v) for v in value] if isinstance(value, tuple) else _plain_number(value)

    @model_validator(mode="after")
    def _value_fits_op(self) -> Condition:
        if self.op in ("in", "between") and not isinstance(self.value, tuple):
            raise ValueError(f"条件“{self.text}”的 {self.op} 需要一个列表")
        if self.op == "between" and len(self.value) != 2:  # type: ignore[arg-type]
            raise ValueError(f"条件“{self.text}”的 between 需要正好两个值")
        return self


class DocumentCondition(Condition):
    """A requirement for everything in the document, and where the document says so, e.g. 附则."""

    clause: Text


class Step(Strict):
    """One step of the procedure, optionally under a variant such as 网上办理."""

    text: Text
    variant: Text | None = None


class Address(Strict):
    """A place to go or to post to."""

    text: Text
    postcode: Text | None = None


class MeasureFile(Strict):
    """One measure of a document. ``number`` is null where the source has lost it."""

    number: int | None
    key: Key | None = None
    section: Text
    title: Text
    summary: Text
    topics: tuple[Topic, ...] = Field(min_length=1)
    departments: tuple[Text, ...]
    contacts: tuple[Contact, ...] = ()
    no_contact_reason: Text | None = None
    benefits: tuple[Benefit, ...] = Field(min_length=1)
    conditions: tuple[Condition, ...] = ()
    steps: tuple[Step, ...] = ()
    materials: tuple[Text, ...] = ()
    addresses: tuple[Address, ...] = ()
    urls: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    keywords: tuple[Text, ...] = ()
    questions: tuple[Text, ...] = ()
    issues: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> MeasureFile:
        if self.number is None and self.key is None:
            raise ValueError("没有编号的措施要写 key")
        if not self.contacts and not self.no_contact_reason:
            raise ValueError("没有联系人的措施要写 no_contact_reason，说明原因")
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError(f"valid_to {self.valid_to} 早于 valid_from {self.valid_from}")
        return self

    @property
    def slug(self) -> str:
        """The measure's part of its id: the number, or the key where the number is lost."""
        return str(self.number) if self.number is not None else str(self.key)


class Ended(Strict):
    """Why and since which day a document without an end date is over."""

    since: date
    reason: Text


class Exclusion(Strict):
    """A rule of the document against receiving two supports at once.

    Attributes:
        kind: ``levels``: not from the district and the city; ``same_matter``: not twice for one matter;
            ``earlier_document``: not after using ``with_doc``. None is shown to people and not worked with.
        measures: The measures it is about; empty means all of them, without those in ``except_measures``.
        topics: The matters in which code looks for a second support; empty means any.
        same_district: Only supports of the same district count as a second one.
    """

    text: Text
    kind: ExclusionKind | None = None
    with_doc: Text | None = None
    clause: Text | None = None
    measures: tuple[int, ...] = ()
    except_measures: tuple[int, ...] = ()
    topics: tuple[Topic, ...] = ()
    same_district: bool = False

    @model_validator(mode="after")
    def _names_the_document(self) -> Exclusion:
        if self.kind == "earlier_document" and not self.with_doc:
            raise ValueError("kind 是 earlier_document 的要写 with_doc，说明是哪份文件")
        return self

    def concerns(self, number: int | None) -> bool:
        """Whether the rule is about the measure of that number."""
        return (not self.measures or number in self.measures) and number not in self.except_measures


class DocumentFile(Strict):
    """The document itself: 文号, title, issuer and term.

    ``applies_to`` is for people; ``conditions`` are judged for every measure (see :mod:`knowledge.binding`).
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=48)]
    doc: Name
    title: Text
    issuer: Line
    district: District
    published: date
    valid_from: date
    valid_to: date | None = None
    term: Text
    ended: Ended | None = None
    applies_to: Text | None = None
    conditions: tuple[DocumentCondition, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    source_url: Text | None = None
    issues: tuple[Text, ...] = ()


class PolicyFile(Strict):
    """One YAML file: a document and its measures."""

    document: DocumentFile
    measures: tuple[MeasureFile, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _numbers_once(self) -> PolicyFile:
        slugs = [m.slug for m in self.measures]
        twice = sorted({s for s in slugs if slugs.count(s) > 1})
        if twice:
            raise ValueError(f"编号重复：{'、'.join(twice)}")
        return self
