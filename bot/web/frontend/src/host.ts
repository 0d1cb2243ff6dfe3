// Talking with the page around the frame: only with our parent, and only when it is on the server's list.

// hello: there, and closed; shown: open as it was on the page before; open: the user has just opened it.
type Told = { huiqi: "hello" | "shown" | "open" };

export class Host {
  private origin: string | null = null;
  private waiting: MessageEvent<Told>[] = [];
  private allowed: string[] | null = null;

  constructor(private readonly heard: (told: Told) => void) {
    addEventListener("message", (event: MessageEvent<Told>) => {
      if (event.source !== window.parent || window.parent === window) return;
      if (this.allowed === null) this.waiting.push(event);
      else this.take(event);
    });
  }

  /** From now on pages of these origins are listened to, and our own. */
  allow(origins: string[]): void {
    this.allowed = [...origins, location.origin];
    this.waiting.splice(0).forEach((event) => this.take(event));
  }

  tell(huiqi: "close" | "unread", count = 0): void {
    if (this.origin) window.parent.postMessage({ huiqi, count }, this.origin);
  }

  private take(event: MessageEvent<Told>): void {
    if (!this.allowed?.some((origin) => origin === "*" || origin === event.origin)) return;
    if (typeof event.data?.huiqi !== "string") return;
    this.origin = event.origin;
    this.heard(event.data);
  }
}
