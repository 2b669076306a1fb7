import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright";
import { makeSigningKey } from "../../agent/packing/signing-key.ts";
import { type FoundBrowser, findBrowser } from "../browser/find-browser.ts";
import type { Launch } from "../browser/launch.ts";
import { launchForced } from "../browser/launch-forced.ts";
import { launchUnpacked } from "../browser/launch-unpacked.ts";
import { type PackedExtension, packExtension } from "../browser/pack-extension.ts";
import { publishUpdate } from "../browser/private-policy.ts";
import { serviceWorker } from "../browser/service-worker.ts";
import { type FakeServices, startFakeServices } from "../fake/server.ts";
import { startTunnel, type Tunnel } from "../fake/tunnel.ts";
import { AgentProcess } from "./agent-process.ts";
import { registerHost, replaceInPolicy, type Sample, writeOrganization } from "./organization.ts";
import { buildSdkPage } from "./pages/build.ts";
import { until } from "./until.ts";

/** How else a browser of the tests is started: `policies` are further ones where it is forced. */
type More = Partial<Pick<Launch, "args" | "hosts" | "spki">> & { readonly policies?: object };

/** How the extension got into the browser. */
export type Install = "forced" | "unpacked";

const DIST = join(import.meta.dirname, "../../dist/chrome");

/**
 * Everything an end-to-end test stands on, real but for the AI services: a folder with policy and people, the fakes on
 * loopback, the packed extension, and an agent that is not started yet. It ends, processes and files, with `close`.
 */
export class World {
  readonly fakes: FakeServices;
  /** What the agent's proxy for sockets reaches the fakes by. */
  readonly tunnel: Tunnel;
  readonly agent: AgentProcess;
  readonly extension: PackedExtension;
  readonly folder: string;
  /** The key that the extension is packed with. */
  readonly keyPem: string;
  readonly #browser: FoundBrowser;
  readonly #ended: AbortController;
  readonly #contexts: BrowserContext[] = [];
  /** The newest version of the extension that was published. */
  #newest: string;

  private constructor(parts: {
    fakes: FakeServices;
    tunnel: Tunnel;
    extension: PackedExtension;
    keyPem: string;
    folder: string;
    browser: FoundBrowser;
    ended: AbortController;
  }) {
    this.fakes = parts.fakes;
    this.tunnel = parts.tunnel;
    this.extension = parts.extension;
    this.keyPem = parts.keyPem;
    this.#newest = parts.extension.version;
    this.folder = parts.folder;
    this.#browser = parts.browser;
    this.#ended = parts.ended;
    this.agent = new AgentProcess(join(parts.folder, "agent.yaml"));
  }

  /**
   * `pause`: milliseconds before the answer to a POST, and between the pieces of a streamed one. `sdk`: with the page
   * that calls by the vendors' SDKs, which takes a second to bundle.
   */
  static async open({
    pause = 0,
    sdk = false,
  }: { readonly pause?: number; readonly sdk?: boolean } = {}): Promise<World> {
    const ended = new AbortController();
    const folder = await mkdtemp(join(tmpdir(), "lanyard-e2e-"));
    const browser = await findBrowser({});
    const keyPem = makeSigningKey();
    const extension = await packExtension({ dir: DIST, keyPem, out: join(folder, "extension") });
    const calling = sdk ? await buildSdkPage(join(folder, "sdk-page")) : null;
    const fakes = await startFakeServices({
      signal: ended.signal,
      pause,
      sites: {
        ...(calling !== null && { "sdk.example": calling, "chat.z.ai": calling }),
        "eager.example": join(import.meta.dirname, "pages/eager"),
        "workers.example": join(import.meta.dirname, "pages/workers"),
      },
    });
    const tunnel = await startTunnel(ended.signal, fakes.port);
    const world = new World({ fakes, tunnel, extension, keyPem, folder, browser, ended });
    await world.settle();
    return world;
  }

  /** Puts this organization and person in the place of those before. */
  async settle(sample?: Sample): Promise<void> {
    // Host rules of the browser do not reach what goes through a proxy.
    await writeOrganization(
      this.folder,
      [`sockets: {upstream: "http://127.0.0.1:${this.tunnel.port}"}`],
      sample,
    );
  }

  /** Opens a browser on a profile of this name (kept between launches) with the extension installed this way. */
  async launch(install: Install, profileName: string = install, more: More = {}): Promise<BrowserContext> {
    const launch = { ...this.launchOptions(profileName), extension: this.extension, ...more };
    await registerHost(this.folder, this.extension.id, join(launch.profile, "NativeMessagingHosts"));
    return this.keep(install === "forced" ? await launchForced(launch) : await launchUnpacked(launch));
  }

  /** How a browser is started here, on a profile of this name, so that it reaches the fakes under the real names. */
  launchOptions(profileName: string): Launch & { readonly spki: string } {
    return {
      browser: this.#browser,
      profile: join(this.folder, "profiles", profileName),
      headless: true,
      signal: this.#ended.signal,
      hosts: { "*:80": this.fakes.plainPort, "*": this.fakes.port },
      spki: this.fakes.spki,
    };
  }

  /** Publishes the same extension under a higher version, which it gives, where the forced browser of a profile looks. */
  async publishNext(profileName: string): Promise<string> {
    this.#newest = this.#newest.replace(/\d+$/, (last) => String(Number(last) + 1));
    const out = join(this.folder, `extension-${this.#newest}`);
    const next = await packExtension({ dir: DIST, keyPem: this.keyPem, out, version: this.#newest });
    await publishUpdate(`${this.launchOptions(profileName).profile}.managed`, next);
    return this.#newest;
  }

  /** Closes this browser together with the world. */
  keep(context: BrowserContext): BrowserContext {
    this.#contexts.push(context);
    return context;
  }

  /** A browser whose extension is ready: it has its clearance and the agent's ear. */
  async launchReady(install: Install, profileName?: string, more?: More): Promise<BrowserContext> {
    const context = await this.launch(install, profileName, more);
    await serviceWorker(context, this.extension.id);
    await until("the toolbar says protected", async () =>
      (await this.toolbar(context)).startsWith("Lanyard: protected"),
    );
    return context;
  }

  /** Starts the agent and a browser whose extension is ready, and opens this address in it. */
  async browse(
    install: Install,
    address: string,
    profileName?: string,
  ): Promise<{ readonly context: BrowserContext; readonly page: Page }> {
    await this.agent.start();
    const context = await this.launchReady(install, profileName);
    const page = await context.newPage();
    await page.goto(address);
    return { context, page };
  }

  /** The title on the extension's toolbar button. */
  async toolbar(context: BrowserContext): Promise<string> {
    const worker = await serviceWorker(context, this.extension.id);
    return worker.evaluate(toolbarTitle).catch(() => ""); // a worker that was just stopped has nothing to say
  }

  /** Opens a page of the extension itself. */
  async screen(context: BrowserContext, path: string): Promise<Page> {
    const page = await context.newPage();
    await page.goto(`chrome-extension://${this.extension.id}/${path}`);
    return page;
  }

  /** Changes the policy file by replacing text that must be there. */
  async changePolicy(from: string, to: string): Promise<void> {
    await replaceInPolicy(this.folder, from, to);
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#contexts.map((context) => context.close()));
    await this.agent.stop();
    this.#ended.abort();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Runs in the extension's worker. */
function toolbarTitle(): Promise<string> {
  return (globalThis as unknown as WithChrome).chrome.action.getTitle({});
}

/** The one thing the tests ask of the extension's own API. */
interface WithChrome {
  readonly chrome: { readonly action: { getTitle(of: object): Promise<string> } };
}
