// Prints the sizes of what was built and fails when they are over the limits.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMITS = { chat: 130_000, widget: 4_000 };
const FILES = { chat: ["chat/index.html", "chat/chat.js", "chat/chat.css"], widget: ["widget.js"] };

for (const [name, files] of Object.entries(FILES)) {
  const bytes = files.map((file) => gzipSync(readFileSync(new URL(`../../static/${file}`, import.meta.url)), { level: 9 }).length);
  const total = bytes.reduce((sum, size) => sum + size, 0);
  console.log(`${name}: ${total} bytes gzip (${files.map((file, n) => `${file} ${bytes[n]}`).join(", ")}), limit ${LIMITS[name]}`);
  if (total > LIMITS[name]) process.exitCode = 1;
}
