// Was it useful, and if not, why.

import { useId, useState } from "preact/hooks";
import type { Entry } from "../types";
import { words } from "../words";

type Judge = (entry: Entry, useful: boolean, reason: string) => Promise<void>;

export function Feedback({ entry, judge }: { entry: Entry; judge: Judge }) {
  const id = useId();
  const [asking, setAsking] = useState(false);
  const [chosen, setChosen] = useState<string[]>([]);
  const [more, setMore] = useState("");
  const [fault, setFault] = useState(false);
  const given = entry.feedback;

  const tell = (useful: boolean, reason: string) =>
    judge(entry, useful, reason).then(
      () => setFault(false),
      () => setFault(true),
    );
  const toggle = (why: string) => setChosen(chosen.includes(why) ? chosen.filter((one) => one !== why) : [...chosen, why]);

  return (
    <div class="feedback">
      <button type="button" class="quiet" aria-pressed={given?.useful === true} onClick={() => void tell(true, "").then(() => setAsking(false))}>
        {words.useful}
      </button>
      <button
        type="button"
        class="quiet"
        aria-pressed={given?.useful === false}
        onClick={() => {
          setAsking(true);
          void tell(false, "");
        }}
      >
        {words.useless}
      </button>
      {given && !asking && <small role="status">{words.thanks}</small>}
      {fault && (
        <p class="fault" role="alert">
          {words.failed}
        </p>
      )}
      {asking && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void tell(false, [...chosen, more.trim()].filter(Boolean).join("；")).then(() => setAsking(false));
          }}
        >
          <fieldset>
            <legend>{words.why}</legend>
            {words.whys.map((why) => (
              <button type="button" class="quiet" aria-pressed={chosen.includes(why)} onClick={() => toggle(why)}>
                {why}
              </button>
            ))}
          </fieldset>
          <label for={id}>{words.whyMore}</label>
          <input id={id} maxLength={300} value={more} onInput={(event) => setMore(event.currentTarget.value)} />
          <button type="submit">{words.submit}</button>
        </form>
      )}
    </div>
  );
}
