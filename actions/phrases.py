"""Fixed Chinese sentences: questions, buttons, small talk."""

from __future__ import annotations

from datetime import date
from typing import Any

HOTLINE = "请拨12345（24小时人工客服）问工作人员确认。"
OUT_OF_SCOPE = "抱歉，这件事不在我的范围里，我回答不了。我只管北京市和东城、西城的惠企政策：房租、社保、税、贷款这些。"
SIZE_NOTE = "企业划型看行业、从业人员、营业收入（有的行业看资产总额），依据《中小企业划型标准规定》（工信部联企业〔2011〕300号）。告诉我行业、人数和去年营业收入，我来算。"


def all_ended(today: date) -> str:
    """Said once below measures that have all ended."""
    return (
        f"以上措施到今天（{today.year}年{today.month}月{today.day}日）都已结束，不能再按它申请，写出来供您参考。"
        f"现在有没有新政策，请问上面的承办部门或拨12345（24小时人工客服）确认。"
    )


STARTERS = ("房租能减吗", "社保能缓缴吗", "税能缓缴吗", "贷款还不上了", "转人工")
FOLLOW_UPS = {"contact": "联系电话", "materials": "要什么材料", "process": "怎么办理", "eligibility": "我符合吗"}

ASK: dict[str, str] = {
    "topic": "请问您想问哪件事？",
    "district": "请问您的店或公司在哪个区？",
    "size": "请问企业规模是哪一种？也可以直接说行业、人数和去年营业收入，我来算。",
    "sector": "请问您做的是哪一行？",
    "employees": "请问一共多少人上班？",
    "revenue_wan": "请问去年营业收入大约多少万元？",
    "assets_wan": "请问资产总额大约多少万元？",
    "landlord": "请问房子是谁家的（房东是谁）？",
    "role": "请问您是租房的一方，还是出租、运营的一方？",
    "premises_use": "请问租的房子是开门营业用，还是办公用？",
    "building_type": "请问房子在哪类地方？",
    "taxpayer_kind": "请问税务上是定期定额户（双定户）吗？",
    "hightech": "请问您是高新技术企业吗？",
    "layoffs": "请问疫情期间裁过员吗？",
    "insured": "请问给员工交社保了吗？",
}

BUTTONS: dict[tuple[str, Any], str] = {
    ("district", "东城"): "东城",
    ("district", "西城"): "西城",
    ("size", "微型"): "微型企业",
    ("size", "小型"): "小型企业",
    ("size", "中型"): "中型企业",
    ("size", "大型"): "大型企业",
    ("landlord", "区属国企"): "区属国企",
    ("landlord", "其他国有"): "其他国有单位",
    ("landlord", "集体"): "集体企业",
    ("landlord", "非国有"): "私人或民营",
    ("role", "承租方"): "我是租户",
    ("role", "业主或运营方"): "我是业主方",
    ("premises_use", "经营"): "门店经营",
    ("premises_use", "办公"): "办公用房",
    ("taxpayer_kind", "定期定额"): "是双定户",
    ("taxpayer_kind", "一般"): "不是",
    ("hightech", True): "是高新技术企业",
    ("hightech", False): "不是",
    ("layoffs", False): "没裁员",
    ("layoffs", True): "裁过",
    ("insured", True): "参保了",
    ("insured", False): "没有",
}

TALK: dict[str, str] = {
    "greet": "您好！我是惠企小助手，帮东城、西城的小店和企业查惠企政策。直接说要办的事就行，比如：房租能减吗、社保能缓缴吗、税能缓吗、贷款还不上了。",
    "goodbye": "好的，随时再来问。祝您生意兴隆，再见！",
    "thanks": "不客气，还有需要随时问我。",
    "bot_challenge": "我是惠企，一个自动应答的政策助手，不是真人。内容都来自政府文件，最后以承办部门为准；想找真人请说“转人工”或拨12345。",
    "ask_capabilities": "我能查北京市和东城、西城给企业的政策：房租减免、社保缓缴和返还、税费缓缴和退税、贷款贴息续贷、融资担保，还有补贴、用工、水电气、审批等。会告诉您给什么、符不符合、怎么办、到什么时候、找谁。请问想了解哪一项？",
}
