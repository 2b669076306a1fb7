import { render, type JSX } from "preact";
import { usePushed } from "../design/use-pushed.ts";
import { webExtension } from "../design/web-extension.ts";
import { language } from "../design/words.ts";
import { REQUEST_PORT, type RequestSaid, RequestState } from "../../shared/wire/request-page.ts";
import { RequestPage } from "./request-page.tsx";

function Screen(): JSX.Element | null {
  const state = usePushed(REQUEST_PORT, RequestState);
  const model = new URLSearchParams(location.search).get("model");
  return state && <RequestPage state={state} model={model} onSay={(said) => void say(said)} />;
}

/** What became of it, the worker pushes. */
async function say(said: RequestSaid): Promise<void> {
  await webExtension()
    .runtime.sendMessage(said)
    .catch(() => undefined);
}

document.documentElement.lang = language();
render(<Screen />, document.body);
