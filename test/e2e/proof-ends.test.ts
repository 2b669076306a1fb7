import { appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deviceKey } from "../../agent/passport/endpoint/device-key.ts";
import { bareJwk } from "../../agent/passport/signing-key.ts";
import { forged, ISSUER, keys } from "../agent/passport/made.ts";
import { callFrom, messageCall } from "./calls.ts";
import { until } from "./until.ts";
import { World } from "./world.ts";

const MODEL = "claude-opus-4-8";

let world: World;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  world = await World.open();
  // A model that stays open while the agent is away, so that only the end of the proof can close it.
  await world.changePolicy(
    "    models: [anthropic/mythos-5, anthropic/fable-5]\n    unless",
    "    models: [anthropic/claude-opus-4-8]\n    unless",
  );
  await appendFile(join(world.folder, "agent.yaml"), "passport: {files: [own.sdjwt]}\n");
  ({ context, page } = await world.browse("forced", "https://intranet.example/"));
});
afterAll(() => world.close());

const isOpen = async (): Promise<boolean> => "status" in (await callFrom(page, messageCall(MODEL)));

/** Puts a passport where the agent looks, which proves that the person here is a US person until a moment. */
async function prove(ends: number): Promise<void> {
  const { public: device } = await deviceKey(join(world.folder, "passport-key.pem"));
  const passport = forged({
    payload: {
      sub: "engineer-17@example.com",
      iat: Math.floor(Date.now() / 1_000),
      exp: ends / 1_000,
      cnf: { jwk: bareJwk(device) },
    },
    disclosures: [["salt", "us_person", true]],
  });
  await writeFile(join(world.folder, "own.sdjwt"), passport);
  const issuer = { id: ISSUER, keys: [keys.issuer.public], may_say: ["us_person"] };
  await appendFile(
    join(world.folder, "policy/policy.yaml"),
    `proofs: [us_person]\nissuers: [${JSON.stringify(issuer)}]\n`,
  );
}

test("a proof that ends while the agent is gone closes what it opened, and the person is told when it ended", async () => {
  expect(await isOpen()).toBe(false);
  const end = (Math.floor(Date.now() / 1_000) + 15) * 1_000; // passports end at whole seconds
  await prove(end);
  await until("the proof opens the model", isOpen);
  await world.agent.kill();
  await until("the extension knows", async () => (await world.toolbar(context)).includes("does not answer"));
  expect(await isOpen()).toBe(true);
  await until("the proof has ended", async () => !(await isOpen()));
  expect(Date.now()).toBeGreaterThanOrEqual(end);
  const popup = await world.screen(context, "popup/index.html");
  await popup.getByText("Your proof ended at").first().waitFor();
  await world.agent.start();
  await until("the denial is in the journal", async () =>
    (await world.agent.journal()).some(
      ({ because }) => because?.startsWith("Your proof of US-person status ended on ") === true,
    ),
  );
});
