// The page: bar, log, composer.

import { useEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import { Conversation } from "./conversation";
import { Host } from "./host";
import { read, write } from "./memory";
import { options, takeQuestion } from "./options";
import { Composer } from "./parts/Composer";
import { Header, privacy } from "./parts/Header";
import { TicketPanel } from "./parts/TicketPanel";
import { Turn, Unsent, spoken } from "./parts/Turn";
import type { Button, Entry } from "./types";
import { day, words } from "./words";

const MARGIN = 8;
const fine = matchMedia("(pointer: fine)");

function useElder(): [boolean, (elder: boolean) => void] {
  const [elder, setElder] = useState(read("elder") === "1");
  useEffect(() => {
    document.documentElement.classList.toggle("elder", elder);
    write("elder", elder ? "1" : null);
  }, [elder]);
  return [elder, setElder];
}

function useConversation(arrived: (entries: Entry[]) => void): Conversation {
  const [, changed] = useReducer((count: number) => count + 1, 0);
  return useMemo(() => new Conversation(options.district, () => changed(undefined as never), arrived), []);
}

function Choices({ label, buttons, choose }: { label: string; buttons: Button[]; choose: (button: Button) => void }) {
  if (!buttons.length) return null;
  return (
    <div class="quick" role="group" aria-label={label}>
      {buttons.map((button) => (
        <button type="button" key={button.id} onClick={() => choose(button)}>
          {button.title}
        </button>
      ))}
    </div>
  );
}

function Greeting({ talk }: { talk: Conversation }) {
  return (
    <article class="turn bot">
      <p class="bubble">{options.greeting || words.greeting}</p>
      <p class="note">{words.note}</p>
      {talk.settings && <p class="note">{privacy(talk.settings)}</p>}
    </article>
  );
}

function Notice({ talk }: { talk: Conversation }) {
  if (!talk.trouble) return null;
  const { kind, text } = talk.trouble;
  return (
    <p class="fault" role="alert">
      {text || (kind === "offline" ? words.offline : words.unreachable)}
      {kind !== "refused" && !talk.unsaid.length && (
        <button type="button" class="quiet" onClick={() => talk.retry()}>
          {words.retry}
        </button>
      )}
    </p>
  );
}

export function App() {
  const [elder, setElder] = useElder();
  const [text, setText] = useState("");
  const [news, setNews] = useState("");
  const unread = useRef(0);
  const field = useRef<HTMLTextAreaElement>(null);
  const log = useRef<HTMLElement>(null);
  const host = useRef<Host | null>(null);
  const open = useRef(!options.embedded);

  const talk = useConversation((entries) => {
    const first = entries[0];
    if (!first) return;
    setNews(entries.map(spoken).join(" "));
    if (!open.current) host.current?.tell("unread", (unread.current += entries.length));
    requestAnimationFrame(() => {
      // Within the log only: scrollIntoView would move the page, and in a frame the page around it.
      const turn = document.getElementById(`e${first.id}`);
      if (turn && log.current) log.current.scrollTo({ top: turn.offsetTop - log.current.offsetTop - MARGIN });
    });
  });

  const focus = () => (fine.matches ? field.current : log.current)?.focus({ preventScroll: true });
  const say = (shown: string, button?: string) => {
    if (!shown.trim()) return;
    talk.send(shown, button);
    requestAnimationFrame(() => log.current?.scrollTo({ top: log.current.scrollHeight }));
    focus();
  };
  const close = () => {
    open.current = false;
    host.current?.tell("close");
  };

  // At once, not in an effect: the page around us speaks as soon as the frame has loaded.
  if (!host.current) {
    host.current = new Host((told) => {
      if (told.huiqi === "hello") return;
      open.current = true;
      unread.current = 0;
      if (told.huiqi === "open") focus();
    });
  }
  useEffect(() => {
    const question = takeQuestion();
    if (question.text && !question.ask) setText(question.text);
    void talk.start().then(() => {
      requestAnimationFrame(() => log.current?.scrollTo({ top: log.current.scrollHeight }));
      if (question.ask) say(question.text);
      performance.mark("huiqi-ready");
    });
    if (!options.embedded) focus();
  }, []);
  useEffect(() => {
    if (talk.settings) host.current?.allow(talk.settings.origins);
  }, [talk.settings]);
  useEffect(() => {
    if (talk.returned) setText(talk.returned);
  }, [talk.returned]);

  const starters = (talk.settings?.starters ?? []).map((title) => ({ id: "", title }));
  const most = talk.settings?.max_chars ?? 2000;
  return (
    <>
      <Header settings={talk.settings} elder={elder} setElder={setElder} close={close} forget={() => talk.forget().then(() => setNews(words.forgot))} />
      {talk.settings?.demo_date && <p class="demo">{words.demo(day(talk.settings.demo_date))}</p>}
      {talk.ticket && <TicketPanel ticket={talk.ticket} rate={(...given) => talk.rate(...given)} />}
      <main class="log" ref={log} tabIndex={0} aria-label={words.log}>
        <div class="inner">
          {talk.more && (
            <button type="button" class="quiet" onClick={() => void talk.older()}>
              {words.older}
            </button>
          )}
          {!talk.more && <Greeting talk={talk} />}
          {!talk.settings && !talk.trouble && <p class="note">{words.loading}</p>}
          {talk.entries.map((entry) => (
            <Turn key={entry.id} entry={entry} desk={Boolean(talk.settings?.desk)} judge={(...given) => talk.judge(...given)} />
          ))}
          {talk.unsaid.map((pending) => (
            <Unsent
              key={pending.turn}
              pending={pending}
              waiting={Boolean(talk.trouble) || !talk.sending}
              retry={() => talk.retry()}
              cancel={() => talk.cancel(pending.turn)}
            />
          ))}
          {talk.sending && !talk.trouble && (
            <p class="typing">
              <span class="hidden">{words.typing}</span>
              <i />
              <i />
              <i />
            </p>
          )}
          <Notice talk={talk} />
          <Choices label={words.replies} buttons={talk.offered} choose={(b) => say(b.title, b.id)} />
          {!talk.pending.length && !talk.entries.length && <Choices label={words.starters} buttons={starters} choose={(b) => say(b.title)} />}
        </div>
      </main>
      <Composer
        field={field}
        text={text}
        most={most}
        write={setText}
        send={() => {
          if (!text.trim() || Array.from(text).length > most) return;
          setText("");
          say(text);
        }}
      />
      <p class="hidden" role="status">
        {news}
      </p>
    </>
  );
}
