import { PAGE_CALLS, type PageCall } from "./calls.ts";
import { part } from "./part.ts";

const outcome = part("outcome", HTMLParagraphElement);

part("calls", HTMLDivElement).append(...PAGE_CALLS.map(button));

function button(call: PageCall): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.dataset["call"] = call.id;
  made.textContent = call.label;
  made.addEventListener("click", () => void make(call));
  return made;
}

async function make(call: PageCall): Promise<void> {
  show("waiting", `${call.label}: on its way.`);
  try {
    const reply = await fetch(call.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: call.body,
    });
    show(reply.ok ? "answered" : "failed", `${call.label}: the service answered ${reply.status}.`);
  } catch {
    show("failed", `${call.label}: the call did not go through.`);
  }
}

function show(state: "waiting" | "answered" | "failed", sentence: string): void {
  outcome.dataset["state"] = state;
  outcome.textContent = sentence;
}
