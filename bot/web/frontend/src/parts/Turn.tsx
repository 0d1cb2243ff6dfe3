// One thing said, by whoever.

import { Linked, Outside } from "../linked";
import type { Card, Entry, Pending } from "../types";
import { day, moment, words } from "../words";
import { Feedback } from "./Feedback";
import { Fold } from "./Fold";
import { FoldedMeasure, MeasureCard } from "./MeasureCard";

// A text as short as this is shown beside its cards; a longer one repeats what they say.
const SHORT = 160;

/** What leads into the cards, and what a screen reader is told at once. */
export function lead(entry: Entry): string {
  const card = entry.card;
  if (!card?.measures.length || entry.text.length <= SHORT) return entry.text;
  const over = card.measures.every((measure) => measure.expired);
  const found = over ? words.ended(card.measures.length, day(card.as_of)) : words.found(card.measures.length);
  return card.question ? `${found}${words.asked}` : found;
}

export function spoken(entry: Entry): string {
  const best = entry.card?.measures[0];
  const what = best ? `${lead(entry)}${best.title}，${words.verdict[best.verdict]}。${entry.card?.question ?? ""}` : entry.text;
  return entry.who === "operator" ? words.said(entry.name ?? words.operator, what) : words.answered(what);
}

function Measures({ card, text }: { card: Card; text: string }) {
  const [best, ...others] = card.measures;
  if (!best) return null;
  return (
    <>
      <MeasureCard measure={best} card={card} />
      {others.length > 0 && <p class="also">{words.also}</p>}
      {others.map((measure) => (
        <FoldedMeasure key={measure.id} measure={measure} card={card} />
      ))}
      {text.length > SHORT && (
        <Fold title={words.wholeText} open={false}>
          <p class="pre">
            <Linked text={text} />
          </p>
        </Fold>
      )}
    </>
  );
}

function Bubble({ text }: { text: string }) {
  return text ? (
    <p class="bubble">
      <Linked text={text} />
    </p>
  ) : null;
}

/** Answers and refusals are judged; a question back and small talk are not. */
function judged(card: Card): boolean {
  return card.measures.length > 0 || card.type === "answer" || card.type === "out_of_scope";
}

interface Shown {
  entry: Entry;
  desk: boolean;
  judge: (entry: Entry, useful: boolean, reason: string) => Promise<void>;
}

export function Turn({ entry, desk, judge }: Shown) {
  const names = { user: words.you, bot: words.bot, operator: entry.name ?? words.operator, system: "" };
  const asked = Boolean(entry.card?.question && entry.text.length > SHORT && entry.card.measures.length);
  return (
    <article class={`turn ${entry.who}`} id={`e${entry.id}`}>
      <p class="by">
        <span class={entry.who === "operator" ? "person" : "hidden"}>{names[entry.who]}</span> <time dateTime={entry.at}>{moment(entry.at)}</time>
      </p>
      <Bubble text={lead(entry)} />
      {entry.card && <Measures card={entry.card} text={entry.text} />}
      {asked && <Bubble text={entry.card?.question ?? ""} />}
      {entry.link?.startsWith("/") && <Outside href={entry.link}>{words.measureLink}</Outside>}
      {desk && entry.who === "bot" && entry.card && judged(entry.card) && <Feedback entry={entry} judge={judge} />}
    </article>
  );
}

export function Unsent({ pending, waiting, retry, cancel }: { pending: Pending; waiting: boolean; retry: () => void; cancel: () => void }) {
  return (
    <article class="turn user unsent">
      <Bubble text={pending.shown} />
      <p class="by">
        {waiting ? words.unsent : words.sending}
        {waiting && (
          <>
            <button type="button" class="quiet" onClick={retry}>
              {words.retry}
            </button>
            <button type="button" class="quiet" onClick={cancel}>
              {words.cancel}
            </button>
          </>
        )}
      </p>
    </article>
  );
}
