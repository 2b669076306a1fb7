import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { RecognizerSource } from "../../../shared/schema/recognizer.ts";
import { type Draft, recordIn } from "../../shared/catalog/edition-of.ts";
import { lanyard } from "../agent-process.ts";
import { callFrom, type CallingPage, chatCall, type PageCall } from "../calls.ts";
import { until } from "../until.ts";
import type { DrivenPage, DrivenWorld } from "./driven.ts";

/** A path and a form that Claude's app might have tomorrow: no built-in record knows them. */
const DRIFTED = "https://claude.ai/api/v9/talk";
/** A host that no built-in record knows. */
export const NEW_HOST = "api.orion.example";
export const NEW_CALL = `https://${NEW_HOST}/v9/talk`;

/** A call of Claude's app as it might be tomorrow. */
export function drifted(engine: string): PageCall {
  const body = JSON.stringify({ engine, turns: [{ role: "user", content: "Summarize the notes." }] });
  return { url: DRIFTED, method: "POST", headers: { "content-type": "application/json" }, body };
}

/** A denied call of a page with the hook is answered too, as the service itself would. */
export async function passes(page: CallingPage, call: PageCall): Promise<boolean> {
  const seen = await callFrom(page, call);
  return "status" in seen && seen.status !== 403;
}

/** The built-in catalog as the command line writes it, changed and published as a whole file. */
async function publish(folder: string, edition: string, change: (draft: Draft) => void): Promise<void> {
  const draftFile = join(folder, "draft.json");
  expect((await lanyard("catalog", "build", "--out", draftFile, "--edition", edition)).code).toBe(0);
  const draft = JSON.parse(await readFile(draftFile, "utf8")) as Draft;
  change(draft);
  await writeFile(draftFile, JSON.stringify(draft));
  await rename(draftFile, join(folder, "policy/catalog.json"));
}

/** Mends Claude's record, and adds a service at a new host. */
function mended(draft: Draft): void {
  const record = recordIn(draft, "claude-web");
  const endpoint = { operation: "chat", prompt: ["body/turns/$text"], model: ["body/engine"] } as const;
  record.endpoints.unshift({
    ...endpoint,
    paths: ["/api/v9/talk"],
    prompt: [...endpoint.prompt],
    model: [...endpoint.model],
  });
  const orion: RecognizerSource = {
    service: "orion-api",
    provider: "openai",
    resells: true,
    hosts: [NEW_HOST],
    endpoints: [
      { paths: ["/v9/talk"], operation: "chat", model: ["body/model"], prompt: ["body/messages/$text"] },
    ],
    source: "a service of the tests",
  };
  draft.services.unshift(orion);
  draft.fixtures.push(
    fixture("claude-web", drifted("mythos-5")),
    fixture("orion-api", chatCall(NEW_CALL, "mythos-5")),
  );
}

function fixture(service: string, { url, method, body }: PageCall): Draft["fixtures"][number] {
  return {
    name: `${service}-tomorrow`,
    request: { method, url, headers: {}, body: JSON.parse(body) as unknown, frames: [] },
    expected: { service, operation: "chat", model: "anthropic/mythos-5" },
  };
}

/** What is shown of an edition of the catalog that comes while a page is open. */
export function showEdition(world: () => DrivenWorld): void {
  let page: DrivenPage;

  beforeAll(async () => {
    page = await world().newPage("https://claude.ai/");
  });

  async function catalogLife(): Promise<string[]> {
    return (await world().agent.journal())
      .filter(({ part }) => part === "catalog")
      .map(({ what }) => what ?? "");
  }

  test("a service that drifted is recognized within seconds of an edition that says how, in an open page", async () => {
    expect(await passes(page, drifted("mythos-5"))).toBe(true);
    expect(await passes(page, chatCall(NEW_CALL, "mythos-5"))).toBe(true);
    await publish(world().folder, "2999-01-01.1", mended);
    await until("the drifted call is denied", async () => !(await passes(page, drifted("mythos-5"))));
    expect(await passes(page, drifted("claude-opus-4-8"))).toBe(true);
    expect(await passes(page, chatCall(NEW_CALL, "mythos-5"))).toBe(false);
    expect(await passes(page, chatCall(NEW_CALL, "claude-opus-4-8"))).toBe(true);

    await until("the journal has the denials", async () =>
      ["claude-web", "orion-api"].every((wanted) => denied.includes(wanted)) ? true : lookAgain(),
    );
    expect(await catalogLife()).toEqual(["applied"]);
    expect(
      (await lanyard("catalog", "show", "--config", join(world().folder, "agent.yaml"))).stdout,
    ).toContain("Services changed  claude-web");
  });

  let denied: string[] = [];
  async function lookAgain(): Promise<false> {
    const rows = await world().agent.journal();
    denied = rows
      .filter(({ effect, model }) => effect === "deny" && model === "anthropic/mythos-5")
      .map(({ service }) => service ?? "");
    return false;
  }

  test("a broken edition is refused with a record, and nothing changes", async () => {
    await publish(world().folder, "2999-01-01.2", (draft) => {
      mended(draft);
      draft.services = draft.services.filter(({ service }) => service !== "openai-api");
    });
    await until("the refusal is in the journal", async () => (await catalogLife()).at(-1) === "refused");
    const refusal = (await world().agent.journal()).findLast(({ part }) => part === "catalog");
    expect(refusal?.detail).toContain("services/openai-api");
    expect(await passes(page, drifted("mythos-5"))).toBe(false);
    expect(await passes(page, chatCall("https://api.openai.com/v1/chat/completions", "gpt-5.6-sol"))).toBe(
      false,
    );
    await publish(world().folder, "2999-01-01.1", mended);
    await until("the toolbar is at ease again", async () =>
      (await world().toolbar()).startsWith("Lanyard: protected"),
    );
  });
}
