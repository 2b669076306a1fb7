import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DAYS, LETTER, type Day } from "./days.ts";
import { PERSON, type Organization } from "./organization.ts";

/** Writes the page that the tour starts on into `folder`, with links to what can be tried, and gives the folder back. */
export async function writeStartPage(
  folder: string,
  organization: Organization,
  live: boolean,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "index.html"), page(organization, live));
  return folder;
}

function page({ policy, later }: Organization, live: boolean): string {
  const services = live
    ? "The services behind the links are the real ones: what you send there is sent."
    : "The AI services are stand-ins on this machine: nothing you write leaves it.";
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Lanyard: start here</title>
    <link rel="stylesheet" href="/stand-in/page.css" />
  </head>
  <body>
    <header>
      <p class="badge">sample organization</p>
      <h1>You are Engineer 17 of Example Corp</h1>
    </header>
    <main>
      <p>
        It is the evening of 12 June 2026. Since 17:21 a license is required before a foreign person uses Mythos 5 or
        Fable 5, and nobody has proven that <code>${PERSON}</code> is a US person. ${services}
        The company, its people and its policy are samples; Lanyard itself is real.
      </p>
      <div class="card">
        <h2>What to try</h2>
        <ol>
          <li>Ask Claude <a href="https://claude.ai/#claude-opus-4-8">with Opus 4.8</a>, then <a href="https://claude.ai/#mythos-5">with Mythos 5</a>.</li>
          <li>Ask ChatGPT <a href="https://chatgpt.com/#gpt-5-5">with GPT-5.5</a>, then <a href="https://chatgpt.com/#auto">with Auto</a>, which may be GPT-5.6 Sol. Ask <a href="https://gemini.google.com/">Gemini</a>.</li>
          ${live ? "" : `<li>Call the APIs from <a href="https://intranet.example/">a page of the company’s own</a>, or by <a href="https://sdk.example/">the vendors’ SDKs</a>.</li>`}
          <li>Press Lanyard’s button in the toolbar to see what you may use, and why.</li>
        </ol>
      </div>
      <div class="card">
        <h2>Be IT, day by day</h2>
        <p>Copy files from <code>${escaped(later)}</code> to <code>${escaped(policy)}</code>, or remove them there, and ask again: the next call goes by it.</p>
        <ol>
${DAYS.map((day) => `          <li>${dayWords(day)}</li>`).join("\n")}
          <li>At any time, by the person on call: copy <code>gpt-5.5-on-hold.yaml</code>.</li>
        </ol>
      </div>
    </main>
    <footer>Close the window, or press Ctrl-C in the terminal, to end everything.</footer>
  </body>
</html>
`;
}

/** "2026-06-30: The controls are lifted…. Files to remove: directive….yaml. Files to copy: conditions….yaml." */
function dayWords(day: Day): string {
  const steps = [...filesTo("remove", day.withdraw), ...filesTo("copy", day.publish)];
  const here = day === LETTER ? [" <strong>This is where you are.</strong>"] : [];
  return [`${day.date}: ${escaped(day.words)}.`, ...steps, ...here].join("");
}

function filesTo(verb: string, files: readonly string[]): readonly string[] {
  return files.length === 0
    ? []
    : [` To ${verb}: ${files.map((file) => `<code>${file}</code>`).join(", ")}.`];
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
