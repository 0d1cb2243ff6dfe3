"""The commands ``check-profile``, ``checklist`` and ``replay``: thin, the work is in ``knowledge``."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli_common import fail, store, why
from knowledge.profile import Profile

if TYPE_CHECKING:
    from bot.settings import Settings

District = Annotated[str | None, typer.Option(help="东城、西城或北京")]
Size = Annotated[str | None, typer.Option(help="微型、小型、中型、大型或个体工商户；不知道就写行业、人数、营收")]
Sector = Annotated[str | None, typer.Option(help="行业，日常说法也行：饭馆、软件公司")]
Employees = Annotated[int | None, typer.Option(help="从业人数")]
RevenueWan = Annotated[float | None, typer.Option(help="年营业收入，万元")]
AssetsWan = Annotated[float | None, typer.Option(help="资产总额，万元")]
Role = Annotated[str | None, typer.Option(help="承租方、业主或运营方……")]
Landlord = Annotated[str | None, typer.Option(help="房子是谁的：区属国企、其他国有、集体、非国有")]
PremisesUse = Annotated[str | None, typer.Option(help="经营或办公")]
BuildingType = Annotated[str | None, typer.Option(help="商务楼宇、商场、市场、科技企业孵化器……")]
TaxpayerKind = Annotated[str | None, typer.Option(help="定期定额或一般")]
FoundedYears = Annotated[float | None, typer.Option(help="成立几年")]
RdSpendWan = Annotated[float | None, typer.Option(help="一年研发投入，万元")]
LoanWan = Annotated[float | None, typer.Option(help="贷款额，万元")]
Insured = Annotated[bool | None, typer.Option(help="参加了社保")]
Affected = Annotated[bool | None, typer.Option(help="受疫情影响、经营困难")]
Layoffs = Annotated[bool | None, typer.Option(help="裁过员")]
Hightech = Annotated[bool | None, typer.Option(help="是高新技术企业")]
Source = Annotated[
    Path | None, typer.Option("--json", help="写着企业情况的 JSON 文件，写法同 /api/eligibility；- 是从标准输入读")
]
AsOf = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="按哪一天算，如 2022-06-30；不写就是今天")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("check-profile")(check_profile)
    app.command("checklist")(print_checklist)
    app.command("replay")(replay_verdict)


def check_profile(
    ctx: typer.Context,
    district: District = None,
    size: Size = None,
    sector: Sector = None,
    employees: Employees = None,
    revenue_wan: RevenueWan = None,
    assets_wan: AssetsWan = None,
    role: Role = None,
    landlord: Landlord = None,
    premises_use: PremisesUse = None,
    building_type: BuildingType = None,
    taxpayer_kind: TaxpayerKind = None,
    founded_years: FoundedYears = None,
    rd_spend_wan: RdSpendWan = None,
    loan_wan: LoanWan = None,
    insured: Insured = None,
    affected: Affected = None,
    layoffs: Layoffs = None,
    hightech: Hightech = None,
    topic: Annotated[str | None, typer.Option(help="只看一类事：rent、tax、loan、subsidy……")] = None,
    source: Source = None,
    as_of: AsOf = None,
) -> None:
    """按企业情况判断所有措施：哪些符合、哪些要核实、哪些只差一条，各条为什么。"""
    from bot.cli_profile_text import standing_lines
    from knowledge.service import KnowledgeService

    topic = _checked_topic(topic)
    with store() as (database, settings):
        profile, day = _given(ctx.params, settings)
        service = KnowledgeService(database)
        found = service.standing(profile, day)
        service.log_verdicts(found.verdicts, profile)
    for line in standing_lines(found, topic):
        typer.echo(line)


def print_checklist(
    ctx: typer.Context,
    measure_id: Annotated[str, typer.Argument(help="措施编号，例如 xc-2020-1-7")],
    district: District = None,
    size: Size = None,
    sector: Sector = None,
    employees: Employees = None,
    revenue_wan: RevenueWan = None,
    role: Role = None,
    landlord: Landlord = None,
    premises_use: PremisesUse = None,
    building_type: BuildingType = None,
    source: Source = None,
    as_of: AsOf = None,
) -> None:
    """一条措施的办理清单：条件、材料、步骤、地点、电话、有效期、出处。"""
    from knowledge.checklist import as_text, checklist
    from knowledge.service import KnowledgeService

    with store() as (database, settings):
        profile, day = _given(ctx.params, settings)
        service = KnowledgeService(database)
        verdict = service.judge(measure_id, profile, day)
        near = service.standing(profile, day).almost.get(measure_id)
        text = as_text(checklist(verdict, profile, near, service.referral(verdict.measure)))
    typer.echo(text)


def replay_verdict(
    number: Annotated[int | None, typer.Argument(help="判断记录的编号；不写就列出最近的")] = None,
    measure: Annotated[str | None, typer.Option(help="只列这条措施的，例如 xc-2020-1-7")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="最多列几条")] = 20,
) -> None:
    """把以前的一次判断，用当时那一版措施再判一遍，看是否一样。不一样时退出码是 1。"""
    from bot.cli_profile_text import log_lines, replay_lines
    from knowledge.store import verdicts

    with store() as (database, _):
        found = None if number is None else verdicts.replay(database, number)
        lines = replay_lines(found) if found else log_lines(verdicts.latest(database, limit, measure))
    for line in lines:
        typer.echo(line)
    if found and not found.same:
        raise typer.Exit(1)


def _given(params: dict[str, Any], settings: Settings) -> tuple[Profile, date]:
    """The profile of the file, with the options on top, and the day."""
    from bot.web.bodies import checked, strictly
    from bot.web.errors import RequestRefused
    from bot.web.judging import Day

    told = _from_file(params["source"]) if params["source"] else {}
    day = told.pop("as_of", None)
    told |= {name: params[name] for name in Profile.model_fields if params.get(name) is not None}
    try:
        chosen = params["as_of"].date() if params["as_of"] else checked(Day, {"as_of": day}).as_of
        return strictly(Profile, told), chosen or settings.today()
    except RequestRefused as fault:
        fail(fault.message)


def _from_file(path: Path) -> dict[str, Any]:
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text("utf-8")
        told = json.loads(text)
    except OSError as fault:
        fail(f"读不了 {path}（{why(fault)}）。请核对文件名和权限。")
    except (ValueError, RecursionError):
        fail(f"{path} 不是正确的 JSON（要用 UTF-8 编码），请检查引号、逗号和括号。")
    if not isinstance(told, dict):
        fail(f"{path} 里应是一个 JSON 对象，即用花括号 {{…}} 括起来。")
    return told


def _checked_topic(topic: str | None) -> str | None:
    from typing import get_args

    from knowledge.models import Topic

    if topic and topic not in get_args(Topic):
        fail(f"没有“{topic}”这类事。可以写：{'、'.join(get_args(Topic))}。")
    return topic
