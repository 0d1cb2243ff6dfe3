// Conversations by mouse and by keyboard alone, and what can be done with an answer.
import assert from "node:assert/strict";

export async function by_mouse(h) {
  const page = await h.open();
  await h.axe(page, "empty");
  await h.targets(page);
  await page.getByRole("group", { name: "可以这样问" }).getByRole("button", { name: "房租能减吗" }).click();
  await h.answered(page, 0);
  await h.axe(page, "with buttons");
  await page.getByRole("group", { name: "接着可以选" }).getByRole("button", { name: "东城" }).click();
  await h.answered(page, 1);
  await h.ask(page, "8个人的饭馆，租的国有房");
  const turn = page.locator(".turn.bot[id]").nth(2);
  const card = turn.locator("section.card");
  assert.match(await card.locator("h2").innerText(), /租金|房租/);
  assert.match(await card.locator(".badges").innerText(), /要核实/);
  assert.match(await card.locator(".badges").innerText(), /还没开始：2022年6月15日起/);
  assert.match(await card.locator(".source").innerText(), /东政发〔2022〕8号第3条/);
  await card.locator("summary", { hasText: "判断理由" }).click();
  assert.match(await card.locator(".reasons .met").first().innerText(), /在东城区/);
  assert.equal(await card.locator("a.call").first().getAttribute("href"), "tel:01064153573");
  await turn.locator("details.folded summary").first().click();
  await h.axe(page, "answer, unfolded");
  await h.targets(page);
  await page.getByRole("button", { name: "联系电话" }).click();
  await h.answered(page, 3);
  assert.deepEqual((await h.state()).asked.slice(-4), ["房租能减吗", "东城", "8个人的饭馆，租的国有房", "联系电话"]);
  assert.deepEqual(await page.evaluate(() => performance.getEntriesByName("huiqi-ready").length), 1);
}

export async function by_keyboard_alone(h) {
  const page = await h.open();
  const focused = () => page.evaluate(() => document.activeElement?.textContent || document.activeElement?.id);
  assert.equal(await focused(), "text");
  const until = async (wanted, key = "Tab", most = 40) => {
    for (let n = 0; n < most; n++) {
      if (wanted.test(await focused())) return;
      await page.keyboard.press(key);
    }
    assert.fail(`${wanted} is not reached; at ${await focused()}`);
  };
  await until(/^房租能减吗$/, "Shift+Tab");
  await page.keyboard.press("Enter");
  await h.answered(page, 0);
  assert.equal(await focused(), "text");
  await until(/^东城$/, "Shift+Tab");
  await page.keyboard.press("Space");
  await h.answered(page, 1);
  assert.equal(await focused(), "text");
  await page.keyboard.type("谢谢");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("再问一个");
  await page.keyboard.press("Enter");
  await h.answered(page, 2);
  assert.equal(await page.locator(".turn.user .bubble").last().innerText(), "谢谢\n再问一个");
  await page.keyboard.type("东城的研发费用补助，去年研发花了60万能补多少");
  await page.keyboard.press("Enter");
  await h.answered(page, 3);
  const card = page.locator(".turn.bot[id]").nth(3).locator("section.card");
  assert.match(await card.locator(".working").first().innerText(), /60万元 × 5% = 3万元/);
  await until(/^判断理由/, "Shift+Tab", 80);
  const before = await card.locator("details[open]").count();
  await page.keyboard.press("Enter");
  assert.equal(await card.locator("details[open]").count(), before + 1);
  await until(/^更多$/, "Shift+Tab", 80);
  await page.keyboard.press("Enter");
  await page.locator("#menu").waitFor();
  await h.axe(page, "menu");
  await page.keyboard.press("Escape");
  await page.locator("#menu").waitFor({ state: "detached" });
  assert.equal(await focused(), "更多");
}

