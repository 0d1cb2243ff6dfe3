// Whom to call: tap to call, or copy.

import { useState } from "preact/hooks";
import type { Contact, Phone } from "../types";
import { words } from "../words";

const SHOWN = 2;

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Plain http, or a frame that may not: the old way.
    const field = document.createElement("textarea");
    field.value = text;
    field.setAttribute("readonly", "");
    field.className = "hidden";
    const before = document.activeElement as HTMLElement | null;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    before?.focus();
    return done;
  }
}

function Number({ phone, name }: { phone: Phone; name: string }) {
  const [done, setDone] = useState(false);
  const copied = async () => {
    setDone(await copy(phone.text));
    setTimeout(() => setDone(false), 2000);
  };
  return (
    <span class="phone">
      {phone.tel ? (
        <a class="call" href={phone.tel} aria-label={words.call(phone.text, name)}>
          {phone.text}
        </a>
      ) : (
        <span>{phone.text}</span>
      )}
      <button type="button" class="quiet" aria-label={words.copyPhone(phone.text)} onClick={() => void copied()}>
        {done ? words.copied : words.copy}
      </button>
    </span>
  );
}

function One({ contact }: { contact: Contact }) {
  const name = contact.name || contact.office || contact.department || "";
  const about = [contact.department, contact.office, contact.duty].filter((part) => part && part !== name);
  return (
    <li>
      <strong>{name}</strong>
      {about.length > 0 && <small> {about.join(" · ")}</small>}
      {contact.phones.map((phone) => (
        <Number phone={phone} name={name} />
      ))}
      {contact.email && <small>邮箱 {contact.email}</small>}
    </li>
  );
}

export function Contacts({ contacts, all }: { contacts: Contact[]; all: boolean }) {
  const shown = contacts.slice(0, all ? contacts.length : SHOWN);
  const rest = contacts.slice(shown.length);
  return (
    <div class="contacts">
      <strong>{words.contacts}：</strong>
      <ul>
        {shown.map((contact) => (
          <One contact={contact} />
        ))}
        {contacts.length === 0 && <One contact={{ name: "12345", phones: [{ text: "12345", tel: "tel:12345" }] }} />}
      </ul>
      {rest.length > 0 && (
        <details class="fold">
          <summary>另有 {rest.length} 个联系人</summary>
          <ul>
            {rest.map((contact) => (
              <One contact={contact} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
