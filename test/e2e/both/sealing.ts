import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { newReviewerKey } from "../../../agent/review/reviewer-key.ts";
import { lanyard } from "../agent-process.ts";
import { until } from "../until.ts";
import type { DrivenPage, DrivenWorld } from "./driven.ts";

/** Firefox compresses what it stores: this has no four letters twice, so it stays as it is. */
const MARKER = "Marker-e2e-6d0f";
const TEXT = `${MARKER}: the merger closes on Friday.`;
const PASSPHRASE = "correct horse battery staple";
/** How the JWE of every sealed text begins: its header, which is the same for all, up to where it repeats itself. */
const SEALED = Buffer.from('{"alg":"dir","enc":"A256GCM"}').toString("base64url").slice(0, 22);

/** scrypt's least work. */
const QUICK = 1;
const { key, file } = await newReviewerKey(PASSPHRASE, QUICK);

/** A policy that keeps the text of calls to one model for one reviewer. */
export const SEALING_POLICY = `reviewers: { keys: { ada: ${JSON.stringify(key.public)} } }
rules:
  - { id: kept, require: [seal], models: [openai/gpt-5.5] }
`;

/** A call of ChatGPT's app; what it says stands in no field of the page, which the browser itself may keep. */
function say(from: DrivenPage, prompt: string): Promise<number> {
  return from.evaluate(async (text) => {
    const content = { content_type: "text", parts: [text] };
    const reply = await fetch("/backend-api/f/conversation", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        action: "next",
        model: "gpt-5-5",
        messages: [{ author: { role: "user" }, content }],
      }),
    });
    return reply.status;
  }, prompt);
}

/** The files below a folder that hold a text, in either of the encodings that browsers write. */
async function filesWith(folder: string, text: string): Promise<readonly string[]> {
  const wanted = [Buffer.from(text), Buffer.from(text, "utf16le")];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found: string[] = [];
  for (const one of files) {
    // A browser's files come and go while they are looked at.
    const bytes = await readFile(one).catch(() => Buffer.alloc(0));
    if (wanted.some((form) => bytes.includes(form))) found.push(one);
  }
  return found;
}

/** What is shown of sealing in a world that has `SEALING_POLICY`. */
export function showSealing(world: () => DrivenWorld): void {
  describe("a call whose text policy keeps for a reviewer", () => {
    test("goes out, and lies sealed in profile, outbox and journal, where the reviewer alone opens it", async () => {
      const { agent, fakes, folder } = world();
      const page = await world().newPage("https://chatgpt.com/");
      // Away, so that the record waits in the profile.
      await agent.kill();
      expect(await say(page, TEXT)).toBe(200);
      expect(fakes.received({ method: "POST" }).some(({ text }) => text.includes(TEXT))).toBe(true);
      const profiles = join(folder, "profiles");
      await until("it waits on the disk", async () => (await filesWith(profiles, SEALED)).length > 0);
      expect(await filesWith(folder, MARKER)).toEqual([]);

      await agent.start();
      const sealed = async () =>
        (await agent.journal()).find((event) => event.kind === "decision" && "sealed" in event);
      await until("the journal has it", async () => (await sealed()) !== undefined);
      const event = await sealed();
      expect(event).toMatchObject({
        effect: "permit",
        obligations: ["seal"],
        sealed: { reviewers: ["ada"] },
      });
      expect(await filesWith(folder, MARKER)).toEqual([]);

      const [keyFile, passphrase] = [join(folder, "ada.key"), join(folder, "pass")];
      await Promise.all([writeFile(keyFile, file), writeFile(passphrase, PASSPHRASE)]);
      const config = join(folder, "agent.yaml");
      const words = ["--key", keyFile, "--passphrase-file", passphrase, "--config", config];
      const opened = await lanyard("journal", "unseal", String(event?.sequence), ...words);
      expect(opened).toMatchObject({ code: 0, stdout: `${TEXT}\n` });
    });
  });
}
