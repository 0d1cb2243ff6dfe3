// The state of the ticket, and stars when it is done.

import { useId, useState } from "preact/hooks";
import type { Ticket } from "../types";
import { moment, words } from "../words";

const STARS = [1, 2, 3, 4, 5];

type Rate = (number: string, stars: number, text: string) => Promise<void>;

function Rating({ ticket, rate }: { ticket: Ticket; rate: Rate }) {
  const id = useId();
  const [stars, setStars] = useState(0);
  const [text, setText] = useState("");
  const [fault, setFault] = useState(false);
  return (
    <form
      class="rating"
      onSubmit={(event) => {
        event.preventDefault();
        if (stars) void rate(ticket.number, stars, text.trim()).catch(() => setFault(true));
      }}
    >
      <fieldset>
        <legend>{words.rate}</legend>
        {STARS.map((count) => (
          <label>
            <input type="radio" name={id} checked={stars === count} onChange={() => setStars(count)} required />
            {words.star(count)}
          </label>
        ))}
      </fieldset>
      <label for={id}>{words.rateMore}</label>
      <input id={id} maxLength={300} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      <button type="submit">{words.submit}</button>
      {fault && (
        <p class="fault" role="alert">
          {words.failed}
        </p>
      )}
    </form>
  );
}

export function TicketPanel({ ticket, rate }: { ticket: Ticket; rate: Rate }) {
  return (
    <section class="ticket" aria-label={words.ticket(ticket.number)}>
      <p role="status">
        <strong>{words.ticket(ticket.number)}</strong> <span class="badge valid">{ticket.state}</span> {ticket.kind}
        {ticket.owner && <> · {words.owner(ticket.owner)}</>}
        {ticket.due_at && <> · {words.due(moment(ticket.due_at))}</>}
      </p>
      {ticket.can_rate && <Rating ticket={ticket} rate={rate} />}
    </section>
  );
}
