import { signal } from "@preact/signals";
import { render, type JSX } from "preact";
import { language } from "../design/words.ts";
import { listenToWorker } from "../design/worker-port.ts";
import { BlockedState, PORTS } from "../../shared/wire/screen.ts";
import { Blocked } from "./blocked.tsx";

const state = signal<BlockedState | null>(null);

/** Nothing until the worker's first push, which is there before a person could read anything else. */
function Screen(): JSX.Element | null {
  return state.value === null ? null : <Blocked state={state.value} onBack={onBack} />;
}

/** Null in a tab that was opened with this page: a button would lead nowhere. */
const onBack =
  history.length > 1
    ? (): void => {
        history.back();
      }
    : null;

document.documentElement.lang = language();
listenToWorker(PORTS.blocked, BlockedState, (pushed) => {
  state.value = pushed;
});
render(<Screen />, document.body);
