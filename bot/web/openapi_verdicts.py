"""Schemas of eligibility: the profile that is sent, verdicts, near misses, and what cannot be had together."""

from __future__ import annotations

from typing import get_args

from bot.web.openapi_parts import COUNT, DAY, HEADING, MAYBE_DAY, MAYBE_TEXT, TEXT, TEXTS, Schema, array, record, ref
from knowledge.eligibility import Ruling, State
from knowledge.models import ExclusionKind
from knowledge.profile import Profile

_RULING: Schema = {"enum": list(get_args(Ruling))}


def _eligibility_request() -> Schema:
    profile = Profile.model_json_schema()
    return {
        "type": "object",
        "properties": {**profile["properties"], "as_of": MAYBE_DAY},
        "additionalProperties": False,
        "description": "企业情况，不知道的不写或写 null；钱的单位是万元",
    }


VERDICTS: dict[str, Schema] = {
    "EligibilityRequest": _eligibility_request(),
    "Verdict": record(
        **HEADING,
        revision={**COUNT, "description": "按这条措施的第几版判断的"},
        verdict=_RULING,
        reasons=array(ref("Reason")),
        almost={"anyOf": [ref("Almost"), {"type": "null"}], "description": "只差一个条件时，差哪个；其余为 null"},
    ),
    "Reason": record(text=TEXT, state={"enum": list(get_args(State))}, slot=TEXT, applies_to=MAYBE_TEXT),
    "Almost": record(
        reason=ref("Reason"),
        benefit={**MAYBE_TEXT, "description": "差的是哪一项好处；管整条的为 null"},
        open={**COUNT, "description": "还有几个条件不知道"},
        instead={"anyOf": [record(**HEADING, verdict=_RULING), {"type": "null"}], "description": "可以改看哪条"},
    ),
    "NotTogether": record(
        kind={"enum": list(get_args(ExclusionKind)), "description": "市区两级、同一件事、用过以前的文件"},
        measures={**TEXTS, "description": "措施编号；earlier_document 是受影响的各条，其余正好两条"},
        choose={**MAYBE_TEXT, "description": "该选哪条；算不出来为 null"},
        advice={**TEXT, "description": "怎么选，给人看的话"},
        rule={**TEXT, "description": "文件的规定"},
        source={**TEXT, "description": "文号和条款"},
        with_doc={**MAYBE_TEXT, "description": "以前的哪份文件"},
    ),
    "VerdictList": record(
        as_of=DAY,
        revision={**COUNT, "description": "措施库的版本，每次发布加一"},
        total=COUNT,
        items=array(ref("Verdict")),
        not_together=array(ref("NotTogether")),
    ),
}
