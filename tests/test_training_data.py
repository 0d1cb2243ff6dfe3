"""What the model is trained from: where it comes from, that it fits domain and rules, and that it is not the exam."""

import json
import re
import unicodedata
import warnings
from collections import Counter
from pathlib import Path

import pytest
import yaml

from knowledge.files import load_all

ROOT = Path(__file__).parents[1]
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
CONFIG = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))
EVALUATIONS = (ROOT / "tests" / "eval", ROOT.parent / "shared" / "eval")
# The intent Rasa gives by itself when no other is likely.
FALLBACK = "nlu_fallback"
WORD = 2


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


@pytest.mark.parametrize("folder", [f for f in EVALUATIONS if f.is_dir()], ids=lambda f: f.parent.name)
def test_no_sentence_is_a_question_of_the_exam(sentences, folder):
    asked = set()
    for path in folder.glob("*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            asked.add(plain(json.loads(line).get("text") or ""))
    assert len(asked) > 100
    # 在吗 and 谢谢 have no other form.
    assert [text for text, _ in sentences if len(plain(text)) > WORD and plain(text) in asked] == []


def test_every_slot_is_heard_or_set_by_an_action():
    for name, slot in DOMAIN["slots"].items():
        (mapping,) = slot["mappings"]
        assert slot["influence_conversation"] is False, name
        assert mapping["type"] == "custom" or mapping == {"type": "from_entity", "entity": name}
        assert mapping["type"] == "custom" or name in DOMAIN["entities"]
