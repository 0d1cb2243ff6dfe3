"""What the actions are given: by the runtime, or from the environment for ``rasa run actions``."""

from datetime import date

import pytest
from rasa_sdk.executor import ActionExecutor

from actions import registry
from actions.answer import ActionAnswerMeasure
from actions.services import from_environment, services_for
from actions.state import profile_of


@pytest.fixture
def environment(tmp_path, monkeypatch):
    monkeypatch.setenv("HUIQI_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HUIQI_TODAY", "2022-07-01")
    monkeypatch.delenv("HUIQI_DATABASE_URL", raising=False)
    from_environment.cache_clear()
    yield tmp_path / "data"
    from_environment().knowledge.database.close()
    from_environment.cache_clear()


def test_an_action_without_services_opens_those_of_the_environment(environment):
    action = ActionAnswerMeasure()
    assert not environment.exists()
    assert len(action.services.knowledge.measures) == 139
    assert action.services.today() == date(2022, 7, 1)
    assert (environment / "huiqi.db").is_file()
    assert ActionAnswerMeasure().services is action.services


def test_the_action_server_finds_every_action_in_the_package():
    executor = ActionExecutor()
    executor.register_package("actions")
    assert {a.name() for a in registry.instances()} <= set(executor.actions)


def test_a_given_service_is_used(services):
    assert ActionAnswerMeasure(services).services is services


def test_the_desk_gives_numbers(database):
    desk = services_for(database, date.today).open_ticket
    assert desk("u9", "rest", "转人工", {}) + 1 == desk("u9", "rest", "转人工", {})


class Slots:
    def __init__(self, **slots):
        self.slots = slots

    def get_slot(self, name):
        return self.slots.get(name)


def test_the_profile_takes_the_latest_of_a_list_and_changes_on_top():
    tracker = Slots(district=["东城", "西城"], size="微型", employees=-1, sector=[])
    profile = profile_of(tracker, {"size": None, "role": "承租方"})
    assert (profile.district, profile.size, profile.employees, profile.role) == ("西城", None, None, "承租方")
