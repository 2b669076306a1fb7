import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CompanyProvider } from "../agent/sign-in/company-provider.ts";
import { axeFindings } from "../extension/open-screen.ts";
import { serviceWorker } from "../browser/service-worker.ts";
import { callFrom, messageCall } from "./calls.ts";
import { until } from "./until.ts";
import { World } from "./world.ts";

const PERSON = "engineer-17@example.com";
/** Forbidden to everybody who is not proven to be a US person. */
const MODEL = "mythos-5";

let world: World;
let provider: CompanyProvider;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  world = await World.open();
  const engineer = { email: PERSON, email_verified: true, groups: ["engineering"], us: true };
  provider = await CompanyProvider.open({ engineer });
  const config = join(world.folder, "agent.yaml");
  const text = (await readFile(config, "utf8")).replace(`person: ${PERSON}\n`, "");
  await writeFile(config, `${text}sign_in: {issuer: "${provider.issuer}", client_id: lanyard}\n`);
  await appendFile(
    join(world.folder, "policy/policy.yaml"),
    `sign_in: {issuer: "${provider.issuer}", groups: groups, claims: {us_person: us}}\n`,
  );
  await world.agent.start();
  context = await world.launch("forced");
  // On a new profile the browser has yet to fetch the extension; until then nothing is closed.
  await serviceWorker(context, world.extension.id);
  page = await context.newPage();
  await until("the page of a service opens", async () => await opens(page));
});
afterAll(async () => {
  provider.stop();
  await world.close();
});

async function opens(tab: Page): Promise<boolean> {
  const response = await tab.goto("https://intranet.example/").catch(() => null);
  return response?.ok() === true;
}

const isOpen = async (): Promise<boolean> => "status" in (await callFrom(page, messageCall(MODEL)));

/** Clicks a button of the popup, and gives the tab that it opens. */
async function clickInPopup(name: string): Promise<Page> {
  const popup = await world.screen(context, "popup/index.html");
  const button = popup.getByRole("button", { name });
  await button.waitFor();
  const opened = context.waitForEvent("page");
  await button.click();
  const tab = await opened;
  await popup.close();
  return tab;
}

test("whoever signs in from the popup with the company's provider may use what that proves, until they sign out", async () => {
  expect(await isOpen()).toBe(false);
  const tab = await clickInPopup("Sign in");
  await tab.getByLabel("Login").fill("engineer");
  await tab.getByRole("button", { name: "Sign in" }).click();
  await tab.getByText(`Lanyard knows you as ${PERSON}.`).waitFor();
  expect(new URL(tab.url()).hostname).toBe("127.0.0.1");
  expect(await axeFindings(tab)).toEqual([]);
  await until("what the sign-in proves opens the model", isOpen);
  const popup = await world.screen(context, "popup/index.html");
  await popup.getByText("Engineer Seventeen").waitFor();
  await popup.getByText(/Signed in, until/).waitFor();
  expect(await axeFindings(popup)).toEqual([]);
  await popup.close();

  const out = await clickInPopup("Sign out");
  await until("the provider's end is there", () => out.url().startsWith(`${provider.issuer}/session/end`));
  await out.getByRole("button", { name: /^Yes/ }).click();
  await until("the model is closed again", async () => !(await isOpen()));
  expect(provider.asked).toContain("/token/revocation");
  const records = (await world.agent.journal()).filter(({ part }) => part === "sign_in");
  expect(records.map(({ what }) => what)).toEqual(["applied", "stopped"]);
});

test("whoever declines at the provider is told so there and in the popup", async () => {
  const tab = await clickInPopup("Sign in");
  await tab.getByRole("button", { name: "Cancel" }).click();
  await tab.getByText("The sign-in was declined at the provider.").waitFor();
  const popup = await world.screen(context, "popup/index.html");
  await popup.getByText("The sign-in was declined at the provider.").waitFor();
  await popup.getByText("Prove who you are to get started").waitFor();
  expect(await isOpen()).toBe(false);
});

test("no page can have somebody signed in or out", async () => {
  const asked = provider.asked.length;
  await page.evaluate(() => {
    window.postMessage({ type: "sign_in" }, "*");
    const { chrome } = globalThis as { chrome?: { runtime?: { sendMessage?: (message: object) => void } } };
    chrome?.runtime?.sendMessage?.({ type: "sign_in" });
  });
  await callFrom(page, messageCall(MODEL));
  expect(provider.asked.length).toBe(asked);
});
