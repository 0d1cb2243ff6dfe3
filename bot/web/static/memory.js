// What the tab remembers: its random sender and what was said. Falls back to this page's lifetime.

const KEEP = 60;
const own = new Map();

function read(key) {
  try {
    return sessionStorage.getItem(key) ?? own.get(key) ?? null;
  } catch {
    return own.get(key) ?? null;
  }
}

function write(key, value) {
  own.set(key, value);
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // Storage is full or forbidden: the copy in memory serves until the page is left.
  }
}

function random() {
  // crypto.randomUUID is missing on plain http addresses other than localhost.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function sender() {
  const known = read("huiqi.sender");
  if (known) return known;
  const fresh = `chat-${random()}`;
  write("huiqi.sender", fresh);
  return fresh;
}

export function said() {
  try {
    return JSON.parse(read("huiqi.said") ?? "[]");
  } catch {
    return [];
  }
}

export function remember(turn) {
  write("huiqi.said", JSON.stringify([...said(), turn].slice(-KEEP)));
}

export function forget() {
  write("huiqi.sender", `chat-${random()}`);
  write("huiqi.said", "[]");
}
