import type { AgentStatus } from "../../shared/wire/local-api.ts";
import type { BrowserKind, BrowserPolicy } from "../deploy/browser-policy.ts";

/** What was read of one file or folder of a browser: its content, or why it cannot be had, in a sentence. */
export type Look<T> = { readonly seen: T } | { readonly unseen: string };

/** A registration of the agent with one browser. */
export interface HostRegistration {
  readonly file: string;
  /** Extensions that may call it. */
  readonly ids: readonly string[];
  /** True where the program that it names is there. */
  readonly hasProgram: boolean;
  readonly scope: "user" | "system";
  /** What the program does when it is started as the browser does: it reaches the agent, or not, or is no native host. */
  readonly answer: "agent" | "no_agent" | "nothing";
}

/** An extension in one profile of a browser. */
export interface InstalledExtension {
  readonly id: string;
  readonly version: string | null;
  /** True where the machine's policy has installed it. */
  readonly isForced: boolean;
  readonly isEnabled: boolean;
}

/** One profile of a browser, and what it says of its extensions. */
export interface BrowserProfile {
  readonly name: string;
  readonly extensions: readonly InstalledExtension[];
}

/** What is known of one browser on this machine. */
export interface BrowserFacts {
  readonly kind: BrowserKind;
  readonly name: string;
  /** Null: it cannot be told here. */
  readonly isRunning: boolean | null;
  /** Registrations that are there, or why they could not be read. */
  readonly hosts: readonly Look<HostRegistration>[];
  /** This user's profiles that have been used; none where they are not where they usually are. */
  readonly profiles: readonly BrowserProfile[];
  /** Values of the machine's policies for it, by name. */
  readonly policies: Look<Readonly<Record<string, unknown>>>;
}

/** Everything that the doctor looks at. */
export interface Machine {
  /** Milliseconds since 1970 UTC, by this machine's clock. */
  readonly now: number;
  /** Version of the program that asks. */
  readonly version: string;
  /** What the agent says of itself, or why nobody does and what mends that. */
  readonly agent: { readonly seen: AgentStatus } | { readonly unseen: string; readonly mend: string };
  /** Bytes free where the journal lies; null: not known. */
  readonly freeBytes: number | null;
  /** Time of the newest event of the journal; null: there is none, or it cannot be read. */
  readonly newestEvent: number | null;
  readonly browsers: readonly BrowserFacts[];
}

/** One line of the doctor's: what is, and where it is not well, what mends it. `unknown` is neither. */
export interface Finding {
  readonly state: "well" | "open" | "unknown";
  /** What it is about: `agent`, `policy`, `journal`, `clock`, or a browser's name. */
  readonly about: string;
  readonly sentence: string;
  readonly mend: string | null;
  /** The browser policies that it is about, with what the machine has in their place. */
  readonly policies?: readonly (BrowserPolicy & { readonly found: unknown })[];
}

/** A finding that is as it should be. */
export function well(about: string, sentence: string): Finding {
  return { state: "well", about, sentence, mend: null };
}

/** A finding that leaves something open. */
export function open(about: string, sentence: string, mend: string): Finding {
  return { state: "open", about, sentence, mend };
}

/** A finding that could not be made here. */
export function unknown(about: string, sentence: string): Finding {
  return { state: "unknown", about, sentence, mend: null };
}
