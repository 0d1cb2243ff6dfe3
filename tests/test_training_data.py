"""What the model is trained from: where it comes from, that it fits domain and rules, and that it is not the exam."""

import json
import re
import unicodedata
import warnings
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from knowledge.files import load_all
from nlu import words

ROOT = Path(__file__).parents[1]
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
CONFIG = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))
EVALUATIONS = (ROOT / "tests" / "eval", ROOT / "tests" / "exam", ROOT.parent / "shared" / "eval")
# The intent Rasa gives by itself when no other is likely.
FALLBACK = "nlu_fallback"
WORD = 2
# From this length on a sentence says enough to be a copy of another, when so many pairs of characters are shared.
TELLING, ALIKE = 9, 0.88


@pytest.fixture(scope="session")
def importer(quiet_rasa, tmp_path_factory):
    from rasa.shared.importers.importer import TrainingDataImporter

    nothing = str(tmp_path_factory.mktemp("nothing"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return TrainingDataImporter.load_from_config(str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [nothing])


@pytest.fixture(scope="session")
def sentences(importer):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        examples = importer.get_nlu_data().intent_examples
    return [(e.get("text"), e.get("intent")) for e in examples]


def rules():
    for path in sorted((ROOT / "stories").glob("*.yml")):
        for rule in yaml.safe_load(path.read_text("utf-8"))["rules"]:
            for step in rule["steps"]:
                yield from step.get("or", [step])


def plain(text):
    return re.sub(r"\W|_", "", unicodedata.normalize("NFKC", text).lower())


def test_config_names_the_importer_and_it_reads_the_projects_folders(sentences):
    assert [i["name"] for i in CONFIG["importers"]] == ["nlu.components.importer.HuiqiImporter"]
    texts = {text for text, _ in sentences}
    first = yaml.safe_load((ROOT / "nlu" / "intents" / "rent.yml").read_text("utf-8"))["nlu"][0]["examples"]
    assert first.strip().splitlines()[0].removeprefix("- ").strip() in texts
    (policy,) = [p for p in load_all() if p.document.id == "xc-2020-1"]
    (rent,) = [m for m in policy.measures if m.number == 13]
    assert set(rent.questions) <= texts


def test_config_has_what_training_would_otherwise_add_by_itself():
    assert {"recipe", "assistant_id", "language", "pipeline", "policies"} <= set(CONFIG)
    assert CONFIG["language"] == "zh"


def test_intents_of_the_data_are_those_of_the_domain(sentences):
    assert {intent for _, intent in sentences} == set(DOMAIN["intents"]) - {FALLBACK}


def test_rules_name_only_what_the_domain_knows():
    intents = {s["intent"] for s in rules() if "intent" in s}
    actions = {s["action"] for s in rules() if "action" in s}
    assert intents == set(DOMAIN["intents"])
    assert actions <= set(DOMAIN["actions"]) | set(DOMAIN["forms"])


def test_there_is_enough_to_learn_from(sentences):
    counts = Counter(intent for _, intent in sentences)
    assert sum(counts.values()) >= 1500
    assert {intent: n for intent, n in counts.items() if n < 40} == {}


def test_no_sentence_has_two_intents(sentences):
    seen = {}
    for text, intent in sentences:
        assert seen.setdefault(plain(text), intent) == intent, text


def exam(folder, turns=True):
    """Every question of an evaluation folder, and every turn of its dialogues."""
    for path in folder.glob("*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            case = json.loads(line)
            yield from filter(None, [case.get("text"), *(t["user"] for t in case.get("turns", ()) if turns)])


def near_duplicates(sentences, asked):
    """Pairs of sentence and question that share nearly all their pairs of characters."""
    pairs = [frozenset(pairwise(t)) for t in sentences]
    where = defaultdict(list)
    for number, own in enumerate(pairs):
        for pair in own:
            where[pair].append(number)
    for question in asked:
        wanted = frozenset(pairwise(question))
        shared = Counter(number for pair in wanted for number in where[pair])
        for number, common in shared.items():
            if 2 * common / (len(wanted) + len(pairs[number])) >= ALIKE:
                yield sentences[number], question


def test_nearly_equal_sentences_are_found():
    asked = ["东城的房租今年还能不能减免我是个体户"]
    assert list(near_duplicates(["东城的房租今年还能不能减免我是个体"], asked))
    assert not list(near_duplicates(["东城的房租能减吗", "西城的社保能缓交吗"], asked))


@pytest.mark.parametrize("folder", [f for f in EVALUATIONS if f.is_dir()], ids=lambda f: f"{f.parent.name}-{f.name}")
def test_no_sentence_is_a_question_of_the_exam_or_nearly_one(sentences, folder):
    ours = sorted({plain(text) for text, _ in sentences})
    questions = {plain(text) for text in exam(folder, turns=False)}
    assert len(questions) > 100
    # 在吗 and 谢谢 have no other form; nor have the short turns of a dialogue, such as 下一条呢.
    assert [t for t in ours if len(t) > WORD and t in questions] == []
    asked = {plain(text) for text in exam(folder)}
    long = [t for t in ours if len(t) >= TELLING]
    assert list(near_duplicates(long, [a for a in asked if len(a) >= TELLING])) == []


def annotations():
    """Entities annotated in the training files: file, sentence without the marks, start and end."""
    for path in sorted((ROOT / "nlu" / "intents").glob("*.yml")):
        for entry in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            for line in entry["examples"].splitlines():
                yield from ((path.name, *found) for found in marked(line.removeprefix("- ")))


def marked(line):
    """``(sentence, start, end)`` of every ``[words](entity)`` or ``[words]{…}`` of a line."""
    bare, at, spans = "", 0, []
    for match in re.finditer(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})", line):
        bare += line[at : match.start()]
        spans.append((len(bare), len(bare) + len(match[1])))
        bare, at = bare + match[1], match.end()
    bare += line[at:]
    return [(bare, start, end) for start, end in spans]


def on_token_borders(sentence, start, end):
    borders, at = {0}, 0
    for token in words.cut(sentence):
        at = sentence.index(token, at) + len(token)
        borders |= {at - len(token), at}
    return {start, end} <= borders


def test_annotated_entities_begin_and_end_where_words_do():
    assert marked("我在[东城](district)开店")[0] == ("我在东城开店", 2, 4)
    assert on_token_borders("我在东城开店", 2, 4)
    assert not on_token_borders("我在东城开店", 2, 3)
    assert [found for found in annotations() if not on_token_borders(*found[1:])] == []


def test_every_slot_is_heard_or_set_by_an_action():
    for name, slot in DOMAIN["slots"].items():
        (mapping,) = slot["mappings"]
        assert slot["influence_conversation"] is False, name
        assert mapping["type"] == "custom" or mapping == {"type": "from_entity", "entity": name}
        assert mapping["type"] == "custom" or name in DOMAIN["entities"]
