"""From what was said to a ticket's kind and its short form, as far as the words go."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from bot.desk.forms import ADVICE, COMPLAINT, FINANCE, VISIT, form_of, usable
from nlu.entities import extract
from nlu.normalize import normalize

_WANTS_MONEY = re.compile(
    r"融资需求|融资登记|(?:想|要|需要|打算|申请|能不能|能)(?:再|先|去)?(?:贷|借)(?:款|点|笔)?|贷得?到|缺(?:点|笔)?(?:资金|钱)"
)
_WANTS_HELP = re.compile(r"帮办|代办|上门|预约|陪同办|约个?时间")
_COMPLAINS = re.compile(r"投诉|举报|反映|没人(?:接|管|理)|态度(?:差|不好|恶劣)|推诿|踢皮球")
_USE = re.compile(
    r"(?:用于|用来|用作|拿来|拿去|打算|为了)(?P<a>[^,，。；;!！?？]{2,20})|(?P<b>进货|周转|发工资|交房租|装修|买设备|扩大经营|还旧贷)"
)
_TERM = re.compile(r"(?P<n>\d{1,3})(?:个)?(?P<unit>月|年)(?:期|以内)?")
_TERM_CUE = re.compile(r"期限|为期|用|借|贷|年期|月期")
_GUARANTEES = (
    (re.compile(r"没有?(?:抵押|担保)|无抵押|信用贷|凭信用"), "信用（无抵押）"),
    (re.compile(r"房(?:子|产|屋)?(?:做|作|来|去)?抵押|抵押房|拿房"), "房产抵押"),
    (re.compile(r"(?:设备|存货|机器|车)(?:做|作|来)?[抵质]押"), "设备或存货抵质押"),
    (re.compile(r"应收(?:账|帐)款"), "应收账款质押"),
    (re.compile(r"担保公司|融资担保|找担保"), "担保公司担保"),
    (re.compile(r"个人担保|个人保证|亲戚担保|找人担保"), "个人保证"),
)
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_CALLED = re.compile(r"(?:我姓|免贵姓)(?P<name>[\u4e00-\u9fff])")
_DAYS = {"大后天": 3, "后天": 2, "明天": 1, "今天": 0}
_ABOUT = re.compile(
    r"[东西]城区?[\u4e00-\u9fff]{1,8}(?:局|委|办|中心|街道|所)|[\u4e00-\u9fff]{2,8}(?:税务局|社保中心|街道办)"
)


def kind_of(said: Sequence[str], complaint: bool = False) -> str:
    """The kind a hand-off most likely is, from the citizen's sentences."""
    text = "。".join(normalize(s).text for s in said)
    if complaint or _COMPLAINS.search(text):
        return COMPLAINT
    if _WANTS_HELP.search(text):
        return VISIT
    return FINANCE if _WANTS_MONEY.search(text) else ADVICE


def prefill(kind: str, said: Sequence[str], question: str, profile: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Values of the kind's form that the conversation gives. What is said later counts."""
    sentences = [normalize(s).text for s in said]
    values: dict[str, Any] = {"district": profile.get("district"), **_person(said)}
    if kind == FINANCE:
        values |= _money(sentences, profile)
    elif kind == VISIT:
        values |= {"matter": question, **_when(sentences, today)}
    elif kind == COMPLAINT:
        values |= {"what": "\n".join(said[-5:]) or question, "about": _last(_ABOUT, sentences)}
    else:
        values["question"] = question
    longest = {field.name: int(field.most) for field in form_of(kind).fields}
    return usable(kind, {k: _cut(v, longest[k]) for k, v in values.items() if v is not None}, today)


def _cut(value: Any, longest: int) -> Any:
    """Words that are too long for the form lose their end; the transcript has the rest."""
    return value[:longest] if isinstance(value, str) else value


def _person(said: Sequence[str]) -> dict[str, Any]:
    text = "\n".join(said)
    phones, named = _MOBILE.findall(text), _CALLED.search(text)
    return {"phone": phones[-1] if phones else None, "contact_name": f"{named['name']}先生/女士" if named else None}


def _money(sentences: Sequence[str], profile: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {"amount_wan": profile.get("loan_wan"), "term_months": profile.get("loan_term_months")}
    for sentence in sentences:
        slots = {e.name: e.value for e in extract(sentence)}
        if (sum_ := slots.get("loan_wan", slots.get("amount_wan"))) is not None:
            values["amount_wan"] = sum_
        if _TERM_CUE.search(sentence) and (term := _TERM.search(sentence)):
            values["term_months"] = int(term["n"]) * (12 if term["unit"] == "年" else 1)
        if use := _USE.search(sentence):
            values["use"] = use["a"] or use["b"]
        for pattern, name in _GUARANTEES:
            if pattern.search(sentence):
                values["guarantee"] = name
                break
    return values


def _when(sentences: Sequence[str], today: date) -> dict[str, Any]:
    text = "。".join(sentences)
    day = next((today + timedelta(days=n) for word, n in _DAYS.items() if word in text), None)
    half = "上午" if "上午" in text else "下午" if "下午" in text else None
    return {"on": day.isoformat() if day else None, "half": half}


def _last(pattern: re.Pattern[str], sentences: Sequence[str]) -> str | None:
    found = [m.group() for s in sentences for m in pattern.finditer(s)]
    return found[-1] if found else None
