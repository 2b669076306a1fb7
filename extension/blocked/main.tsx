import { render, type JSX } from "preact";
import { usePushed } from "../design/use-pushed.ts";
import { webExtension } from "../design/web-extension.ts";
import { language } from "../design/words.ts";
import { BlockedState } from "../../shared/wire/blocked.ts";
import type { QuestionAnswer } from "../../shared/wire/question.ts";
import { PORTS } from "../../shared/wire/screen.ts";
import { Blocked } from "./blocked.tsx";

function Screen(): JSX.Element | null {
  const state = usePushed(PORTS.blocked, BlockedState);
  return (
    state && <Blocked state={state} onBack={backBy(state.back)} onAnswer={(answer) => void say(answer)} />
  );
}

/** A worker that has forgotten the question takes no answer; what it knows then, it pushes. */
async function say(answer: QuestionAnswer): Promise<void> {
  await webExtension()
    .runtime.sendMessage(answer)
    .catch(() => undefined);
}

/** Null in a tab that was opened with this page: a button would lead nowhere. */
function backBy(steps: number): (() => void) | null {
  return history.length > steps ? () => history.go(-steps) : null;
}

document.documentElement.lang = language();
render(<Screen />, document.body);
