from nlu.topics import asked, clauses, intent_topics


def test_each_asking_clause_gives_its_topic() -> None:
    found = asked("房租能减吗,还有社保能缓吗")
    assert [a.intent for a in found] == ["rent_relief", "social_insurance"]
    assert found[0].clause == "房租能减吗"


def test_a_story_mentions_topics_without_asking_for_them() -> None:
    assert [a.intent for a in asked("房租压得喘不过气,员工工资发不出,贷款能延期吗")] == ["loan"]


def test_bare_keywords_ask_nothing_by_themselves() -> None:
    assert asked("东城 房租 社保") == []


def test_numbered_requests_are_separate_clauses() -> None:
    assert clauses("1、房租能减吗 2、社保能缓吗") == ["房租能减吗", "社保能缓吗"]


def test_every_policy_intent_has_topics_and_a_label() -> None:
    assert all(entry["topics"] and entry["label"] for entry in intent_topics().values())
