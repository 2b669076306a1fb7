import type { App } from "./app.ts";
import { chatgpt } from "./app-chatgpt.ts";
import { claude } from "./app-claude.ts";
import { gemini } from "./app-gemini.ts";
import { part } from "./part.ts";

const APPS: Readonly<Record<string, App>> = {
  "chatgpt.com": chatgpt,
  "claude.ai": claude,
  "gemini.google.com": gemini,
};

const model = part("model", HTMLSelectElement);
const prompt = part("prompt", HTMLTextAreaElement);
const composer = part("composer", HTMLFormElement);
const transcript = part("transcript", HTMLDivElement);

const app = APPS[location.hostname];
if (app !== undefined) present(app);

function present(one: App): void {
  document.documentElement.dataset["app"] = location.hostname;
  document.title = `${one.name} (stand-in for ${location.hostname})`;
  part("name", HTMLHeadingElement).textContent = one.name;
  part("label", HTMLParagraphElement).textContent = `stand-in for ${location.hostname}`;
  model.append(...one.choices.map(({ value, label }) => new Option(label, value)));
  chooseFromAddress();
  composer.addEventListener("submit", (submission) => {
    submission.preventDefault();
    void send(one);
  });
  prompt.addEventListener("keydown", (press) => {
    if (press.key !== "Enter" || press.shiftKey || press.isComposing) return;
    press.preventDefault();
    composer.requestSubmit();
  });
  prompt.focus();
}

/** `#mythos-5` chooses that model, so that another page can link to it; a fragment is never sent. */
function chooseFromAddress(): void {
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (wanted !== "") model.value = wanted;
}

/** The text leaves the composer only when it was sent: what fails can be sent again. */
async function send(one: App): Promise<void> {
  const text = prompt.value.trim();
  if (text === "") return;
  say("you", "done").textContent = text;
  const answer = say("app", "streaming");
  try {
    for await (const soFar of one.ask(model.value, text)) answer.textContent = soFar;
    answer.dataset["state"] = "done";
    prompt.value = "";
  } catch {
    answer.textContent = one.failure;
    answer.dataset["state"] = "failed";
  }
}

function say(from: "you" | "app", state: "done" | "streaming"): HTMLElement {
  const article = document.createElement("article");
  article.dataset["from"] = from;
  article.dataset["state"] = state;
  transcript.append(article);
  article.scrollIntoView({ block: "end" });
  return article;
}
