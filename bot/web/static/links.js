// Text of a reply as nodes: addresses and phones become links, nothing is read as HTML.

// No lookbehind: browsers inside older phones do not know it. What stands before is checked in linked().
const LINK = new RegExp(
  "(https?://[A-Za-z0-9_.~:/?#@!$&*+,;=%-]*[A-Za-z0-9_/#=&%-])" +
    "|(1[3-9]\\d{9}|0\\d{2,3}-\\d{7,8}|[5-8]\\d{7}(?:-\\d{1,6})?|12345|12348|12366|12333)" +
    "(?![0-9A-Za-z%-]|\\.\\d|\\s*(?:元|万|亿|人|个|户|家|年|月|日|天|㎡|平方米))",
  "g",
);
const INSIDE_A_NUMBER = /[0-9A-Za-z.-]$/;

function dial(phone) {
  const landline = /^([5-8]\d{7})(?:-(\d+))?$/.exec(phone);
  if (!landline) return `tel:${phone.replace("-", "")}`;
  return landline[2] ? `tel:010${landline[1]},${landline[2]}` : `tel:010${landline[1]}`;
}

function link(address, text) {
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.textContent = text;
  if (!address.startsWith("tel:")) {
    anchor.target = "_blank";
    anchor.rel = "noopener noreferrer";
  }
  return anchor;
}

export function linked(text) {
  const nodes = document.createDocumentFragment();
  let end = 0;
  for (const found of text.matchAll(LINK)) {
    const before = text.slice(end, found.index);
    if (found[2] && INSIDE_A_NUMBER.test(before)) continue;
    nodes.append(before);
    nodes.append(link(found[1] ?? dial(found[2]), found[0]));
    end = found.index + found[0].length;
  }
  nodes.append(text.slice(end));
  return nodes;
}

export function measureLink(measure) {
  return link(`/m/${encodeURIComponent(measure.id)}`, measure.title);
}
