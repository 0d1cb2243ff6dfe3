"""Handing a document in, and watching it being read."""

from __future__ import annotations

import asyncio

from aiohttp import web
from aiohttp.web_request import FileField

from bot.console.keys import imports_key
from bot.console.library import name_of
from bot.console.rendering import render
from bot.console.visit import Visit
from bot.web.errors import RequestRefused
from knowledge.importers.limits import Limits

MOST = Limits().file_bytes + 64 * 1024
STATES = {"reading": "正在读", "done": "完成", "failed": "没有成功"}


async def upload_page(visit: Visit) -> web.StreamResponse:
    """``GET /console/knowledge/import``: the form, and what was handed in lately."""
    return render(visit, "upload.html", jobs=await asyncio.to_thread(visit.app[imports_key].latest), states=STATES)


async def upload(visit: Visit) -> web.StreamResponse:
    """``POST /console/knowledge/import``: begin to read the document."""
    file = visit.form.get("file")
    if not isinstance(file, FileField) or not file.filename:
        raise RequestRefused(422, "没有选文件。请选一个政策文件或通讯录表格再上传。")
    visit.note(file.filename[:120])
    job = await visit.app[imports_key].start(file.filename, file.file, name_of(visit))
    raise web.HTTPSeeOther(f"/console/knowledge/imports/{job}")


async def progress(visit: Visit) -> web.StreamResponse:
    """``GET /console/knowledge/imports/{job}``: how far it is; the page asks again by itself until it is done."""
    job = await asyncio.to_thread(visit.app[imports_key].get, visit.request.match_info["job"])
    if job is None:
        raise RequestRefused(404, "没有这次导入。")
    response = render(visit, "progress_part.html" if visit.partial else "progress.html", job=job, states=STATES)
    if job.state == "reading" and not visit.partial:
        response.headers["Refresh"] = "3"
    return response
