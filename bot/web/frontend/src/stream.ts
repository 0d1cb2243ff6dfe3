// Server-sent events read with fetch, because EventSource cannot send a header. Resumes after the last event.

import { headers } from "./api";

const LONGEST_WAIT_MS = 20_000;
// The server shows a sign of life every 15 seconds.
const SILENCE_MS = 40_000;

export interface Listener {
  entry(data: unknown): void;
  gone(): void;
  linked(connected: boolean): void;
  after(): number;
}

export class Stream {
  private stop: AbortController | null = null;
  private wait = 1000;
  private timer = 0;
  private started = false;

  constructor(private readonly listener: Listener) {
    // A hidden page gives its connection back and catches up when it is looked at again.
    document.addEventListener("visibilitychange", () => (document.hidden ? this.cut() : this.open()));
    addEventListener("online", () => this.open());
    addEventListener("pagehide", () => this.cut());
    addEventListener("pageshow", () => this.open());
  }

  /** Listen from now on; there is a session. */
  start(): void {
    this.started = true;
    this.open();
  }

  /** There is no session any more. */
  close(): void {
    this.started = false;
    this.cut();
  }

  private open(): void {
    clearTimeout(this.timer);
    if (!this.started || this.stop || document.hidden) return;
    const stop = new AbortController();
    this.stop = stop;
    void this.run(stop).finally(() => {
      if (this.stop !== stop) return;
      this.stop = null;
      this.listener.linked(false);
      this.timer = window.setTimeout(() => this.open(), this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
    });
  }

  private cut(): void {
    clearTimeout(this.timer);
    const stop = this.stop;
    this.stop = null;
    stop?.abort();
  }

  private async run(stop: AbortController): Promise<void> {
    let silence = 0;
    const alive = () => {
      clearTimeout(silence);
      silence = window.setTimeout(() => stop.abort(), SILENCE_MS);
    };
    try {
      const last = { "Last-Event-ID": String(this.listener.after()) };
      const response = await fetch("/chat/api/events", { headers: headers(last), signal: stop.signal, cache: "no-store" });
      if (response.status === 401) return this.listener.gone();
      if (!response.ok || !response.body) return;
      this.wait = 1000;
      this.listener.linked(true);
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      let rest = "";
      alive();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        alive();
        const blocks = (rest + decoder.decode(part.value, { stream: true })).split("\n\n");
        rest = blocks.pop() ?? "";
        blocks.forEach((block) => this.dispatch(block));
      }
    } catch {
      // Cut off: open again.
    } finally {
      clearTimeout(silence);
    }
  }

  private dispatch(block: string): void {
    const fields = new Map(block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]));
    if (fields.get("event") === "gone") this.listener.gone();
    if (fields.get("event") === "entry") this.listener.entry(JSON.parse(fields.get("data") ?? "null"));
  }
}
