import { linked, measureLink } from "./links.js";
import { forget, remember, said, sender } from "./memory.js";

const PATIENCE_MS = 30000;
const log = document.getElementById("log");
const form = document.getElementById("form");
const input = document.getElementById("text");
const submit = form.querySelector("button");
const starters = document.getElementById("starters");
let waiting = false;

function element(tag, className, content) {
  const node = document.createElement(tag);
  node.className = className;
  if (content !== undefined) node.append(content);
  return node;
}

function add(node) {
  log.append(node);
  return node;
}

function showUser(text) {
  const turn = add(element("div", "turn user", element("div", "bubble", text)));
  turn.scrollIntoView({ block: "end" });
}

function details(measures) {
  const list = element("ul", "more");
  for (const measure of measures.filter((one) => one?.id && one?.title)) {
    const item = element("li", "", "全文：");
    item.append(measureLink(measure));
    list.append(item);
  }
  return list;
}

function quickReplies(buttons) {
  const group = element("div", "quick");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "快捷回答");
  for (const { title, payload } of buttons) {
    const button = element("button", "", title);
    button.type = "button";
    button.addEventListener("click", () => send(payload ?? title, title));
    group.append(button);
  }
  return group;
}

function showReply(reply) {
  const turn = element("div", "turn bot");
  if (reply.text) turn.append(element("div", "bubble", linked(reply.text)));
  if (reply.custom?.measures?.length) turn.append(details(reply.custom.measures));
  if (turn.childElementCount) add(turn);
  if (reply.buttons?.length) add(quickReplies(reply.buttons));
  return turn;
}

function dropQuickReplies() {
  for (const old of log.querySelectorAll(".quick, p.fault")) old.remove();
}

function showTyping() {
  const turn = element("div", "turn bot typing");
  const dots = element("div", "bubble");
  dots.append(element("span", "hidden", "正在回答"), element("i", ""), element("i", ""), element("i", ""));
  turn.append(dots);
  add(turn).scrollIntoView({ block: "end" });
  return turn;
}

function showFault(message, again) {
  const fault = element("p", "fault", linked(message));
  fault.setAttribute("role", "alert");
  const retry = element("button", "", "重试");
  retry.type = "button";
  retry.addEventListener("click", again);
  fault.append(retry);
  add(fault).scrollIntoView({ block: "end" });
}

async function ask(message) {
  const patience = new AbortController();
  setTimeout(() => patience.abort(), PATIENCE_MS);
  const response = await fetch("/chat/messages", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ sender: sender(), message }),
    signal: patience.signal,
  });
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new Error(body?.error ?? "服务暂时不能回答。");
  if (!Array.isArray(body)) throw new Error("没有听懂服务器的回答。");
  return body;
}

function explain(error) {
  if (error.name === "AbortError") return "等了很久没有回答，可能网络不好。也可以拨打 12345。";
  if (error instanceof TypeError) return "连不上服务器，请检查网络。也可以拨打 12345。";
  return error.message;
}

async function deliver(message) {
  waiting = true;
  submit.disabled = true;
  dropQuickReplies();
  const typing = showTyping();
  try {
    const replies = await ask(message);
    typing.remove();
    const turns = replies.map(showReply);
    for (const { text, buttons, custom } of replies) {
      remember({ who: "bot", text, buttons, custom: { measures: custom?.measures?.map(({ id, title }) => ({ id, title })) } });
    }
    turns[0]?.scrollIntoView({ block: "start" });
  } catch (error) {
    typing.remove();
    showFault(explain(error), () => deliver(message));
  } finally {
    waiting = false;
    submit.disabled = false;
  }
}

async function send(message, shown = message) {
  if (waiting || !message.trim()) return;
  showUser(shown);
  remember({ who: "user", text: shown });
  await deliver(message);
  // On a phone the focus would bring the keyboard up over the answer.
  if (matchMedia("(pointer: fine)").matches) input.focus({ preventScroll: true });
}

function grow() {
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight + 2}px`;
}

function sendWritten(event) {
  event.preventDefault();
  if (waiting || !input.value.trim()) return;
  const text = input.value;
  input.value = "";
  grow();
  send(text);
}

form.addEventListener("submit", sendWritten);
input.addEventListener("input", grow);
input.addEventListener("keydown", (event) => {
  // Enter that picks a word in an input method must not send; Safari only tells by key code 229.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  sendWritten(event);
});

for (const button of starters.querySelectorAll("button")) {
  button.addEventListener("click", () => send(button.textContent));
}

document.getElementById("restart").addEventListener("click", () => {
  forget();
  location.reload();
});

const before = said();
if (before.length) {
  starters.remove();
  for (const [index, turn] of before.entries()) {
    if (turn.who === "user") showUser(turn.text);
    else showReply(index === before.length - 1 ? turn : { ...turn, buttons: [] });
  }
  log.scrollTop = log.scrollHeight;
}
