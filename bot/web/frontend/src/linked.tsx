// Text as nodes: addresses and phones become links, nothing is read as HTML.

import type { ComponentChildren } from "preact";

// No lookbehind: browsers inside older phones do not know it. What stands before is checked below.
const LINK = new RegExp(
  "(https?://[A-Za-z0-9_.~:/?#@!$&*+,;=%-]*[A-Za-z0-9_/#=&%-])" +
    "|(1[3-9]\\d{9}|0\\d{2,3}-\\d{7,8}|[5-8]\\d{7}(?:-\\d{1,6})?|12345|12348|12366|12333)" +
    "(?![0-9A-Za-z%-]|\\.\\d|\\s*(?:元|万|亿|人|个|户|家|年|月|日|天|㎡|平方米))",
  "g",
);
const INSIDE_A_NUMBER = /[0-9A-Za-z.-]$/;

function dial(phone: string): string {
  const landline = /^([5-8]\d{7})(?:-(\d+))?$/.exec(phone);
  if (!landline) return `tel:${phone.replace("-", "")}`;
  return landline[2] ? `tel:010${landline[1]},${landline[2]}` : `tel:010${landline[1]}`;
}

export function Outside({ href, children }: { href: string; children: ComponentChildren }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

export function Linked({ text }: { text: string }) {
  const nodes: ComponentChildren[] = [];
  let end = 0;
  for (const found of text.matchAll(LINK)) {
    const before = text.slice(end, found.index);
    if (found[2] && INSIDE_A_NUMBER.test(before)) continue;
    nodes.push(before, found[1] ? <Outside href={found[1]}>{found[0]}</Outside> : <a href={dial(found[0])}>{found[0]}</a>);
    end = found.index + found[0].length;
  }
  nodes.push(text.slice(end));
  return <>{nodes}</>;
}
