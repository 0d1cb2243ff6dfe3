// A brand colour dark enough for white text on it, and for itself on white (WCAG 2.1 AA).

const ENOUGH = 4.6;

function luminance([r, g, b]: number[]): number {
  const part = (value = 0) => (value <= 10 ? value / 3294 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
}

/** The colour as given, or darkened until it is legible; null for what is no #rrggbb colour. */
export function legible(text: string | null | undefined): string | null {
  const found = /^#?([0-9a-f]{6})$/i.exec(text ?? "");
  if (!found) return null;
  let rgb = [0, 2, 4].map((at) => parseInt((found[1] ?? "").slice(at, at + 2), 16));
  while (1.05 / (luminance(rgb) + 0.05) < ENOUGH) rgb = rgb.map((value) => Math.floor(value * 0.94));
  return `#${rgb.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
