"""Every action once, under the names the domain knows; usable with services or without."""

from pathlib import Path

import yaml

from actions import registry
from actions.form import ASKED_SLOTS
from actions.phrases import ASK

DOMAIN = yaml.safe_load((Path(__file__).parents[2] / "domain.yml").read_text("utf-8"))


def test_the_domain_and_the_registry_name_the_same_actions(services):
    names = [a.name() for a in registry.instances(services)]
    assert len(names) == len(set(names))
    assert set(names) == set(DOMAIN["actions"])


def test_the_form_asks_for_slots_that_have_question_and_action():
    assert tuple(DOMAIN["forms"]["eligibility_form"]["required_slots"]) == ASKED_SLOTS
    assert set(ASKED_SLOTS) == set(ASK)
    assert set(ASKED_SLOTS) <= set(DOMAIN["slots"])


def test_an_action_server_makes_every_action_without_services():
    made = registry.instances()
    assert all(a.name().startswith(("action_", "validate_")) for a in made)
