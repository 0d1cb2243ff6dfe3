"""The linear classifier: learning, probabilities, and storing."""

from pathlib import Path

import numpy as np
import pytest

from nlu import linear
from nlu.linear import LinearTextClassifier, accuracy, best_temperature

TEXTS = {
    "rent": ["房租能减吗", "租金减免", "国企房东免租", "减房租找谁", "铺子租金太贵", "免三个月房租"],
    "loan": ["贷款贴息", "想贷20万", "续贷怎么办", "贷款利息补贴", "银行抽贷", "信用贷款条件"],
    "tax": ["留抵退税", "税能缓吗", "延期纳税", "增值税减免", "退税多久到账", "小微企业所得税"],
}
SENTENCES = [t for group in TEXTS.values() for t in group]
LABELS = [label for label, group in TEXTS.items() for _ in group]


@pytest.fixture(scope="module")
def model() -> LinearTextClassifier:
    return LinearTextClassifier.fit(SENTENCES, LABELS, folds=3)


def test_it_learns_its_sentences(model: LinearTextClassifier) -> None:
    assert accuracy(model, SENTENCES, LABELS) == 1.0


@pytest.mark.parametrize(("text", "label"), [("房租减免", "rent"), ("贷款能贴息吗", "loan"), ("想缓税", "tax")])
def test_it_reads_new_sentences(model: LinearTextClassifier, text: str, label: str) -> None:
    assert model.predict(text)[0][0] == label


@pytest.mark.parametrize("text", ["房租", "", "qqq 完全没见过", "房租贷款退税" * 200])
def test_probabilities_add_up_and_are_sorted(model: LinearTextClassifier, text: str) -> None:
    scored = model.predict(text)
    chances = [p for _, p in scored]
    assert {name for name, _ in scored} == set(TEXTS)
    assert sum(chances) == pytest.approx(1, abs=1e-5)
    assert chances == sorted(chances, reverse=True)


def test_marks_can_decide() -> None:
    texts, labels = ["这个呢", "那个呢", "这个呢", "那个呢"], ["a", "a", "b", "b"]
    model = LinearTextClassifier.fit(texts, labels, [["is_a"], ["is_a"], ["is_b"], ["is_b"]], c=10.0, folds=2)
    assert model.predict("这个呢", ["is_a"])[0][0] == "a"
    assert model.predict("这个呢", ["is_b"])[0][0] == "b"


def test_a_stored_model_answers_the_same(model: LinearTextClassifier, tmp_path: Path) -> None:
    model.save(tmp_path / "model.npz")
    again = LinearTextClassifier.load(tmp_path / "model.npz")
    assert again.labels == model.labels
    for text in ("房租减免", "想缓税"):
        before, after = dict(model.predict(text)), dict(again.predict(text))
        assert after == pytest.approx(before, abs=0.01)


@pytest.mark.parametrize("content", [b"", b"not a model", b"PK\x03\x04broken"])
def test_a_file_that_is_no_model_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.npz"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"bad\.npz"):
        LinearTextClassifier.load(path)


def test_missing_or_mismatched_arrays_are_refused(model: LinearTextClassifier, tmp_path: Path) -> None:
    np.savez(tmp_path / "part.npz", labels=np.array("a\nb"))
    with pytest.raises(ValueError, match=r"part\.npz"):
        LinearTextClassifier.load(tmp_path / "part.npz")
    model.save(tmp_path / "whole.npz")
    with np.load(tmp_path / "whole.npz") as data:
        arrays = dict(data)
    np.savez(tmp_path / "odd.npz", **{**arrays, "vocabulary": np.array("只有一个")})
    with pytest.raises(ValueError, match="词表"):
        LinearTextClassifier.load(tmp_path / "odd.npz")


def test_training_is_repeatable(model: LinearTextClassifier) -> None:
    again = LinearTextClassifier.fit(SENTENCES, LABELS, folds=3)
    assert again.predict("房租能缓吗") == model.predict("房租能缓吗")


def test_one_class_alone_cannot_be_learnt() -> None:
    with pytest.raises(ValueError, match="两种"):
        LinearTextClassifier.fit(["一", "二"], ["a", "a"])


def test_two_classes_keep_their_sides() -> None:
    model = LinearTextClassifier.fit(["房租", "租金", "贷款", "贴息"], ["rent", "rent", "loan", "loan"], folds=2)
    assert model.predict("房租")[0][0] == "rent"
    assert model.predict("贷款")[0][0] == "loan"


def test_only_the_heaviest_features_are_kept(monkeypatch, model: LinearTextClassifier, tmp_path: Path) -> None:
    monkeypatch.setattr(linear, "KEPT", 40)
    small = LinearTextClassifier.fit(SENTENCES, LABELS, folds=3)
    model.save(tmp_path / "all.npz")
    small.save(tmp_path / "few.npz")
    with np.load(tmp_path / "few.npz") as few, np.load(tmp_path / "all.npz") as whole:
        assert few["weights"].shape == (40, 3) < whole["weights"].shape
        assert set(str(few["vocabulary"]).split("\n")) < set(str(whole["vocabulary"]).split("\n"))
    assert accuracy(small, SENTENCES, LABELS) > 0.6


def test_the_temperature_fits_how_often_the_margins_are_right() -> None:
    truth = np.array([0, 1] * 50)
    right = np.where(np.arange(2) == truth[:, None], 1.0, -1.0)
    often = right.copy()
    often[::4] *= -1
    assert best_temperature(right, truth) < 0.1
    # Right three times of four: the softmax of margins 2 apart is 0.75 at temperature 2 / ln 3.
    assert best_temperature(often, truth) == pytest.approx(2 / np.log(3), rel=0.05)


def test_accuracy_of_nothing_is_zero(model: LinearTextClassifier) -> None:
    assert accuracy(model, [], []) == 0.0
