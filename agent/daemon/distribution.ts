import { mkdir } from "node:fs/promises";
import type { SignedStatus } from "../../shared/wire/local-api.ts";
import { deviceName, placeOf } from "../distribution/content/ring.ts";
import { FloorStore } from "../distribution/floor/floor-store.ts";
import { verifyPinned } from "../distribution/floor/pinned.ts";
import { connectBroker, type Broker } from "../distribution/news/broker.ts";
import { Poller } from "../distribution/news/poller.ts";
import { Reporter, type ReportContent } from "../distribution/news/reporter.ts";
import type { DistributionNews } from "../distribution/problems.ts";
import { PATIENCE } from "../distribution/repository/limits.ts";
import { Repository } from "../distribution/repository/repository.ts";
import { WebClient } from "../distribution/repository/web-client.ts";
import { SignedPolicy, type Look, type LookNeeds } from "../distribution/signed-policy.ts";
import { deviceIdFile, floorFolder, type Config } from "../platform/config.ts";
import type { DistributionSettings } from "../platform/distribution-config.ts";
import { keptSecret } from "../platform/kept-secret.ts";
import { certificatesIn } from "./certificates.ts";
import type { EnforcedState } from "./enforcement.ts";

/** What the signed side of an agent is made by. */
export interface DistributionParts {
  readonly config: Config;
  readonly settings: DistributionSettings;
  readonly signal: AbortSignal;
  readonly tell: (news: DistributionNews) => void;
}

/** Milliseconds between two times that the trusted time is kept on the disk. */
const KEEP_TIME_EVERY = 3_600_000;
/** Bytes of the answer to a report, which nobody reads. */
const REPORT_ANSWER = 65_536;

/** What looks for newer policy need, and whom they tell. */
export interface LookParts {
  readonly needs: () => LookNeeds;
  /** Waited for: what was found is in force when it returns. */
  readonly onChange: () => Promise<void>;
  /** Called as each look begins, a nudged one too: whatever else is fetched may be newer as well. */
  readonly onLook: () => void;
}

/** The signed side of an agent: what is in force, the looks for something newer, nudges and reports. */
export class Distribution {
  readonly policy: SignedPolicy;
  readonly #parts: DistributionParts;
  readonly #client: WebClient;
  readonly #deviceId: string;
  readonly #reporter: Reporter;
  #poller: Poller | null = null;
  #broker: Broker | null = null;

  /** Reads what was verified before; throws a `PlatformError` where root or certificates cannot be read. */
  constructor(parts: DistributionParts) {
    const { config, settings, signal, tell } = parts;
    this.#parts = parts;
    const device = keptSecret(deviceIdFile(config), 16, "device id");
    if (device.problem !== null) tell({ part: "agent", what: "degraded", detail: device.problem });
    this.#deviceId = device.hex;
    this.#client = new WebClient(settings.ca === null ? null : certificatesIn(settings.ca), signal);
    const pinned = certificatesIn(settings.root);
    verifyPinned(pinned, settings.root);
    this.policy = new SignedPolicy({
      url: settings.url,
      repository: new Repository(settings.url, this.#client, floorFolder(config)),
      store: new FloorStore(floorFolder(config)),
      clocks: { system: Date.now, steady: () => performance.now() },
      pinned,
      place: placeOf(this.#deviceId),
      tell,
    });
    this.#reporter = new Reporter((text) => this.#send(text), signal);
  }

  /** Begins to look and to listen, until the signal; the first look is made here. */
  async start({ needs, onChange, onLook }: LookParts): Promise<void> {
    const { config, signal } = this.#parts;
    await mkdir(floorFolder(config), { recursive: true, mode: 0o700 });
    const look = async (): Promise<Look> => {
      onLook();
      const before = this.policy.problems.sentences.join("\n");
      const found = await this.policy.look(needs());
      if (found.outcome === "changed" || this.policy.problems.sentences.join("\n") !== before)
        await onChange();
      return found;
    };
    this.#poller = new Poller({
      look,
      known: () => this.policy.timestampVersion,
      random: Math.random,
      signal,
    });
    const keeping = setInterval(() => this.policy.keepTime(), KEEP_TIME_EVERY);
    signal.addEventListener("abort", () => clearInterval(keeping), { once: true });
    await this.#listen(this.#poller);
    void this.#poller.now();
  }

  /** Looks at once: whom the endpoint is for may have become another. */
  lookNow(): void {
    void this.#poller?.now();
  }

  /** Keeps what only this process knows. */
  stop(): void {
    this.policy.keepTime();
  }

  /** What browsers are told to enforce now; null: nothing. */
  stateNow(): EnforcedState | null {
    const { inForce, revision } = this.policy;
    if (inForce === null || revision === null) return null;
    const { policy, directives } = inForce;
    return {
      revision,
      release: policy.release,
      policy: policy.version,
      directives: directives.version,
      issued: Math.max(policy.issued, directives.issued),
    };
  }

  /** Reports what the endpoint enforces, where that has changed. */
  report(content: Omit<ReportContent, "device">): void {
    this.#reporter.tell({ device: deviceName(this.#deviceId), ...content });
  }

  status(): SignedStatus {
    const { policy } = this;
    const state = this.stateNow();
    return {
      release: state?.release ?? null,
      policy: state?.policy ?? 0,
      directives: state?.directives ?? 0,
      issued: state?.issued ?? null,
      checkedAt: policy.checkedAt,
      nextLook: this.#poller?.nextAt ?? null,
      ring: placeOf(this.#deviceId),
      device: deviceName(this.#deviceId),
      nudge: this.#nudgeWord(),
      trustedTime: policy.time.now(),
      problem: policy.problems.code,
    };
  }

  #nudgeWord(): SignedStatus["nudge"] {
    if (this.#parts.settings.nudge === null) return "off";
    return this.#broker?.isConnected === true ? "connected" : "away";
  }

  async #listen(poller: Poller): Promise<void> {
    const { settings, signal } = this.#parts;
    const { nudge } = settings;
    if (nudge === null) return;
    this.#broker = await connectBroker({
      settings: nudge,
      ca: nudge.ca === null ? null : certificatesIn(nudge.ca),
      password: nudge.passwordFile === null ? null : certificatesIn(nudge.passwordFile).trim(),
      device: deviceName(this.#deviceId),
      signal,
      onHint: (hint) => poller.nudge(hint),
      onConnect: () => this.#reporter.again(),
    });
  }

  /** By the broker where there is one, else by the address for reports, else nowhere. */
  async #send(text: string): Promise<void> {
    const { settings } = this.#parts;
    if (settings.nudge !== null) {
      if (this.#broker === null) throw new Error("The broker is not connected yet.");
      return await this.#broker.publish(text);
    }
    if (settings.report === null) return;
    const { status } = await this.#client.ask({
      url: `${settings.report}${deviceName(this.#deviceId)}.json`,
      method: "PUT",
      headers: { "content-type": "application/json", "content-length": String(Buffer.byteLength(text)) },
      body: text,
      limit: REPORT_ANSWER,
      within: PATIENCE.report,
    });
    if (status < 200 || status >= 300) throw new Error(`The report was answered with ${status}.`);
  }
}
