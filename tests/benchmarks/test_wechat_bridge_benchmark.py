"""The benchmark of the bridge runs, and its messages are answered."""

from benchmarks.wechat_bridge import run


async def test_it_measures_four_ways(tmp_path, capsys):
    await run(20, str(tmp_path))
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(" p50")[0].strip().split(",")[0] for line in lines] == [
        "in process",
        "over HTTP",
        "over HTTP",
        "refused for its signature",
    ]
    assert all(" p95 " in line and "a second" in line for line in lines)
