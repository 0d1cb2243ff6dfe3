// The bar: name, large type, and what else there is.

import { useEffect, useRef, useState } from "preact/hooks";
import { options } from "../options";
import { canListen } from "../speech";
import type { Settings } from "../types";
import { words } from "../words";

interface Props {
  settings: Settings | null;
  elder: boolean;
  setElder: (elder: boolean) => void;
  forget: () => Promise<void>;
  close: () => void;
}

export function privacy(settings: Settings): string {
  return [words.privacy(settings.keep_days), settings.desk ? words.desk : "", canListen ? words.speechNote : ""].join("");
}

function Menu({ settings, forget, done }: { settings: Settings; forget: () => Promise<void>; done: () => void }) {
  const [sure, setSure] = useState(false);
  const [fault, setFault] = useState(false);
  return (
    <div class="menu" id="menu">
      <p>{privacy(settings)}</p>
      {!sure && (
        <button type="button" onClick={() => setSure(true)}>
          {words.forget}
        </button>
      )}
      {sure && (
        <div role="group" aria-label={words.forget}>
          <p>{words.forgetAsk}</p>
          <button type="button" class="danger" ref={(button) => button?.focus()} onClick={() => void forget().then(done, () => setFault(true))}>
            {words.forgetYes}
          </button>
          <button type="button" class="quiet" onClick={done}>
            {words.forgetNo}
          </button>
        </div>
      )}
      {fault && (
        <p class="fault" role="alert">
          {words.forgetFailed}
        </p>
      )}
    </div>
  );
}

export function Header({ settings, elder, setElder, forget, close }: Props) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const done = () => {
    setOpen(false);
    button.current?.focus();
  };
  useEffect(() => {
    const escape = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.isComposing) return;
      if (open) done();
      else if (options.embedded) close();
    };
    addEventListener("keydown", escape);
    return () => removeEventListener("keydown", escape);
  }, [open]);
  return (
    <header class="bar">
      <div class="name">
        <h1>{options.title || words.title}</h1>
        <p>{words.subtitle}</p>
      </div>
      <button type="button" aria-pressed={elder} onClick={() => setElder(!elder)}>
        {words.elder}
      </button>
      {settings && (
        <button type="button" ref={button} aria-expanded={open} aria-controls="menu" onClick={() => setOpen(!open)}>
          {words.menu}
        </button>
      )}
      {options.embedded && (
        <button type="button" aria-label={words.close} onClick={close}>
          ✕
        </button>
      )}
      {open && settings && <Menu settings={settings} forget={forget} done={done} />}
    </header>
  );
}
