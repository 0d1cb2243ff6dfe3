"""How many people work in the enterprise, as its owner says it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from nlu.quantities import NO_RANGE, NUMBER_BEGINS, Figure, ends_range, is_vague, plain, stated

_N = rf"{NUMBER_BEGINS}(?P<n>\d{{1,6}}+)(?!\.)"
_PERSON = r"(?:员工|职工|伙计|工人|雇员|店员|师傅|服务员|从业人员|人(?![民社均次份工大才行员]|员工?资))"
_COUNTED = re.compile(rf"{_N}[多余几]?\s*[个名位号口]?{_PERSON}{NO_RANGE}(?!以上)")
_LABELLED = re.compile(
    r"(?:员工|职工|从业人员|人员|伙计|雇了|人数|用工|团队|手下)(?:数量|总数|人数|数)?"
    r"(?:是|有|为|应为|就|才|一共|总共|共|大概|大约|约|差不多|也就|只有|现在|目前|不到|不足|了|[:：,， ]){0,5}"
    rf"{_N}[多余几]?"
    rf"(?:[个名位号]{_PERSON}?|{_PERSON})?(?![\d.%％万千百亿元块年月日岁家平来\-—]|号(?!人)|个[月百点]){NO_RANGE}"
)
_SOME = rf"{_N}[多余几]?(?:[个名位号]{_PERSON}?|{_PERSON})(?!月)"
_MENDED = re.compile(rf"(?:不对|错了|应该是|应为|改成|改为|更正)[,，是 ]{{0,3}}{_SOME}")
_NOW = re.compile(rf"(?:现在|目前|还剩|只剩|就剩|剩下?)(?:就|只|有|了|一共|共|不到)*{_SOME}")
# People who are not the staff, or not all of it.
_OTHERS_BEFORE = re.compile(
    r"(?:招聘?|招用|裁|走|辞退|离职|隔离|确诊|阳|感染|新增|减少|减|增加|加|每|培训|吸纳|毕业生|应届生|大学生|介绍|安置|来|开除|坐|挤|死|"
    r"超过|超|满|这|那|原来|疫情前|以前|之前|原先|原有)(?:了|过|着|的|进|个|有|再|想|是|我们|店里|一共|共|员工|职工)*$"
)
_OTHERS_AFTER = re.compile(
    r"\s*(?:的?工资|确诊|隔离|感染|阳|离职|辞职|没来|工伤|被|都阳|毕业|大学生|失业|培训|死活|不回|不来|不干|从老家|从外地|请假|走了|跑了|一?间|一?桌|聚|居|餐)"
)
_ALONE = re.compile(
    r"就我(?:自己)?一个人(?![都不没])|(?:只有|就剩?)我自己|我一个人(?:干|开|经营|弄|做|撑|管|的店)|"
    r"一个人(?:干|开店|经营|开的店)|光杆司令|没雇人"
)
_TWO = re.compile(
    r"就我们?(?:两口子|哥俩|姐俩|俩|2个)人?|(?:两口子|夫妻俩?|夫妻2个人?)(?:俩|一起|自己)?(?:开|干|经营|做|弄)"
)


def _candidates(text: str) -> Iterator[re.Match[str]]:
    for pattern in (_MENDED, _NOW, _LABELLED, _COUNTED):
        yield from pattern.finditer(text)


def _are_others(match: re.Match[str]) -> bool:
    text = match.string
    befores = (text[: match.start()], text[: match.start("n")])
    return any(map(_OTHERS_BEFORE.search, befores)) or bool(_OTHERS_AFTER.match(text, match.end()))


def find(text: str) -> Iterator[Figure]:
    """At most one head count: a correction first, then what is labelled as staff, then people counted."""
    for match in _candidates(text):
        before = text[: match.start("n")]
        if ends_range(before) or is_vague(before) or _are_others(match):
            continue
        if (meant := stated(before, Decimal(match["n"]))) is not None:
            yield *match.span(), "employees", plain(meant)
            return
    for pattern, count in ((_ALONE, 1), (_TWO, 2)):
        if alone := pattern.search(text):
            yield *alone.span(), "employees", count
            return
