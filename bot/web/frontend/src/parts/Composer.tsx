// Where the user writes. Enter sends, Shift+Enter begins a line.

import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { canListen, listen } from "../speech";
import { words } from "../words";

interface Props {
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  most: number;
  write: (text: string) => void;
  send: () => void;
}

function Microphone({ write }: { write: (text: string) => void }) {
  const [on, setOn] = useState(false);
  const stop = useRef<() => void>(() => undefined);
  const toggle = () => {
    if (on) return stop.current();
    setOn(true);
    stop.current = listen(write, () => setOn(false));
  };
  return (
    <button type="button" class="quiet mic" aria-pressed={on} aria-label={on ? words.listening : words.speak} title={words.speak} onClick={toggle}>
      <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
        <path d="M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3zm6-3a6 6 0 0 1-12 0M12 18v3" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" />
      </svg>
    </button>
  );
}

export function Composer({ field, text, most, write, send }: Props) {
  const left = most - Array.from(text).length;
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  }, [text]);
  return (
    <form
      class="write"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label class="hidden" for="text">
        {words.input}
      </label>
      <textarea
        id="text"
        ref={field}
        rows={1}
        placeholder={words.placeholder}
        enterkeyhint="send"
        value={text}
        aria-invalid={left < 0}
        aria-describedby="count"
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => {
          // Enter that picks a word in an input method must not send; Safari only tells by key code 229.
          if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
          event.preventDefault();
          send();
        }}
      />
      {canListen && <Microphone write={write} />}
      <button type="submit" disabled={left < 0}>
        {words.send}
      </button>
      <p id="count" class={left < 0 ? "fault" : "by"}>
        {left < 0 ? words.over(-left) : text ? words.left(left) : ""}
      </p>
    </form>
  );
}
