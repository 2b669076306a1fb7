import { signal } from "@preact/signals";
import { render, type JSX } from "preact";
import { language } from "../design/words.ts";
import { listenToWorker } from "../design/worker-port.ts";
import { PopupState, PORTS } from "../../shared/wire/screen.ts";
import { Popup } from "./popup.tsx";

const state = signal<PopupState | null>(null);
const now = signal(Date.now());

/** Nothing until the worker's first push, which is there before a person could read anything else. */
function Screen(): JSX.Element | null {
  return state.value === null ? null : <Popup state={state.value} now={now} />;
}

document.documentElement.lang = language();
setInterval(() => {
  now.value = Date.now();
}, 1_000);
listenToWorker(PORTS.popup, PopupState, (pushed) => {
  state.value = pushed;
});
render(<Screen />, document.body);
