// What the browser keeps. Without storage (private windows, blocked frames) it lasts as long as the page.

const own = new Map<string, string>();

export function read(key: string): string | null {
  try {
    return localStorage.getItem(`huiqi.${key}`) ?? own.get(key) ?? null;
  } catch {
    return own.get(key) ?? null;
  }
}

export function write(key: string, value: string | null): void {
  if (value === null) own.delete(key);
  else own.set(key, value);
  try {
    if (value === null) localStorage.removeItem(`huiqi.${key}`);
    else localStorage.setItem(`huiqi.${key}`, value);
  } catch {
    // Forbidden or full: the copy in memory serves.
  }
}

export function onChange(key: string, changed: (value: string | null) => void): void {
  addEventListener("storage", (event) => {
    if (event.key === `huiqi.${key}`) changed(event.newValue);
  });
}

/** What belongs to this tab alone, and survives its reload. */
export function readTab(key: string): string | null {
  try {
    return sessionStorage.getItem(`huiqi.${key}`);
  } catch {
    return null;
  }
}

export function writeTab(key: string, value: string | null): void {
  try {
    if (value === null) sessionStorage.removeItem(`huiqi.${key}`);
    else sessionStorage.setItem(`huiqi.${key}`, value);
  } catch {
    // Forbidden or full: a reload forgets it.
  }
}

export function randomId(): string {
  // crypto.randomUUID is missing on plain http addresses other than localhost.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
