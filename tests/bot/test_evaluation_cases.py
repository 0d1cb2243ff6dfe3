"""Loading evaluation folders."""

import json

import pytest

from bot.evaluation.cases import load_folder
from bot.evaluation.errors import BrokenCase, EvaluationError

QUESTION = {
    "id": "t1", "text": "能减租吗", "register": "keyword", "intent": "rent_relief", "topic": None, "district": None,
    "expect": [{"doc": "东政发〔2099〕1号", "number": None}], "must_contain": ["减免"],
    "entities": {"size": None, "amount": "3万"}, "clarify": False, "origin": "real", "source": "甲",
}  # fmt: skip
DIALOGUE = {"id": "d1", "turns": [{"user": "你好", "expect_any": [], "expect_all": [], "forbid": [], "note": ""}]}
SIZE = {"sector": "饭馆", "employees": 8, "revenue_wan": 99.5, "assets_wan": None, "expect": "微型", "class": "餐饮业"}


def write(folder, name, *lines):
    text = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    (folder / name).write_text(text + "\n", encoding="utf-8")


def faults(folder):
    with pytest.raises(BrokenCase) as caught:
        load_folder(folder)
    return caught.value.problems


def test_all_three_files_are_read(tmp_path):
    write(tmp_path, "questions.jsonl", QUESTION, "", QUESTION | {"id": "t2"})
    write(tmp_path, "dialogues.jsonl", DIALOGUE)
    write(tmp_path, "size_cases.jsonl", SIZE)
    cases = load_folder(tmp_path)
    assert [(q.id, q.tone, q.must_contain_any) for q in cases.questions] == [
        ("t1", "keyword", ()),
        ("t2", "keyword", ()),
    ]
    assert cases.questions[0].expect[0].ref == ("东政发〔2099〕1号", None)
    assert cases.dialogues[0].turns[0].user == "你好"
    assert (cases.sizes[0].sector_class, cases.sizes[0].employees, cases.sizes[0].revenue_wan) == ("餐饮业", 8, 99.5)


def test_missing_files_are_none(tmp_path):
    write(tmp_path, "size_cases.jsonl", SIZE)
    cases = load_folder(tmp_path)
    assert (cases.questions, cases.dialogues, len(cases.sizes)) == (None, None, 1)


def test_byte_order_mark_and_line_separator_inside_a_text_are_fine(tmp_path):
    line = json.dumps(QUESTION | {"text": "能\u2028减"}, ensure_ascii=False)
    (tmp_path / "questions.jsonl").write_text("\ufeff" + line, encoding="utf-8")
    assert load_folder(tmp_path).questions[0].text == "能\u2028减"


def test_every_fault_is_named_by_file_line_and_field(tmp_path):
    untold = {key: value for key, value in QUESTION.items() if key != "intent"}
    write(tmp_path, "questions.jsonl", QUESTION, "{坏", untold, QUESTION | {"must_contain": [""]})
    write(tmp_path, "dialogues.jsonl", DIALOGUE | {"turns": []})
    write(tmp_path, "size_cases.jsonl", SIZE, SIZE | {"employees": "八"}, "[]")
    assert faults(tmp_path) == [
        "questions.jsonl 第 2 行：不是合法的 JSON（第 2 个字符处）。",
        "questions.jsonl 第 3 行：intent 缺少这一项。",
        "questions.jsonl 第 4 行：must_contain.0 不能为空。",
        "dialogues.jsonl 第 1 行：turns 至少要有一项。",
        "size_cases.jsonl 第 2 行：employees 应为整数。",
        "size_cases.jsonl 第 3 行：整行 应为 JSON 对象。",
    ]


def test_other_encodings_are_refused_in_words(tmp_path):
    (tmp_path / "questions.jsonl").write_bytes("能减租吗".encode("gbk"))
    assert faults(tmp_path) == ["questions.jsonl：不是 UTF-8 编码，请另存为 UTF-8。"]


def test_no_folder_and_empty_folder_are_said(tmp_path):
    with pytest.raises(EvaluationError, match="没有评测文件夹"):
        load_folder(tmp_path / "nowhere")
    with pytest.raises(EvaluationError, match="至少要有一个"):
        load_folder(tmp_path)
