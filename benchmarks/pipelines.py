"""Intent pipelines side by side: accuracy, calibration, time, memory and size, each in processes of its own.

    python benchmarks/pipelines.py --smp FOLDER [--questions FOLDER] [--sets smp own questions]
        [--contenders diet rasa-lr ours …] [--epochs 60] [--out FOLDER] [--keep]

Sets: ``own`` is five-fold cross-validation of the project's sentences (slow contenders: the first fold only, and the
table says so); ``smp`` learns from train + dev and is tested on test; ``questions`` learns from all own sentences and
is tested on evaluation questions whose label is one of ours. Every contender is given normalised sentences.
Training and answering are separate processes, so that load time and memory are those of answering alone; load is
from the start of Python's work to the first answer. CPU seconds stand beside both, for a machine that does other
work too. ``--keep`` takes over rows measured before into the same folder.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

STARTED = time.perf_counter()
Row = dict[str, Any]
COLUMNS = {
    "set": "set", "contender": "contender", "accuracy": "accuracy", "ece": "ECE", "train_s": "training s",
    "train_cpu_s": "CPU s", "load_s": "load s", "load_cpu_s": "CPU s", "p50_ms": "p50 ms", "rss_mb": "memory MB",
    "disk_mb": "model MB", "tested": "tested",
}  # fmt: skip


def worker(step: str, name: str, epochs: int, folder: Path) -> None:
    """One step of one contender: what was measured is written beside the job."""
    from contenders import contenders

    job = json.loads((folder / "job.json").read_text("utf-8"))
    contender = contenders(epochs)[name]
    if step == "train":
        begun, busy = time.perf_counter(), time.process_time()
        contender.train([(text, label) for text, label in job["train"]], folder)
        size = sum(p.stat().st_size for p in (folder / "model").rglob("*") if p.is_file())
        measured: Row = {
            "train_s": time.perf_counter() - begun,
            "train_cpu_s": time.process_time() - busy,
            "disk_mb": size / 1e6,
        }
    else:
        predict = contender.load(folder)
        predict(job["test"][0][0])
        loaded = {"load_s": time.perf_counter() - STARTED, "load_cpu_s": time.process_time()}
        measured = {**loaded, **_answers(predict, job["test"])}
    (folder / f"{step}.json").write_text(json.dumps(measured), "utf-8")


def _answers(predict: Any, test: list[list[str]]) -> Row:
    times, answers = [], []
    for text, label in test:
        begun = time.perf_counter()
        best, confidence = predict(text)[0]
        times.append(time.perf_counter() - begun)
        answers.append([best == label, confidence])
    status = Path("/proc/self/status").read_text("utf-8")
    rss = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return {"p50_ms": float(np.median(times)) * 1000, "rss_mb": rss / 1024, "answers": answers}


def run(name: str, split: Any, epochs: int) -> Row:
    """Train and test one contender on one split, in two processes."""
    with tempfile.TemporaryDirectory(prefix="pipelines-") as place:
        folder = Path(place)
        (folder / "job.json").write_text(json.dumps({"train": split.train, "test": split.test}), "utf-8")
        measured: Row = {}
        for step in ("train", "test"):
            command = [sys.executable, __file__, "--worker", step, name, str(epochs), str(folder)]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
            if done.returncode:
                raise SystemExit(f"{name} {step} failed:\n{done.stderr[-3000:]}")
            measured |= json.loads((folder / f"{step}.json").read_text("utf-8"))
        return measured


def measure(set_name: str, name: str, splits: list[Any], epochs: int, slow: bool) -> Row:
    """One row of the table: figures of the first split, accuracy and calibration over all that were run."""
    from calibration import calibration_error

    wanted = splits[:1] if slow else splits
    results = []
    for number, split in enumerate(wanted, 1):
        say(f"{set_name} · {name} · part {number} of {len(wanted)}: {len(split.train)} to learn")
        results.append(run(name, split, epochs))
    right, confidences = zip(*(answer for r in results for answer in r.pop("answers")), strict=True)
    tested = f"{len(right)}" + (f" (part 1 of {len(splits)})" if len(wanted) < len(splits) else "")
    return {
        "set": set_name, "contender": name, **results[0], "tested": tested,
        "accuracy": float(np.mean(right)), "ece": calibration_error(confidences, right),
    }  # fmt: skip


def say(line: str) -> None:
    print(f"[{time.perf_counter() - STARTED:6.0f} s] {line}", file=sys.stderr, flush=True)


def sets(args: argparse.Namespace) -> Iterator[tuple[str, list[Any]]]:
    """The splits of each wanted set; sets without their folder are left out."""
    from datasets import folds, own_sentences, questions, tsv

    own = own_sentences() if {"own", "questions"} & set(args.sets) else []
    if "smp" in args.sets and args.smp:
        yield "smp", [tsv(args.smp)]
    if "own" in args.sets:
        yield "own", folds(own)
    if "questions" in args.sets and args.questions:
        yield "questions", [questions(args.questions, own)]


def table(rows: list[Row]) -> str:
    """The rows as Markdown."""

    def cell(key: str, value: Any) -> str:
        if key == "accuracy":
            return f"{value:.1%}"
        if isinstance(value, float):
            return f"{value:.3f}" if key == "ece" else f"{value:.2f}" if key == "p50_ms" else f"{value:.1f}"
        return str(value)

    lines = [" | ".join(COLUMNS.values()), " | ".join("---" for _ in COLUMNS)]
    lines += [" | ".join(cell(key, row[key]) for key in COLUMNS) for row in rows]
    return "\n".join(f"| {line} |" for line in lines)


def arguments() -> argparse.Namespace:
    from contenders import contenders

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--smp", type=Path, help="folder with *_train.tsv, *_dev.tsv and *_test.tsv")
    parser.add_argument("--questions", type=Path, help="folder with questions.jsonl")
    parser.add_argument("--sets", nargs="+", default=["smp", "own", "questions"], choices=["smp", "own", "questions"])
    names = list(contenders(1))
    parser.add_argument("--contenders", nargs="+", default=names, choices=names)
    parser.add_argument("--epochs", type=int, default=60, help="epochs of DIET")
    parser.add_argument("--out", type=Path, default=Path("pipelines"), help="folder for pipelines.json and .md")
    parser.add_argument("--keep", action="store_true", help="take over rows that the folder already has")
    return parser.parse_args()


def main() -> None:
    if sys.argv[1:2] == ["--worker"]:
        step, name, epochs, folder = sys.argv[2:]
        worker(step, name, int(epochs), Path(folder))
        return
    from contenders import contenders

    args = arguments()
    args.out.mkdir(parents=True, exist_ok=True)
    kept = args.out / "pipelines.json"
    rows: list[Row] = json.loads(kept.read_text("utf-8")) if args.keep and kept.is_file() else []
    everyone = contenders(args.epochs)
    for set_name, splits in sets(args):
        for name in args.contenders:
            if any((r["set"], r["contender"]) == (set_name, name) for r in rows):
                continue
            rows.append(measure(set_name, name, splits, args.epochs, everyone[name].slow))
            say(f"{set_name} · {name}: {rows[-1]['accuracy']:.1%}")
            kept.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")
            (args.out / "pipelines.md").write_text(table(rows) + "\n", "utf-8")
    print(table(rows))


if __name__ == "__main__":
    main()