export async function estimate_with_its_working(h) {
  const page = await h.open();
  await h.ask(page, "东城研发费用补助");
  const card = page.locator("section.card").first();
  await card.locator("summary", { hasText: "算一算" }).click();
  const input = card.locator("form.estimate input").first();
  await input.fill("600000");
  await card.getByRole("button", { name: "算", exact: true }).click();
  await card.locator(".working[role=status]").waitFor();
  assert.match(await card.locator(".working[role=status]").innerText(), /3万元/);
  await h.axe(page, "estimate");
  await input.fill("很多");
  await card.getByRole("button", { name: "算", exact: true }).click();
  await card.getByRole("alert").waitFor();
  await h.axe(page, "estimate, refused");
  h.expect(/422/);
}

export async function checklist_to_print_or_save(h) {
  const page = await h.open();
  await h.ask(page, "东城研发费用补助");
  const [sheet] = await Promise.all([
    h.context.waitForEvent("page"),
    page.locator("section.card").first().getByRole("link", { name: /办理清单/ }).click(),
  ]);
  await sheet.getByRole("button", { name: "打印" }).waitFor();
  await h.axe(sheet, "checklist");
  const [download] = await Promise.all([sheet.waitForEvent("download"), sheet.getByRole("button", { name: "保存为文本" }).click()]);
  assert.match(download.suggestedFilename(), /^办理清单.*\.txt$/);
}

export async function ended_measures_are_marked(h) {
  const page = await h.open();
  await h.ask(page, "西城贷款贴息找谁");
  const turn = page.locator(".turn.bot[id]").first();
  assert.match(await turn.locator(".bubble").first().innerText(), /都已结束/);
  assert.match(await turn.locator("section.card .badge.over").innerText(), /已结束：2020年12月31日止/);
  assert.ok((await turn.locator("section.card a.call").count()) >= 1);
  await h.axe(page, "ended");
}

export async function feedback_with_a_reason(h) {
  const page = await h.open();
  await h.ask(page, "西城贷款贴息找谁");
  await page.getByRole("button", { name: "没用" }).click();
  await page.getByRole("button", { name: "电话打不通" }).click();
  await h.axe(page, "feedback");
  await page.getByLabel("补充说明").fill("响了很久");
  await page.getByRole("button", { name: "提交" }).click();
  await page.getByText("谢谢，记下了").waitFor();
  const told = (await h.state()).told.at(-1);
  assert.deepEqual([told.question, told.useful, told.reason], ["西城贷款贴息找谁", false, "电话打不通；响了很久"]);
  await page.reload();
  await page.locator("button[aria-pressed=true]", { hasText: "没用" }).waitFor();
}

export async function what_people_write_is_text(h) {
  const page = await h.open();
  const evil = '<img src=x onerror="document.title=1"> [点](javascript:alert(1)) https://example.com/a';
  await h.ask(page, evil);
  assert.equal(await page.locator(".turn.user .bubble").innerText(), evil);
  assert.equal(await page.locator(".log img").count(), 0);
  const links = await page.locator(".turn.user .bubble a").evaluateAll((all) => all.map((one) => one.href));
  assert.deepEqual(links, ["https://example.com/a"]);
}

export async function too_long_is_counted_and_not_sent(h) {
  const page = await h.open();
  await page.locator("#text").fill("字".repeat(1990));
  assert.match(await page.locator("#count").innerText(), /还能写 10 个字/);
  await page.locator("#text").fill("字".repeat(2003));
  assert.match(await page.locator("#count").innerText(), /多了 3 个字/);
  assert.equal(await page.getByRole("button", { name: "发送" }).isDisabled(), true);
  await h.axe(page, "too long");
  await page.locator("#text").press("Enter");
  assert.equal(await page.locator(".turn.user").count(), 0);
}

export async function every_answer_is_announced_once(h) {
  const page = await h.open();
  await h.ask(page, "西城贷款贴息找谁");
  const live = await page.evaluate(() =>
    [...document.querySelectorAll("[role=status],[role=alert],[role=log],[aria-live]")].map((one) => one.textContent).filter(Boolean),
  );
  assert.equal(live.length, 1);
  assert.match(live[0], /惠企回答：.*贴息/);
}
