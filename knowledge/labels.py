"""What is known of an enterprise, in words: names of the facts of a profile, and their values."""

from __future__ import annotations

from datetime import date
from typing import Any

from knowledge.profile import Profile

LABELS = {
    "district": "所在区",
    "size": "企业规模",
    "size_group": "规模说法",
    "sector": "行业",
    "employees": "从业人数",
    "revenue_wan": "年营业收入（万元）",
    "assets_wan": "资产总额（万元）",
    "role": "哪一方",
    "landlord": "房子是谁的",
    "premises_use": "房子做什么用",
    "building_type": "哪类房子",
    "registered_in": "注册地",
    "taxpayer_kind": "纳税方式",
    "insured": "参加了社保",
    "affected": "受疫情影响、经营困难",
    "layoffs": "裁过员",
    "hightech": "高新技术企业",
    "epidemic_supplies": "生产防疫物资",
    "founded_years": "成立几年",
    "rd_spend_wan": "一年研发投入（万元）",
    "loan_wan": "贷款额（万元）",
    "loan_term_months": "贷款几个月",
    "loan_granted": "放款日期",
    "park": "园区",
    "recognition": "认定",
    "hires": "招什么人",
}


def told(profile: Profile) -> list[str]:
    """What is known, one fact an item: 所在区：东城, 从业人数：8, 裁过员：否."""
    known = profile.model_dump(exclude_none=True)
    return [f"{LABELS[name]}：{_said(value)}" for name, value in known.items()]


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.10g}"
    return value.isoformat() if isinstance(value, date) else str(value)
