import { render, type JSX } from "preact";
import { usePushed } from "../design/use-pushed.ts";
import { language } from "../design/words.ts";
import { PopupState, PORTS } from "../../shared/wire/screen.ts";
import { Popup } from "./popup.tsx";

function Screen(): JSX.Element | null {
  const state = usePushed(PORTS.popup, PopupState);
  return state && <Popup state={state} />;
}

document.documentElement.lang = language();
render(<Screen />, document.body);
