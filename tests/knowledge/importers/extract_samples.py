"""Small invented documents for the extraction tests: nobody in them exists."""

from __future__ import annotations

import hashlib
import re

from knowledge.importers.draft import DraftDocument, DraftMeasure
from knowledge.importers.extract import extract
from knowledge.importers.source import SourceText

HEAD = """北京市东城区人民政府办公室关于支持小微企业渡过难关的若干措施

东政办发〔2031〕6号

各街道办事处，区政府各委、办、局，各区属机构：

为帮助小微企业渡过难关，制定本措施。
"""
TAIL = """
本措施自发布之日起施行，有效期至2031年12月31日。

北京市东城区人民政府办公室

2031年3月4日
"""
LABELLED = """
一、减轻负担

1.对承租区属国有房屋的小微企业，免收3个月房租，最高不超过20万元。（责任单位：区国资委、区财政局）

具体流程：

（1）企业向区国资委提出申请；

（2）区国资委审核后报区财政局备案。

联系人：周一鸣 联系电话：64010001、13800000001

邮 箱：rent@example.gov.cn

2.对小微企业贷款给予30%—50%的贴息。（责任单位：区金融办）

联系人：吴二南、郑三水

联系电话：65250000-8101 或 8102、84060000

邮 箱：loan@example.gov.cn
"""
RUN_ON = [
    "1.对承租国有房屋的小微企业减免三个月房租，由出租单位直接办理。",
    "出租单位为集体企业的参照办理房租减免。",
    "（责任单位：区国资委）联系方式：区国资委资产科，周一鸣，640100012.对小微企业的新增银行贷款给予一半的利息补贴。",
    "融资担保机构为小微企业贷款降低担保费率的，给予担保补助。",
    "（责任单位：区金融办）联系方式：区金融办发展科，吴二南，65250000-81013.对招用高校毕业生的用人单位给予社会保险补贴。",
    "招聘会和岗位信息在就业服务平台上发布。",
    "（责任单位：区人力社保局）联系方式：区人力社保局就业科，郑三水，640100034.推动食品经营许可和营业执照登记全程网上办理。",
    "许可证到期的有效期顺延六个月。",
    "（责任单位：区市场监管局）联系方式：区市场监管局登记科，王四平，640100045.对蔬菜和肉蛋等生活必需品加强供应保障。",
    "建立商超和菜市场的日常监测补货机制。",
    "（责任单位：区商务局）联系方式：区商务局流通科，冯五福，640100056.组织中小企业参加政府采购并降低投标保证金。",
    "采购项目预留份额专门面向中小企业。",
    "（责任单位：区财政局）联系方式：区财政局采购科，陈六合，640100067.为企业提供免费的法律咨询和公证服务。",
    "律师志愿者团队定期走进园区。",
    "（责任单位：区司法局）联系方式：区司法局律师科，褚七星，640100078.推进老旧小区改造和5G基站等重点工程投资。",
    "重点工程项目优先安排固定资产投资资金。",
    "（责任单位：区发展改革委）联系方式：区发展改革委投资科，卫八方，64010008本措施自发布之日起施行，有效期至2031年12月31日。",
]
MIXED_HEAD = "北京市东城区人民政府关于纾困的若干措施发布日期:2031-03-04东政发〔2031〕9号各街道办事处，区政府各委、办、局：现印发给你们，请认真贯彻执行。"


def source(text: str, name: str = "样例.txt") -> SourceText:
    """A source as the readers hand it over."""
    return SourceText(name, "txt", text, hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(), ())


def documents(text: str) -> list[DraftDocument]:
    """The documents found; titles of other documents are not known."""
    return extract(source(text), titles={})


def measures(text: str) -> dict[str, DraftMeasure]:
    """The measures of the only document with any, by number."""
    found = [d for d in documents(text) if d.measures]
    assert len(found) == 1
    return {m.slug: m for m in found[0].measures}


def one(body: str) -> DraftMeasure:
    """The first of two measures, the first being ``body``."""
    return measures(f"{HEAD}\n1.{body}\n\n2.对小微企业减免租金。（责任单位：区财政局）\n{TAIL}")["1"]


def wrapped(text: str, width: int, *, indent: str = "  ", blank: bool = True) -> str:
    """Break every paragraph after ``width`` characters, as a PDF does, wherever that falls."""
    lines = []
    for paragraph in (p for p in text.split("\n") if p.strip()):
        title = re.search(r"〔2031〕|若干措施$|：$", paragraph) and not re.match(r"[\d（具]", paragraph)
        whole = paragraph if title else indent + paragraph
        lines += [whole[i : i + width] for i in range(0, len(whole), width)]
    return ("\n\n" if blank else "\n").join(lines)


def phones(found: dict[str, DraftMeasure]) -> dict[str, list[str]]:
    """Every measure's numbers."""
    return {slug: [p for c in m.contacts for p in c.phones] for slug, m in found.items()}
