// What the page that embeds the chat, or a link to it, may set.

import { legible } from "./colour";

const given = new URLSearchParams(location.search);

function short(name: string, most: number): string {
  return (given.get(name) ?? "").slice(0, most);
}

export const options = {
  embedded: given.get("embed") === "1" && window.parent !== window,
  title: short("title", 30),
  greeting: short("greeting", 300),
  district: ["东城", "西城"].find((name) => name === given.get("district")) ?? "",
  lang: given.get("lang")?.toLowerCase().startsWith("en") ? "en" : "zh-CN",
  colour: legible(given.get("color")),
  question: short("q", 200),
} as const;

/** The question in the address is asked once; a link from elsewhere only fills it in. */
export function takeQuestion(): { text: string; ask: boolean } {
  if (!options.question) return { text: "", ask: false };
  given.delete("q");
  const rest = given.toString();
  history.replaceState(null, "", rest ? `${location.pathname}?${rest}` : location.pathname);
  const ours = document.referrer !== "" && new URL(document.referrer).origin === location.origin;
  return { text: options.question, ask: ours };
}
