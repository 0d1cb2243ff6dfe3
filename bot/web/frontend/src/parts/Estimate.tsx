// Working out an amount: the server says which figures it needs, then gives the amount with its working.

import { useId, useState } from "preact/hooks";
import { Refused, call } from "../api";
import { words } from "../words";
import { List } from "./Fold";

interface Input {
  name: string;
  label: string;
  unit: string;
  why?: string;
}

interface Found {
  results: { benefit: string; text: string; working: string[] }[];
  missing: Input[];
  unfit: { benefit: string; why: string }[];
  note: string;
}

function Result({ found }: { found: Found }) {
  return (
    <div class="working" role="status">
      {found.results.map((result) => (
        <>
          <p>
            {result.benefit}：<strong>{result.text}</strong>
          </p>
          <List items={result.working} />
        </>
      ))}
      {!found.results.length && <List items={found.unfit.map((one) => `${one.benefit}：${one.why}`)} />}
      <small>{found.note || words.decides}</small>
    </div>
  );
}

export function Estimate({ measure }: { measure: string }) {
  const id = useId();
  const [inputs, setInputs] = useState<Input[] | null>(null);
  const [figures, setFigures] = useState<Record<string, string>>({});
  const [found, setFound] = useState<Found | null>(null);
  const [fault, setFault] = useState("");

  const ask = async () => {
    const given = Object.entries(figures).filter(([, value]) => value.trim());
    try {
      const got = await call<Found>("/api/estimate", { measure, figures: Object.fromEntries(given) });
      setFault("");
      setInputs((known) => [...(known ?? []), ...got.missing.filter((one) => !known?.some((old) => old.name === one.name))]);
      if (given.length || !got.missing.length) setFound(got);
    } catch (error) {
      setFault((error instanceof Refused && error.message) || words.failed);
    }
  };

  return (
    <details class="fold" onToggle={(event) => event.currentTarget.open && inputs === null && void ask()}>
      <summary>{words.estimate}</summary>
      <form
        class="estimate"
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        {inputs?.map((input) => (
          <p>
            <label for={`${id}${input.name}`}>
              {input.label}（{input.unit}）
            </label>
            <input
              id={`${id}${input.name}`}
              inputMode={input.unit.includes("日") ? "text" : "decimal"}
              autocomplete="off"
              value={figures[input.name] ?? ""}
              onInput={(event) => setFigures({ ...figures, [input.name]: event.currentTarget.value })}
            />
          </p>
        ))}
        {(inputs?.length ?? 0) > 0 && <button type="submit">{words.compute}</button>}
      </form>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {found && <Result found={found} />}
    </details>
  );
}
