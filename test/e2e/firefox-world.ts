import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FIREFOX_ID } from "../../extension/manifest.ts";
import { writeXpi } from "../browser/pack-extension.ts";
import type { FirefoxExtension } from "../browser/firefox-policy.ts";
import type { Firefox } from "../browser/firefox.ts";
import type { FirefoxTab } from "../browser/firefox-tab.ts";
import { type FirefoxLaunch, homeOf, launchFirefox } from "../browser/launch-firefox.ts";
import { type FakeServices, startFakeServices } from "../fake/server.ts";
import { AgentProcess } from "./agent-process.ts";
import { Published } from "./published.ts";
import { registerHost, replaceInPolicy, writeOrganization } from "./organization.ts";
import { until } from "./until.ts";

const DIST = join(import.meta.dirname, "../../dist/firefox");

/** Where a native host manifest lies in a user's home, for Firefox on Linux. */
const HOSTS = ".mozilla/native-messaging-hosts";

/**
 * What `World` is for Chromium: the same organization, agent and stand-ins, and a Firefox with the extension installed
 * by policy. It ends, processes and files, with `close`.
 */
export class FirefoxWorld {
  readonly fakes: FakeServices;
  readonly agent: AgentProcess;
  readonly folder: string;
  readonly #executable: string;
  readonly #ended: AbortController;
  readonly #browsers: Firefox[] = [];

  private constructor(fakes: FakeServices, folder: string, executable: string, ended: AbortController) {
    this.fakes = fakes;
    this.folder = folder;
    this.#executable = executable;
    this.#ended = ended;
    this.agent = new AgentProcess(join(folder, "agent.yaml"));
  }

  /** `pause`: milliseconds before the answer to a POST, and between the pieces of a streamed one. */
  static async open(
    executable: string,
    { pause = 0 }: { readonly pause?: number } = {},
  ): Promise<FirefoxWorld> {
    const ended = new AbortController();
    const folder = await mkdtemp(join(tmpdir(), "lanyard-firefox-"));
    await writeOrganization(folder);
    await writeXpi(DIST, join(folder, "lanyard.xpi"));
    const eager = join(import.meta.dirname, "pages/eager");
    const sites = { "eager.example": eager, "updates.example": Published.folderIn(folder) };
    const fakes = await startFakeServices({ signal: ended.signal, pause, sites });
    return new FirefoxWorld(fakes, folder, executable, ended);
  }

  /** Opens Firefox on a profile of this name, which is kept between launches. */
  async launch(
    profileName: string,
    more: Pick<FirefoxLaunch, "policies" | "preferences" | "startPage"> = {},
  ): Promise<Firefox> {
    await registerHost(this.folder, FIREFOX_ID, this.hostsOf(profileName));
    return this.#start(profileName, { id: FIREFOX_ID, xpi: join(this.folder, "lanyard.xpi") }, more);
  }

  /** Opens a Firefox that has no extension. */
  async launchBare(more: Pick<FirefoxLaunch, "preferences"> = {}): Promise<Firefox> {
    return this.#start("bare", null, more);
  }

  /** Opens a Firefox that has another extension than ours, once that runs. */
  async launchOther(profileName: string, extension: FirefoxExtension): Promise<Firefox> {
    const firefox = await this.#start(profileName, extension, {});
    await until("the extension runs", async () => (await firefox.backgroundState()) === "running");
    return firefox;
  }

  /** The folder of the native messaging hosts that a Firefox on this profile finds. */
  hostsOf(profileName: string): string {
    return join(homeOf(this.#profile(profileName)), HOSTS);
  }

  /** A Firefox whose extension is ready: it has its clearance and the agent's ear. */
  async launchReady(
    profileName: string,
    more?: Pick<FirefoxLaunch, "policies" | "preferences">,
  ): Promise<Firefox> {
    const firefox = await this.launch(profileName, more);
    await until("the toolbar says protected", async () =>
      (await firefox.toolbar()).startsWith("Lanyard: protected"),
    );
    return firefox;
  }

  /** Opens a page of the extension itself. */
  async screen(firefox: Firefox, path: string): Promise<FirefoxTab> {
    return firefox.newTab(`${firefox.origin}/${path}`);
  }

  /** Changes the policy file by replacing text that must be there. */
  async changePolicy(from: string, to: string): Promise<void> {
    await replaceInPolicy(this.folder, from, to);
  }

  async #start(
    profileName: string,
    extension: FirefoxExtension | null,
    more: Pick<FirefoxLaunch, "policies" | "preferences" | "startPage">,
  ): Promise<Firefox> {
    const firefox = await launchFirefox({
      executable: this.#executable,
      profile: this.#profile(profileName),
      extension,
      hosts: { "*:80": this.fakes.plainPort, "*": this.fakes.port },
      signal: this.#ended.signal,
      ...more,
    });
    this.#browsers.push(firefox);
    return firefox;
  }

  #profile(name: string): string {
    return join(this.folder, "profiles", name);
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#browsers.map((browser) => browser.close()));
    await this.agent.stop();
    this.#ended.abort();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
