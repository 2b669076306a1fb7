import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newIssuerKey } from "../../agent/passport/issue/key-file.ts";
import { lanyard, type Outcome } from "./agent-process.ts";
import { callFrom, messageCall } from "./calls.ts";
import { closedText } from "./closed-roots.ts";
import { until } from "./until.ts";
import { World } from "./world.ts";

const PEOPLE = ["lee", "mo"] as const;
const REQUESTER = "engineer-17@example.com";

let world: World;
let context: BrowserContext;
let page: Page;

/** Makes a key of each approver, and of the requester, who may approve others; the policy names all three. */
async function letAsk(): Promise<void> {
  const approvers = await Promise.all(
    [...PEOPLE, "requester"].map(async (name) => {
      const { key, file } = await newIssuerKey("EdDSA", "correct horse battery", 2);
      await writeFile(join(world.folder, `${name}.key`), file);
      return { person: name === "requester" ? REQUESTER : `${name}@example.com`, key: key.public };
    }),
  );
  const requests = { models: ["anthropic/mythos-5"], longest: "1m", approvers };
  await appendFile(join(world.folder, "policy/policy.yaml"), `requests: ${JSON.stringify(requests)}\n`);
}

beforeAll(async () => {
  world = await World.open();
  await world.changePolicy(
    "unless: [us-person, license]\n    because: A license",
    "unless: [grant]\n    because: A grant",
  );
  await letAsk();
  await appendFile(join(world.folder, "agent.yaml"), "requests: {folder: requests}\n");
  await writeFile(join(world.folder, "pass"), "correct horse battery\n");
  for (const folder of ["requests", "grants"]) await mkdir(join(world.folder, folder));
  ({ context, page } = await world.browse("forced", "https://intranet.example/"));
});
afterAll(() => world.close());

const isOpen = async (): Promise<boolean> => "status" in (await callFrom(page, messageCall("mythos-5")));

function at(name: string): string {
  return join(world.folder, name);
}

/** Runs a command of the desk. */
function desk(what: string, ...more: readonly string[]): Promise<Outcome> {
  const places = ["--policy", at("policy"), "--requests", at("requests"), "--grants", at("grants")];
  return lanyard("request", what, ...more, ...places);
}

function approve(who: string, id: string): Promise<Outcome> {
  return desk("approve", id, "--key", at(`${who}.key`), "--passphrase-file", at("pass"), "--yes");
}

async function listed(): Promise<string | null> {
  const { stdout } = await desk("list", "--json");
  const { requests } = JSON.parse(stdout) as { requests: readonly { request: { id: string } }[] };
  return requests[0]?.request.id ?? null;
}

test("a request made in the browser is approved by two others, in force in the open tab, and ends to the second", async () => {
  expect(await isOpen()).toBe(false);
  const popup = await world.screen(context, "popup/index.html");
  await popup.getByRole("button", { name: "Mythos 5" }).click();
  const [asking] = await Promise.all([
    context.waitForEvent("page"),
    popup.getByRole("link", { name: "Ask for access" }).last().click(),
  ]);
  await asking.getByLabel("Why do you need it?").fill("The parser audit needs exploit reasoning.");
  await asking.getByRole("button", { name: "Send the request" }).click();
  await asking.getByText("Waiting for an answer").waitFor();
  const id = (await listed()) ?? "";

  const own = await approve("requester", id);
  expect([own.code, own.stderr]).toEqual([
    1,
    expect.stringContaining("nobody approves what is for themselves"),
  ]);
  expect((await approve("lee", id)).stdout).toContain("Another approver must sign it as well.");
  await asking.getByText("Waiting for a second approver").waitFor();
  expect(await isOpen()).toBe(false);

  await page.bringToFront();
  expect((await approve("mo", id)).code).toBe(0);
  const took = await until("the model is open in the tab that was open before", isOpen);
  expect(took).toBeLessThan(5_000);
  await until("the person is told over the page", async () =>
    (await closedText(page)).includes("Mythos 5 is open to you"),
  );
  await asking.getByText(/^Ends in 0:\d\d$/).waitFor();

  const ends = (await world.agent.journal()).find(
    ({ kind, what }) => kind === "access" && what === "approved",
  )?.until;
  await until("the grant has ended", async () => !(await isOpen()), 90_000);
  const late = Date.now() - Number(ends);
  expect([late >= 0, late < 1_500]).toEqual([true, true]);
  await asking.getByText("Ended", { exact: true }).waitFor();
  const records = (await world.agent.journal()).filter(({ kind }) => kind === "access");
  expect(records.map(({ what, person, model }) => [what, person, model])).toEqual(
    ["asked", "confirmed", "approved", "ended"].map((what) => [what, REQUESTER, "anthropic/mythos-5"]),
  );
});

test("what is asked while the agent is gone is kept by the browser and asked once it is back", async () => {
  await world.agent.kill();
  const asking = await world.screen(context, "request/index.html?model=anthropic%2Fmythos-5");
  await asking.getByText("The Lanyard agent does not answer").waitFor();
  await asking.getByLabel("Why do you need it?").fill("Another part of the audit is to be done.");
  await asking.getByRole("button", { name: "Send the request" }).click();
  await asking.getByText("Kept in this browser until the agent has it.").waitFor();
  await world.agent.start();
  await asking.getByText("Waiting for an answer").waitFor();
  const asked = (await world.agent.journal()).filter(
    ({ kind, what }) => kind === "access" && what === "asked",
  );
  expect(asked).toHaveLength(2);
});
