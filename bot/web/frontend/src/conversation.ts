// The conversation: what has been said, what is on its way, and how the server can be reached.

import { Refused, begin, call, deliver, earlier, token } from "./api";
import { onChange, randomId, readTab, write, writeTab } from "./memory";
import { Stream } from "./stream";
import type { Button, Entry, Pending, Settings, Ticket } from "./types";

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15_000;

export type Trouble = { kind: "offline" | "unreachable" | "refused"; text: string } | null;

export class Conversation {
  entries: Entry[] = [];
  pending: Pending[] = [];
  settings: Settings | null = null;
  ticket: Ticket | null = null;
  more = false;
  sending = false;
  trouble: Trouble = null;
  /** What the server would not take, to be corrected. */
  returned = "";
  private newest = 0;
  private wait = FIRST_WAIT_MS;
  private timer = 0;
  private readonly stream: Stream;

  constructor(
    private readonly district: string,
    private readonly changed: () => void,
    private readonly arrived: (entries: Entry[]) => void,
  ) {
    this.pending = stored();
    this.stream = new Stream({
      entry: (data) => this.merge([data as Entry], true),
      gone: () => void this.restart(),
      linked: (connected) => connected && this.trouble?.kind === "unreachable" && this.retry(),
      after: () => this.newest,
    });
    onChange("token", () => void this.follow());
    addEventListener("online", () => this.retry());
    addEventListener("offline", () => this.fail("offline"));
  }

  private own: string | null = null;

  async start(): Promise<void> {
    try {
      const known = token();
      const session = await begin(this.district);
      this.own = session.token ?? known;
      this.settings = session.settings;
      this.ticket = session.ticket;
      this.more = session.more;
      this.trouble = null;
      this.newest = Math.max(this.newest, session.newest);
      this.merge(session.entries, false);
      this.stream.start();
      void this.flush();
    } catch (error) {
      this.failed(error);
      this.again(() => this.start());
    }
  }

  /** Say something: words, or a button the server has offered. */
  send(shown: string, button?: string): void {
    this.pending = [...this.pending, { turn: randomId(), shown, ...(button ? { button } : { text: shown }) }];
    this.returned = "";
    store(this.pending);
    this.changed();
    void this.flush();
  }

  retry(): void {
    clearTimeout(this.timer);
    this.wait = FIRST_WAIT_MS;
    if (this.settings) void this.flush();
    else void this.start();
  }

  /** What is on its way and has not come back as said: the server tells of a message before it answers. */
  get unsaid(): Pending[] {
    return this.pending.filter((one) => !this.entries.some((entry) => entry.turn === one.turn));
  }

  /** What the last turn offers to choose from. */
  get offered(): Button[] {
    const last = this.entries[this.entries.length - 1];
    if (this.pending.length || last?.who !== "bot") return [];
    return this.entries.filter((entry) => entry.turn === last.turn).flatMap((entry) => entry.buttons);
  }

  /** Do not send what could not be sent. */
  cancel(turn: string): void {
    this.drop(turn);
    this.trouble = null;
    this.changed();
  }

  async older(): Promise<void> {
    const first = this.entries[0];
    if (!first) return;
    const got = await earlier(first.id);
    this.more = got.more;
    this.merge(got.entries, false);
  }

  async judge(entry: Entry, useful: boolean, reason: string): Promise<void> {
    await call("/chat/api/feedback", { entry: entry.id, useful, reason });
    this.entries = this.entries.map((one) => (one.id === entry.id ? { ...one, feedback: { useful, reason } } : one));
    this.changed();
  }

  async rate(number: string, stars: number, words: string): Promise<void> {
    this.ticket = (await call<{ ticket: Ticket }>("/chat/api/rate", { number, stars, words })).ticket;
    this.changed();
  }

  async forget(): Promise<void> {
    await call("/chat/api/forget", {});
    await this.restart();
  }

  /** Begin anew: with the secret of another tab if there is one, else with a new one. */
  private restart(): Promise<void> {
    this.restarting ??= this.anew().finally(() => (this.restarting = null));
    return this.restarting;
  }

  private restarting: Promise<void> | null = null;

  /** Another tab may have begun a session of its own at the same time: the one that is kept is gone on with. */
  private async follow(): Promise<void> {
    await this.restarting;
    if (token() && token() !== this.own) await this.restart();
  }

  private async anew(): Promise<void> {
    this.stream.close();
    if (token() === this.own) write("token", null);
    this.entries = [];
    this.pending = [];
    this.ticket = null;
    this.newest = 0;
    store([]);
    this.changed();
    await this.start();
  }

  private async flush(): Promise<void> {
    clearTimeout(this.timer);
    if (this.sending || !this.settings) return;
    this.sending = true;
    try {
      for (let next = this.pending[0]; next; next = this.pending[0]) {
        this.changed();
        const got = await deliver(next);
        this.ticket = got.ticket;
        this.trouble = null;
        this.wait = FIRST_WAIT_MS;
        this.drop(next.turn);
        this.merge(got.entries, true);
      }
    } catch (error) {
      this.failed(error);
    } finally {
      this.sending = false;
      this.changed();
    }
  }

  private failed(error: unknown): void {
    const next = this.pending[0];
    if (!(error instanceof Refused)) {
      this.fail(navigator.onLine ? "unreachable" : "offline");
      this.again(() => this.flush());
    } else if (error.status === 401) {
      void this.renew();
    } else if (error.passing) {
      this.fail("unreachable", error.message);
      this.again(() => this.flush(), error.retryAfter);
    } else {
      this.fail("refused", error.message);
      if (next) this.drop(next.turn);
      this.returned = next?.text ?? "";
    }
  }

  /** The session has ended elsewhere: what is on its way goes into a new one. */
  private async renew(): Promise<void> {
    const waiting = this.pending;
    if (token() === this.own) write("token", null);
    this.entries = [];
    this.newest = 0;
    this.stream.close();
    this.pending = waiting;
    await this.start();
  }

  private again(work: () => Promise<void>, seconds: number | null = null): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void work(), seconds === null ? this.wait : seconds * 1000);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }

  private fail(kind: "offline" | "unreachable" | "refused", text = ""): void {
    this.trouble = { kind, text };
    this.changed();
  }

  private merge(entries: Entry[], live: boolean): void {
    const known = new Map(this.entries.map((entry) => [entry.id, entry]));
    const fresh = entries.filter((entry) => !known.has(entry.id));
    if (fresh.length) {
      fresh.forEach((entry) => known.set(entry.id, entry));
      this.entries = [...known.values()].sort((a, b) => a.id - b.id);
      this.newest = Math.max(this.newest, ...fresh.map((entry) => entry.id));
      const told = fresh.filter((entry) => entry.ticket?.number).pop();
      if (live && told?.ticket) this.ticket = told.ticket;
      if (live) this.arrived(fresh.filter((entry) => entry.who !== "user"));
    }
    this.changed();
  }

  private drop(turn: string): void {
    this.pending = this.pending.filter((one) => one.turn !== turn);
    store(this.pending);
  }
}

function stored(): Pending[] {
  try {
    return JSON.parse(readTab("pending") ?? "[]") as Pending[];
  } catch {
    return [];
  }
}

function store(pending: Pending[]): void {
  writeTab("pending", pending.length ? JSON.stringify(pending) : null);
}
