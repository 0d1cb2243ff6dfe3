import { render } from "preact";
import { App } from "./App";
import { options } from "./options";
import "./style.css";
import { words } from "./words";

const root = document.documentElement;
root.lang = options.lang;
document.title = `${options.title || words.title} · ${words.subtitle}`;
if (options.colour) root.style.setProperty("--brand", options.colour);
if (options.embedded) root.classList.add("embedded");

render(<App />, document.getElementById("app") as HTMLElement);
