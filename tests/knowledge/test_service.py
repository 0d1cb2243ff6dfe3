"""The door to the knowledge: search with filters, a measure by id, and taking in what is published later."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from knowledge.consult import Question
from knowledge.errors import MeasureNotFound
from knowledge.profile import Profile
from knowledge.service import KnowledgeService, understand
from knowledge.store.database import Database
from knowledge.store.seed import seed

DAY = date(2022, 7, 1)
CASES = yaml.safe_load(Path(__file__).with_name("search.yml").read_text("utf-8"))


@pytest.mark.parametrize("case", [pytest.param(c, id=str(c["query"])) for c in CASES])
def test_finds(case, knowledge):
    _, hits = knowledge.search(str(case["query"]), district=case.get("district"), as_of=DAY, limit=3)
    found = [h.measure.id for h in hits]
    if "first" in case:
        assert found[:1] == [case["first"]]
    else:
        assert set(found) & set(case["among"]), found


def test_without_text_everything_in_document_order(knowledge):
    total, hits = knowledge.search("", as_of=DAY, limit=1000)
    assert total == len(knowledge.measures) == 139
    assert [h.measure for h in hits] == list(knowledge.measures)
    assert knowledge.search("  \n", as_of=DAY)[0] == 139


@pytest.mark.parametrize("query", ["", "房租", "东政发〔2022〕8号第1条", "67196928", "贷款贴息 2022"])
@pytest.mark.parametrize(
    ("filters", "holds"),
    [
        ({"district": "西城"}, lambda m: m.district in ("西城", "北京")),
        ({"district": "东城"}, lambda m: m.district in ("东城", "北京")),
        ({"topic": "rent"}, lambda m: "rent" in m.content.topics),
        (
            {"size": "大型"},
            lambda m: (
                not any(c.slot == "size" and not c.applies_to and "大型" not in c.value for c in m.content.conditions)
            ),
        ),
        ({"topic": "loan", "district": "西城"}, lambda m: "loan" in m.content.topics and m.district != "东城"),
    ],
    ids=["西城", "东城", "rent", "large", "loan in 西城"],
)
def test_filters_hold_whatever_is_asked(knowledge, query, filters, holds):
    total, hits = knowledge.search(query, as_of=DAY, limit=1000, **filters)
    assert total == len(hits)
    assert all(holds(h.measure) for h in hits)
    assert hits or query


def test_a_filter_nothing_passes_finds_nothing(knowledge):
    assert knowledge.search("房租", topic="没有这个话题", as_of=DAY) == (0, [])


def test_limit_cuts_the_list_and_not_the_total(knowledge):
    total, hits = knowledge.search("贷款", as_of=DAY, limit=2)
    assert len(hits) == 2
    assert total > 2


def test_scores_fall(knowledge):
    _, hits = knowledge.search("小微企业贷款", as_of=DAY, limit=50)
    scores = [h.score for h in hits]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("text", ["西城的贷款贴息", "什刹海边上的贷款贴息"])
def test_a_place_in_the_text_keeps_the_other_district_out(knowledge, text):
    _, hits = knowledge.search(text, as_of=DAY, limit=50)
    assert hits
    assert all(h.measure.district != "东城" for h in hits)


def test_what_a_bare_query_says_by_itself():
    heard = understand("东城区２０２２年房租")
    assert (heard.profile.district, heard.year) == ("东城", 2022)
    named = understand("东政发〔2022〕8号第3条")
    assert (named.doc, named.number, named.year) == ("东政发〔2022〕8号", 3, None)


def test_a_measure_by_id(knowledge):
    assert knowledge.get("dc-2020-3-4").source == "东政办发〔2020〕3号第4条"
    for call in (knowledge.get, lambda i: knowledge.judge(i, Profile(), DAY)):
        with pytest.raises(MeasureNotFound, match="没有编号为“dc-0”的措施"):
            call("dc-0")


def test_phones_are_those_of_published_contacts(knowledge):
    assert {"67196928", "65258800-8641", "13681278787"} <= knowledge.phones
    assert "12345678" not in knowledge.phones


def test_reload_takes_in_what_was_published_since(tmp_path, make_measure):
    folder = tmp_path / "measures"
    folder.mkdir()
    measure = make_measure()
    held = {"document": measure.document.model_dump(mode="json"), "measures": [measure.content.model_dump(mode="json")]}
    database = Database(f"sqlite:///{tmp_path}/store.db")
    database.migrate()
    service = KnowledgeService(database)
    assert list(service.measures) == []
    assert service.search("房租", as_of=DAY) == (0, [])
    (folder / "made.yml").write_text(yaml.safe_dump(held, allow_unicode=True), "utf-8")
    seed(database, folder)
    assert list(service.measures) == []
    service.reload()
    assert list(service.measures) == [measure]
    assert service.find(Question("编出来的措施"), DAY).measures == (measure,)
    database.close()


def test_measures_of_a_person_or_a_number_with_or_without_its_extension(knowledge):
    of_person = knowledge.of_contact("王卫平")
    assert [m.id for m in of_person] == ["xc-2020-1-14"]
    whole, part = knowledge.of_contact("65258800"), knowledge.of_contact("65258800-8642")
    assert part and {m.id for m in part} < {m.id for m in whole}
    assert all(any("65258800" in p for c in m.content.contacts for p in c.phones) for m in whole)
    assert knowledge.of_contact("张三丰") == []
