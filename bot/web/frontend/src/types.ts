// What the server sends; see docs/web-chat.md.

export interface Phone {
  text: string;
  tel: string | null;
}

export interface Contact {
  name?: string | null;
  phones: Phone[];
  email?: string | null;
  department?: string | null;
  office?: string | null;
  duty?: string | null;
}

export interface Reason {
  text: string;
  state: "met" | "not_met" | "unknown";
  applies_to?: string | null;
}

export interface Measure {
  id: string;
  title: string;
  district: string;
  verdict: "eligible" | "not_eligible" | "needs_check";
  reasons: Reason[];
  amount: string;
  expired: boolean;
  valid_from?: string | null;
  valid_to?: string | null;
  term?: string | null;
  contacts: Contact[];
  steps: string[];
  materials: string[];
  almost?: { text: string; instead: string | null } | null;
  not_together?: string[];
  source: string;
  page: string;
  estimable: boolean;
}

export interface Card {
  type: "answer" | "clarify" | "handoff" | "smalltalk" | "out_of_scope";
  aspect: string | null;
  asks: string | null;
  as_of: string | null;
  question: string;
  asked: string[];
  working: string[];
  measures: Measure[];
}

export interface Button {
  id: string;
  title: string;
}

export interface Feedback {
  useful: boolean;
  reason: string;
}

export interface Ticket {
  number: string;
  kind: string;
  state: string;
  owner: string;
  created_at: string;
  updated_at: string;
  due_at: string;
  can_rate: boolean;
}

export interface Entry {
  id: number;
  turn: string;
  who: "user" | "bot" | "operator" | "system";
  at: string;
  text: string;
  buttons: Button[];
  card?: Card;
  name?: string;
  feedback?: Feedback;
  ticket?: Ticket;
  link?: string;
}

export interface Settings {
  max_chars: number;
  keep_days: number;
  demo_date: string | null;
  desk: boolean;
  origins: string[];
  starters: string[];
}

export interface Session {
  token: string | null;
  entries: Entry[];
  more: boolean;
  newest: number;
  ticket: Ticket | null;
  settings: Settings;
}

// A message on its way: the id stays the same however often it is sent.
export interface Pending {
  turn: string;
  shown: string;
  text?: string;
  button?: string;
}
