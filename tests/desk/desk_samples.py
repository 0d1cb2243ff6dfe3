"""Made-up measures, days and replies that the tests of the desk share."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from bot.desk.settings import DeskSettings
from knowledge.store.location import BEIJING

TODAY = date(2022, 6, 1)
# Monday before the Dragon Boat Festival (Friday 3 June 2022 is a holiday).
MONDAY = datetime(2022, 5, 30, 10, 0, tzinfo=BEIJING)
SAYER = "chat:abc"
SETTINGS = DeskSettings()
both_stores = pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)

MEASURES = """
document:
  id: dc-fin
  doc: 东测发〔2022〕3号
  title: 东城区测试金融措施
  issuer: 东城区测试办
  district: 东城
  published: 2022-01-10
  valid_from: 2022-01-10
  valid_to: 2022-12-31
  term: 有效期至2022年12月31日
measures:
  - number: 1
    section: 一、融资
    title: 小微企业经营贷款对接
    summary: 银行给小微企业发放经营贷款。
    topics: [loan]
    departments: [区测试金融办]
    contacts:
      - {name: 赵六, phones: ["64030011"], department: 区测试金融办, office: 融资科, duty: 贷款对接}
    benefits: [{kind: loan_service, text: 优先放款}]
    conditions:
      - {slot: size, op: in, value: [微型, 小型], text: 属于小型或微型企业}
    keywords: [贷款]
    questions: [贷款怎么办]
  - number: 2
    section: 一、融资
    title: 融资担保费补贴
    summary: 担保费给予补贴。
    topics: [guarantee]
    departments: [区测试金融办]
    contacts:
      - {name: 孙七, phones: ["64030012-3"], department: 区测试金融办, office: 担保科}
    benefits: [{kind: guarantee_service, text: 担保费减半}]
    keywords: [担保]
    questions: [担保费能补吗]
  - number: 3
    section: 二、减负
    title: 房租减免
    summary: 租国有房屋的减租。
    topics: [rent]
    departments: [区测试国资委]
    no_contact_reason: 原文未列联系人
    benefits: [{kind: waiver, text: 免三个月}]
    keywords: [房租]
    questions: [房租能减吗]
  - number: 4
    section: 一、融资
    title: 大型企业贷款贴息
    summary: 大型企业贷款利息补贴。
    topics: [loan]
    departments: [区测试金融办]
    no_contact_reason: 原文未列联系人
    benefits: [{kind: interest_subsidy, text: 贴息三成}]
    conditions:
      - {slot: size, op: in, value: [大型], text: 属于大型企业}
    keywords: [贴息]
    questions: [贴息怎么申请]
"""


def measure(id_: str = "dc-fin-1", number: int = 1, expired: bool = False, **more: Any) -> dict[str, Any]:
    """A measure of a reply's card."""
    shown = {"id": id_, "doc": "东测发〔2022〕3号", "number": number, "title": "小微企业经营贷款对接"}
    return {**shown, "district": "东城", "verdict": "needs_check", "expired": expired, **more}


def reply(text: str = "答复", type_: str = "answer", **custom: Any) -> dict[str, Any]:
    """A reply of the assistant in the shape of the REST channel."""
    card = {"type": type_, "topic": None, "aspect": None, "asks": None, "measures": [], **custom}
    return {"recipient_id": SAYER, "text": text, "custom": card}


QUESTION = {"question": "房租能减免吗，我在东城开饭馆"}
MONEY = {"amount_wan": "50", "use": "进货", "term_months": "12", "guarantee": "信用（无抵押）", "district": "东城"}
