// Reload, two tabs, loss of the network, refusals, deleting.
import assert from "node:assert/strict";

const texts = (page) => page.locator(".turn[id] .bubble").allInnerTexts();

export async function reload_and_page_change_keep_the_conversation(h) {
  const page = await h.open();
  await h.ask(page, "你好");
  const before = await texts(page);
  await page.reload();
  await page.locator(".turn.bot[id]").first().waitFor();
  assert.deepEqual(await texts(page), before);
  await page.goto(`${h.chat}/m/dc-2020-3-8`);
  await page.getByRole("link", { name: "去问惠企" }).click();
  await page.locator(".turn.bot[id]").first().waitFor();
  assert.deepEqual(await texts(page), before);
}

export async function two_tabs_show_the_same(h) {
  const one = await h.open();
  const two = await h.open();
  await h.ask(one, "你好");
  await two.bringToFront();
  await two.locator(".turn.bot[id]").first().waitFor();
  await h.ask(two, "西城贷款贴息找谁");
  await one.bringToFront();
  await one.locator("section.card").waitFor();
  assert.deepEqual(await texts(one), await texts(two));
  assert.equal((await h.state()).asked.filter((text) => text === "西城贷款贴息找谁").length >= 1, true);
}

export async function offline_then_online_sends_once(h) {
  const page = await h.open();
  const before = (await h.state()).asked.length;
  await h.context.setOffline(true);
  await page.locator("#text").fill("房租能减吗");
  await page.locator("#text").press("Enter");
  await page.getByRole("alert").getByText("网络断开").waitFor();
  await page.getByText("还没发出去").waitFor();
  await h.axe(page, "offline");
  await h.targets(page);
  await h.context.setOffline(false);
  await page.locator(".turn.bot[id]").first().waitFor();
  await page.getByRole("alert").waitFor({ state: "detached" });
  assert.equal(await page.locator(".turn.user").count(), 1);
  assert.equal((await h.state()).asked.length, before + 1);
  h.expect(/ERR_INTERNET_DISCONNECTED/);
}

export async function an_answer_lost_on_the_way_is_not_asked_again(h) {
  const page = await h.open();
  const before = (await h.state()).asked.length;
  await page.route("**/chat/api/messages", async (route) => {
    await route.fetch();
    await route.abort("connectionreset");
  }, { times: 1 });
  await page.locator("#text").fill("社保能缓缴吗");
  await page.locator("#text").press("Enter");
  await page.locator(".turn.bot[id]").first().waitFor();
  await page.locator(".unsent").waitFor({ state: "detached" });
  assert.equal(await page.locator(".turn.user").count(), 1);
  assert.equal(await page.locator(".turn.bot[id]").count(), 1);
  assert.equal((await h.state()).asked.length, before + 1);
  h.expect(/ERR_CONNECTION_RESET/);
}

export async function unsent_words_survive_a_reload(h) {
  const page = await h.open();
  const before = (await h.state()).asked.length;
  await page.route("**/chat/api/messages", (route) => route.abort());
  await page.locator("#text").fill("税能缓缴吗");
  await page.locator("#text").press("Enter");
  await page.getByText("还没发出去").waitFor();
  await page.unroute("**/chat/api/messages");
  await page.reload();
  await page.locator(".turn.bot[id]").first().waitFor();
  assert.equal((await h.state()).asked.length, before + 1);
  h.expect(/ERR_FAILED/);
}

export async function refusals_are_said(h) {
  const page = await h.open();
  const refuse = (status, error, headers = {}) => page.route("**/chat/api/messages", (route) =>
    route.fulfill({ status, headers, contentType: "application/json", body: JSON.stringify({ ok: false, error, status }) }), { times: 1 });
  await refuse(429, "发得太快了，请过 1 秒再试。", { "Retry-After": "4" });
  await page.locator("#text").fill("你好");
  await page.locator("#text").press("Enter");
  await page.getByRole("alert").getByText("发得太快了").waitFor();
  await h.axe(page, "too fast");
  await page.locator(".turn.bot[id]").first().waitFor();
  await refuse(422, "这条消息太长。");
  await page.locator("#text").fill("再见");
  await page.locator("#text").press("Enter");
  await page.getByRole("alert").getByText("这条消息太长").waitFor();
  assert.equal(await page.locator("#text").inputValue(), "再见");
  assert.equal(await page.locator(".unsent").count(), 0);
  await h.axe(page, "refused");
  h.expect(/429/, /422/);
}

export async function the_server_cannot_be_reached_at_first(h) {
  const page = await h.context.newPage();
  await page.route("**/chat/api/session", (route) => route.abort(), { times: 1 });
  await page.goto(`${h.chat}/chat/`);
  await page.getByRole("alert").waitFor();
  await h.axe(page, "unreachable");
  await page.getByRole("button", { name: "重试" }).click();
  await page.getByRole("group", { name: "可以这样问" }).waitFor();
  h.expect(/ERR_FAILED/);
}

export async function clearing_deletes_everywhere(h) {
  const page = await h.open();
  await h.ask(page, "你好");
  const other = await h.open();
  await other.locator(".turn.bot[id]").first().waitFor();
  await page.bringToFront();
  await page.getByRole("button", { name: "更多" }).click();
  assert.match(await page.locator("#menu").innerText(), /30 天没有动静就自动删除/);
  await page.getByRole("button", { name: "清除我的数据" }).click();
  await h.axe(page, "asking to delete");
  const secret = await page.evaluate(() => localStorage.getItem("huiqi.token"));
  await page.getByRole("button", { name: "确定清除" }).click();
  await page.locator(".turn[id]").first().waitFor({ state: "detached" });
  await page.getByRole("group", { name: "可以这样问" }).waitFor();
  assert.notEqual(await page.evaluate(() => localStorage.getItem("huiqi.token")), secret);
  await other.bringToFront();
  await other.locator(".turn[id]").first().waitFor({ state: "detached" });
  await h.ask(other, "你好");
  await page.bringToFront();
  await page.locator(".turn.bot[id]").first().waitFor();
  h.expect(/401/);
}

export async function older_entries_come_on_demand(h) {
  const page = await h.open();
  for (let n = 0; n < 22; n++) await h.ask(page, n % 2 ? "谢谢" : "你好");
  await page.reload();
  await page.locator(".turn.bot[id]").first().waitFor();
  assert.equal(await page.locator(".turn[id]").count(), 40);
  await page.getByRole("button", { name: "看更早的对话" }).click();
  await page.waitForFunction(() => document.querySelectorAll(".turn[id]").length === 44);
}

export async function a_slow_answer_shows_the_question_once(h) {
  const page = await h.open();
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await page.route("**/chat/api/messages", async (route) => {
    const response = await route.fetch();
    await released;
    await route.fulfill({ response });
  }, { times: 1 });
  await page.locator("#text").fill("你好");
  await page.locator("#text").press("Enter");
  // The stream tells of both before the request is answered.
  await page.locator(".turn.bot[id]").first().waitFor();
  await page.locator(".typing").waitFor();
  assert.equal(await page.locator(".turn.user").count(), 1);
  await h.axe(page, "waiting");
  release();
  await page.locator(".typing").waitFor({ state: "detached" });
  assert.equal(await page.locator(".turn[id]").count(), 2);
}
