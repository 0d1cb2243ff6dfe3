"""The kinds of ticket and the short form of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.desk.errors import BadInput
from bot.desk.fields import Field

ADVICE, FINANCE, COMPLAINT, VISIT = "政策咨询", "融资需求登记", "诉求/投诉", "预约帮代办"
GUARANTEES = ("信用（无抵押）", "房产抵押", "设备或存货抵质押", "应收账款质押", "担保公司担保", "个人保证", "还没想好")
DISTRICTS = ("东城", "西城", "北京")

_ENTERPRISE = Field("enterprise", "企业名称", most=80, help="可以不填")
_DISTRICT = Field("district", "所在区", "choice", choices=DISTRICTS)
_NAME = Field("contact_name", "联系人怎么称呼", most=30)
_PHONE = Field("phone", "联系电话", "phone", help="只用来回复这件事")


@dataclass(frozen=True, slots=True)
class Form:
    """The short form of one kind. ``subject``: the field whose words say what the ticket is about."""

    kind: str
    subject: str
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field:
        """The field of that name. Raises ``KeyError``."""
        return next(f for f in self.fields if f.name == name)


_FORMS = {
    form.kind: form
    for form in (
        Form(
            ADVICE,
            "question",
            (
                Field("question", "想问什么", "long", required=True, least=2, most=2000),
                _DISTRICT,
                _ENTERPRISE,
                _NAME,
                _PHONE,
            ),
        ),
        Form(
            FINANCE,
            "use",
            (
                Field("amount_wan", "需要多少钱（万元）", "number", required=True, least=0.1, most=1_000_000),
                Field("use", "用来做什么", required=True, least=2, most=200, help="例如进货、发工资、买设备"),
                Field("term_months", "用多久（月）", "whole", required=True, least=1, most=360),
                Field("guarantee", "能提供什么担保", "choice", required=True, choices=GUARANTEES),
                _DISTRICT,
                _ENTERPRISE,
                _NAME,
                _PHONE,
            ),
        ),
        Form(
            COMPLAINT,
            "what",
            (
                Field("what", "发生了什么", "long", required=True, least=4, most=2000),
                Field("about", "涉及哪个单位", most=80),
                Field("on", "哪天发生的", "date"),
                Field("wish", "希望怎么解决", "long", most=500),
                _DISTRICT,
                _ENTERPRISE,
                _NAME,
                _PHONE,
            ),
        ),
        Form(
            VISIT,
            "matter",
            (
                Field("matter", "要办什么事", required=True, least=2, most=200),
                Field("on", "哪天方便", "date", required=True, ahead=True),
                Field("half", "上午还是下午", "choice", required=True, choices=("上午", "下午")),
                Field("district", "在哪个区办", "choice", required=True, choices=DISTRICTS),
                _ENTERPRISE,
                Field("contact_name", "联系人怎么称呼", required=True, most=30),
                Field("phone", "联系电话", "phone", required=True, help="只用来确认预约"),
            ),
        ),
    )
}
KINDS = tuple(_FORMS)


def form_of(kind: str) -> Form:
    """The form of a kind. Raises :class:`BadInput` for a kind that does not exist."""
    try:
        return _FORMS[kind]
    except KeyError:
        raise BadInput({"kind": f"工单类型只有：{'、'.join(KINDS)}。"}) from None


def check(kind: str, values: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The form's values as they are kept, empty ones left out. Raises :class:`BadInput` with every fault."""
    read, faults = _read(form_of(kind), values, today)
    if faults:
        raise BadInput(faults)
    return read


def usable(kind: str, values: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Those values that can be kept, as for a form filled by the conversation; what is missing stays missing."""
    return _read(form_of(kind), values, today)[0]


def missing(kind: str, values: Mapping[str, Any]) -> list[Field]:
    """Required fields that have no value yet."""
    return [f for f in form_of(kind).fields if f.required and f.name not in values]


def subject(kind: str, values: Mapping[str, Any], otherwise: str = "") -> str:
    """One line that says what a ticket is about."""
    said = str(values.get(form_of(kind).subject) or otherwise or kind)
    if kind == FINANCE and values.get("amount_wan"):
        said = f"融资{values['amount_wan']:g}万元：{said}"
    line = " ".join(said.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def _read(form: Form, values: Mapping[str, Any], today: date) -> tuple[dict[str, Any], dict[str, str]]:
    kept: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for field in form.fields:
        try:
            value = field.read(values.get(field.name), today)
        except ValueError as fault:
            faults[field.name] = str(fault)
            continue
        if value is not None:
            kept[field.name] = value
    return kept, faults
