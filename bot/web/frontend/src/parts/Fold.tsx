import type { ComponentChildren } from "preact";
import { Linked } from "../linked";

export function Fold({ title, open, children }: { title: string; open: boolean; children: ComponentChildren }) {
  return (
    <details class="fold" open={open}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}

export function List({ items }: { items: string[] }) {
  return (
    <ul class="plain">
      {items.map((item) => (
        <li>
          <Linked text={item} />
        </li>
      ))}
    </ul>
  );
}
