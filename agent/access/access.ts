import type { KeyObject } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { CompiledLicense, CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import type { AccessEvent } from "../../shared/schema/access-event.ts";
import type { AccessState, AskAccess } from "../../shared/wire/access.ts";
import type { RequestSettings } from "../platform/requests-config.ts";
import { Answers } from "./answers.ts";
import { Book, type Entry } from "./book.ts";
import { Deliveries, type Delivery } from "./deliveries.ts";
import { newEntry, shownEntry, type Standing, whyNot } from "./entry.ts";
import { grantedLicense } from "./granted.ts";
import { accessEvent } from "./record.ts";
import { routesOf, type Route, type RouteParts } from "./routes.ts";
import { sentText } from "./sent-request.ts";
import type { AskAnswer } from "./web-answers.ts";

/** What an endpoint's requests are kept and sent by. */
export interface AccessParts {
  readonly file: string;
  /** Signs requests; null: none can be sent. */
  readonly key: KeyObject | null;
  readonly ask: AskAnswer;
  readonly routes: RouteParts;
  /** The time that grants are judged by, in milliseconds. */
  readonly now: () => number;
  /** Records; `done` hears whether that is durable. */
  readonly record: (events: readonly AccessEvent[], done?: (isDurable: boolean) => void) => void;
  readonly signal: AbortSignal;
}

/** For whom, and under what, requests are looked at. */
export interface AccessFor {
  readonly policy: CompiledPolicy | null;
  readonly person: string | null;
  readonly settings: RequestSettings;
  /** Where answers lie: a folder, or the address that policy names no other than. Null: none. */
  readonly folder: string | null;
  readonly url: string | null;
}

/** What a look has changed. */
export interface AccessNews {
  /** Grants came or went: the clearance is another. */
  readonly isResolved: boolean;
  /** What the person sees is another. */
  readonly isShown: boolean;
}

/** Milliseconds between two looks for the answer to a new request, how long it is new, and between looks afterwards. */
const POLL = { new: 3_000, while: 900_000, later: 10_000 };

/** The requests of an endpoint's person, the answers to them, and the grants that come of these. */
export class Access {
  /** Called where something is to be looked at anew. */
  onChange: () => void = () => undefined;
  readonly #parts: AccessParts;
  readonly #book: Book;
  readonly #answers: Answers;
  readonly #deliveries: Deliveries;
  #for: AccessFor = {
    policy: null,
    person: null,
    settings: { folder: null, command: null },
    folder: null,
    url: null,
  };
  #routes: readonly Route[] = [];
  /** What is being recorded, and not in the book yet. */
  readonly #coming = new Set<string>();
  #granted: readonly CompiledLicense[] = [];
  #state: AccessState | null = null;

  constructor(parts: AccessParts) {
    this.#parts = parts;
    this.#book = new Book(parts.file);
    this.#answers = new Answers({
      book: this.#book,
      ask: parts.ask,
      now: parts.now,
      record: (event) => parts.record([event]),
    });
    this.#deliveries = new Deliveries(
      () => this.#due(),
      (mark) => this.#told(mark),
      parts.signal,
    );
  }

  /** Looks at what lies there, under the policy in force. */
  async look(at: AccessFor): Promise<AccessNews> {
    this.#for = at;
    this.#routes = routesOf(at.policy?.requests, at.settings, this.#parts.routes);
    if (at.policy !== null && at.person !== null) await this.#answers.look(at.policy, at.person, at.folder);
    this.#deliveries.go();
    return this.#news();
  }

  /** Asks the network for answers; true where there is something to look at. */
  async fetch(): Promise<boolean> {
    const { policy, person, url } = this.#for;
    const address = policy?.requests?.grants ?? url;
    return policy === null || person === null || address === null
      ? false
      : await this.#answers.fetch(person, address);
  }

  /** Takes what the person asks for; the same again changes nothing. */
  ask(asked: AskAccess): void {
    const { policy, person } = this.#for;
    if (policy === null || person === null) return;
    if (this.#book.get(asked.id) !== null) return this.onChange();
    if (this.#coming.has(asked.id)) return;
    const now = this.#parts.now();
    const entry = newEntry(asked, person, now, policy.requests?.longest ?? 0);
    const why = whyNot(entry, policy, this.#book.entries);
    const closed = why === null ? null : ({ state: "declined", by: null, why } as const);
    // What the book has was recorded before: a crash between the two is mended by asking again.
    this.#enter({ ...entry, closed }, [
      accessEvent(entry, { what: "asked" }, now),
      ...(why === null ? [] : [accessEvent(entry, { what: "declined", why }, now)]),
    ]);
  }

  /** Ends a request or grant of the person, as they wish. */
  withdraw(id: string): void {
    const entry = this.#book.get(id);
    if (entry === null || entry.closed !== null || entry.person !== this.#for.person) return this.onChange();
    const closed = { state: "withdrawn", by: null, why: null } as const;
    this.#enter({ ...entry, closed }, [accessEvent(entry, { what: "withdrawn" }, this.#parts.now())]);
  }

  /** The grants that count now, as policy has its own; the same objects as long as they do. */
  get granted(): readonly CompiledLicense[] {
    return this.#granted;
  }

  /** What the person may ask for and did; null where policy has nothing of the kind. */
  get state(): AccessState | null {
    return this.#state;
  }

  /** Milliseconds until time alone changes something; null: never. */
  get wait(): number | null {
    const next = this.#answers.nextMoment(this.#own());
    return next === null ? null : next - this.#parts.now();
  }

  /** Milliseconds until answers are to be looked for again; null: at the regular look. */
  get pollWait(): number | null {
    const now = this.#parts.now();
    const open = this.#own().filter(({ isOwn, closed }) => isOwn && closed === null);
    if (open.length === 0) return null;
    const isNew = ({ asked, id }: Entry): boolean =>
      now - asked < POLL.while && this.#answers.standing(id).kind !== "granted";
    return open.some(isNew) ? POLL.new : POLL.later;
  }

  /** What is not well, in sentences. */
  get problems(): readonly string[] {
    const isMute = this.#parts.key === null && this.#routes.length > 0;
    const mute = isMute ? "Requests for access cannot be signed, and are not sent." : null;
    return [this.#book.problem, mute].filter((one) => one !== null);
  }

  #enter(entry: Entry, events: readonly AccessEvent[]): void {
    this.#coming.add(entry.id);
    this.#parts.record(events, (isDurable) => {
      this.#coming.delete(entry.id);
      if (!isDurable) return;
      // What came meanwhile stays: an answer that was taken, and who was told.
      this.#book.put({ ...(this.#book.get(entry.id) ?? entry), closed: entry.closed });
      this.onChange();
    });
  }

  #own(): readonly Entry[] {
    return this.#book.entries.filter(({ person }) => person === this.#for.person);
  }

  #news(): AccessNews {
    const granted = this.#own().flatMap((entry) => this.#licenseOf(entry));
    const isResolved = !isDeepStrictEqual(granted, this.#granted);
    if (isResolved)
      this.#granted = granted.map((one) => this.#granted.find((old) => isDeepStrictEqual(old, one)) ?? one);
    const state = this.#shown();
    const isShown = !isDeepStrictEqual(state, this.#state);
    this.#state = state;
    return { isResolved, isShown };
  }

  #licenseOf({ id, closed }: Entry): readonly CompiledLicense[] {
    const standing = this.#answers.standing(id);
    return closed === null && standing.kind === "granted" ? [grantedLicense(standing.grant)] : [];
  }

  #shown(): AccessState | null {
    const { policy } = this.#for;
    const requests = policy?.requests;
    const own = this.#own();
    if (policy === null || (!requests && own.length === 0)) return null;
    return {
      requests: own.map((entry) => this.#shownEntry(entry)).toReversed(),
      models: [...(requests?.models ?? [])],
      longest: requests?.longest ?? 0,
      approvers: new Set(requests?.approvers.map(({ person }) => person)).size,
      routes: this.#routes.length > 0,
      purposes: [...policy.purposes],
    };
  }

  #shownEntry(entry: Entry) {
    const standing: Standing = this.#answers.standing(entry.id);
    return shownEntry(entry, standing, entry.isOwn && this.#routes.length > 0 && entry.told.length === 0);
  }

  #due(): readonly Delivery[] {
    const { key } = this.#parts;
    const organization = this.#for.policy?.organization;
    if (key === null || organization === undefined) return [];
    return this.#own()
      .filter(({ isOwn }) => isOwn)
      .flatMap((entry) =>
        this.#routes.flatMap((route) => {
          const state = phaseFor(entry, route.name, this.#parts.now());
          if (state === null) return [];
          const { id, person, model, purpose, reason, asked, from, until } = entry;
          const request = {
            lanyard: 1,
            id,
            state,
            organization,
            person,
            model,
            purpose,
            reason,
            asked,
            from,
            until,
          } as const;
          return [
            {
              mark: JSON.stringify([id, state, route.name]),
              send: async () => await route.send(await sentText(request, key), id),
            },
          ];
        }),
      );
  }

  #told(mark: string): void {
    const [id = "", state, route] = JSON.parse(mark) as readonly string[];
    const entry = this.#book.get(id);
    if (entry === null) return;
    this.#book.put({ ...entry, told: [...entry.told, `${state} ${route}`] });
    this.onChange();
  }
}

/** What is to be told of an entry on a way; null: nothing any more. Who was never told of it need not hear that it is over. */
function phaseFor({ closed, told, until }: Entry, route: string, now: number): "asked" | "withdrawn" | null {
  const isTold = (state: string): boolean => told.includes(`${state} ${route}`);
  if (closed === null) return isTold("asked") || until <= now ? null : "asked";
  return closed.state === "withdrawn" && isTold("asked") && !isTold("withdrawn") ? "withdrawn" : null;
}
