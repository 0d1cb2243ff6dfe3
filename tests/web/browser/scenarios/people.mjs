// A person takes over: live replies, the ticket, and the rating.
import assert from "node:assert/strict";

const OPEN = { state: "派单", owner: "王工", due_at: "2022-06-02T18:00:00+08:00" };

export async function an_operator_answers_live(h) {
  const page = await h.open();
  await h.ask(page, "转人工");
  await h.operator(OPEN);
  await page.locator("section.ticket").getByText("派单").waitFor();
  assert.match(await page.locator("section.ticket").innerText(), /工单 20220601-7.*王工.*最迟 6月2日/s);
  await h.operator({ text: "您好，请说说情况", name: "王工" });
  const turn = page.locator(".turn.operator");
  await turn.waitFor();
  assert.match(await turn.innerText(), /王工[\s\S]*请说说情况/);
  await page.locator("p[role=status]", { hasText: "王工说：您好" }).waitFor({ state: "attached" });
  await h.axe(page, "operator");
}

export async function what_was_said_during_a_cut_arrives_once(h) {
  const page = await h.open();
  await h.ask(page, "转人工");
  await h.context.setOffline(true);
  await h.operator({ text: "第一句", name: "王工" });
  await h.operator({ text: "第二句", name: "王工" });
  await h.context.setOffline(false);
  await page.locator(".turn.operator").nth(1).waitFor();
  await h.operator({ text: "第三句", name: "王工" });
  await page.locator(".turn.operator").nth(2).waitFor();
  assert.deepEqual(await page.locator(".turn.operator .bubble").allInnerTexts(), ["第一句", "第二句", "第三句"]);
  h.expect(/ERR_INTERNET_DISCONNECTED/, /ERR_NETWORK/);
}

export async function a_finished_ticket_is_rated(h) {
  const page = await h.open();
  await h.ask(page, "转人工");
  await h.operator({ ...OPEN, state: "办结", due_at: "", can_rate: true });
  const panel = page.locator("section.ticket");
  await panel.getByLabel("4 星").check();
  await h.axe(page, "rating");
  await panel.getByLabel("说两句").fill("很快");
  await panel.getByRole("button", { name: "提交" }).click();
  await panel.getByText("评价", { exact: true }).waitFor();
  assert.deepEqual((await h.state()).told.at(-1), { stars: 4, words: "很快" });
  assert.equal(await panel.locator("form").count(), 0);
}
