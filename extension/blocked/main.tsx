import { render, type JSX } from "preact";
import { usePushed } from "../design/use-pushed.ts";
import { language } from "../design/words.ts";
import { BlockedState, PORTS } from "../../shared/wire/screen.ts";
import { Blocked } from "./blocked.tsx";

function Screen(): JSX.Element | null {
  const state = usePushed(PORTS.blocked, BlockedState);
  return state && <Blocked state={state} onBack={onBack} />;
}

/** Null in a tab that was opened with this page: a button would lead nowhere. */
const onBack =
  history.length > 1
    ? (): void => {
        history.back();
      }
    : null;

document.documentElement.lang = language();
render(<Screen />, document.body);
