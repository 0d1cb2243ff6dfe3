// Requests to the server. The secret goes into a header, never into an address.

import { read, write } from "./memory";
import type { Entry, Pending, Session, Ticket } from "./types";

const PATIENCE_MS = 45_000;

/** The server said no: its sentence for people, and when to come again. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly retryAfter: number | null,
  ) {
    super(message);
  }

  /** The same request may succeed later. */
  get passing(): boolean {
    return this.status === 429 || this.status >= 500;
  }
}

export function token(): string | null {
  return read("token");
}

export function headers(more: Record<string, string> = {}): Record<string, string> {
  const secret = token();
  return { ...more, ...(secret ? { Authorization: `Bearer ${secret}` } : {}) };
}

/** JSON of a request. Throws Refused, or TypeError or AbortError when the server was not reached. */
export async function call<T>(path: string, body?: unknown): Promise<T> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const response = await fetch(path, {
      method: body === undefined ? "GET" : "POST",
      headers: headers(body === undefined ? {} : { "Content-Type": "application/json" }),
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: patience.signal,
      cache: "no-store",
    });
    const got = await response.json().catch(() => null);
    if (!response.ok || got === null) {
      const after = Number(response.headers.get("Retry-After")) || null;
      throw new Refused(got?.error ?? "", response.ok ? 502 : response.status, after);
    }
    return got as T;
  } finally {
    clearTimeout(timer);
  }
}

export async function begin(district: string): Promise<Session> {
  const session = await call<Session>("/chat/api/session", district ? { district } : {});
  if (session.token) write("token", session.token);
  return session;
}

export function deliver({ turn, text, button }: Pending): Promise<{ entries: Entry[]; ticket: Ticket | null }> {
  return call("/chat/api/messages", button ? { id: turn, button } : { id: turn, text });
}

export function earlier(before: number): Promise<{ entries: Entry[]; more: boolean }> {
  return call(`/chat/api/history?before=${before}`);
}
