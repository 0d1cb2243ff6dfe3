// A measure as a card: title, verdict, validity, amount, then what can be unfolded, then whom to call.

import { useId } from "preact/hooks";
import { Linked, Outside } from "../linked";
import type { Card, Measure } from "../types";
import { day, words } from "../words";
import { Contacts } from "./Contacts";
import { Estimate } from "./Estimate";
import { Fold, List } from "./Fold";

function validity(measure: Measure, asOf: string): { text: string; over: boolean } {
  if (measure.expired) {
    return { text: measure.valid_to ? words.endedOn(day(measure.valid_to)) : words.endedPlain, over: true };
  }
  if (measure.valid_from && measure.valid_from > asOf) return { text: words.notYet(day(measure.valid_from)), over: true };
  return { text: measure.valid_to ? words.until(day(measure.valid_to)) : words.openEnd, over: false };
}

export function Badges({ measure, asOf }: { measure: Measure; asOf: string }) {
  const valid = validity(measure, asOf);
  return (
    <span class="badges">
      <span class={`badge ${measure.verdict}`}>{words.verdict[measure.verdict]}</span>
      <span class={`badge ${valid.over ? "over" : "valid"}`}>{valid.text}</span>
    </span>
  );
}

function Reasons({ measure, open }: { measure: Measure; open: boolean }) {
  const count = (state: string) => measure.reasons.filter((reason) => reason.state === state).length;
  if (!measure.reasons.length) return null;
  return (
    <Fold title={words.reasons(count("met"), count("not_met"), count("unknown"))} open={open}>
      <ul class="reasons">
        {measure.reasons.map((reason) => (
          <li class={reason.state}>
            <span class="hidden">{words.state[reason.state]}：</span>
            {reason.text}
            {reason.applies_to && <small>（{reason.applies_to}）</small>}
          </li>
        ))}
      </ul>
    </Fold>
  );
}

/** The benefits of a measure come joined by semicolons. */
function Amount({ text }: { text: string }) {
  const benefits = text.split(/[。；]*；/);
  return (
    <div>
      <strong>{words.gives}：</strong>
      {benefits.length > 1 ? <List items={benefits.map((benefit) => `· ${benefit}`)} /> : <Linked text={text} />}
    </div>
  );
}

// What the card shows of itself when it is asked about: whom to call, why it fits, what it gives.
const SHOWN = ["contact", "eligibility", "amount"];

/** What was asked about, before everything else; the first line is its heading. */
function Asked({ lines }: { lines: string[] }) {
  const [heading, ...rest] = lines;
  return (
    <div class="working">
      <strong>{heading}</strong>
      <List items={rest} />
    </div>
  );
}

function Body({ measure, card, first }: { measure: Measure; card: Card; first: boolean }) {
  const asked = first ? card.aspect : null;
  const told = asked !== null && !SHOWN.includes(asked) && card.asked.length > 0;
  return (
    <>
      {told && <Asked lines={card.asked} />}
      {measure.amount && <Amount text={measure.amount} />}
      {first && card.working.length > 0 && (
        <div class="working">
          <strong>{words.working}：</strong>
          <List items={card.working} />
        </div>
      )}
      {measure.almost && <p class="hint">{measure.almost.text}</p>}
      <Reasons measure={measure} open={asked === "eligibility"} />
      {measure.steps.length > 0 && (
        <Fold title={words.steps} open={asked === "process" && !told}>
          <List items={measure.steps} />
        </Fold>
      )}
      {measure.materials.length > 0 && (
        <Fold title={words.materials} open={asked === "materials" && !told}>
          <List items={measure.materials} />
        </Fold>
      )}
      {(measure.not_together?.length ?? 0) > 0 && (
        <Fold title={words.together} open={false}>
          <List items={measure.not_together ?? []} />
        </Fold>
      )}
      {measure.estimable && <Estimate measure={measure.id} />}
      <Contacts contacts={measure.contacts} all={asked === "contact"} />
      <p class="source">
        {words.source}：{measure.source}
      </p>
      <p class="links">
        <Outside href={measure.page}>
          {words.page}
          <span class="hidden">{words.newTab}</span>
        </Outside>
        <Outside href={`${measure.page}/checklist`}>
          {words.checklist}
          <span class="hidden">{words.newTab}</span>
        </Outside>
      </p>
    </>
  );
}

/** The best measure, open. */
export function MeasureCard({ measure, card }: { measure: Measure; card: Card }) {
  const id = useId();
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{measure.title}</h2>
      <Badges measure={measure} asOf={card.as_of ?? ""} />
      <Body measure={measure} card={card} first />
    </section>
  );
}

/** Another measure, folded to its title. */
export function FoldedMeasure({ measure, card }: { measure: Measure; card: Card }) {
  return (
    <details class="card folded">
      <summary>
        <span class="name">{measure.title}</span>
        <Badges measure={measure} asOf={card.as_of ?? ""} />
      </summary>
      <Body measure={measure} card={card} first={false} />
    </details>
  );
}
