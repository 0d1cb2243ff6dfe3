from collections.abc import Iterator

import pytest

from nlu import published
from nlu.entities import extract


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = dict(published._departments)
    yield
    published.learn_departments(before)


def _departments(text: str) -> list[str]:
    return [e.value for e in extract(text) if e.name == "department"]


def test_a_published_department_is_recognised_at_once_with_and_without_its_district() -> None:
    assert _departments("数据资源局电话") == []
    published.learn_departments(["区数据资源局"])
    assert _departments("数据资源局电话") == ["数据资源局"]
    assert _departments("找区数据资源局") == ["数据资源局"]


def test_everyday_names_stay_known() -> None:
    published.learn_departments(["区税务局"])
    assert _departments("税局电话多少") == ["税务局"]
