/** One thing that a page can see a browser do; the result is compared as JSON. */
type Behavior = () => unknown;
export type Behaviors = Readonly<Record<string, Behavior>>;

/** Where the lab is, on the page's own origin and on another one. */
export const HERE = "/lab";
export const THERE = "https://start.example/lab";
/** An origin that lets nobody read. */
export const CLOSED = `${THERE}/closed-origin`;

/** An error in words: class, name and message, whatever was thrown. */
export function inWords(cause: unknown): string {
  if (!(cause instanceof Error) && !(cause instanceof DOMException)) return `thrown: ${String(cause)}`;
  return `${cause.constructor.name} ${cause.name}: ${cause.message}`;
}

/** What work gives, or its error in words; `sync:` before what was thrown at once. */
export async function outcome(work: () => unknown): Promise<unknown> {
  let going: unknown;
  try {
    going = work();
  } catch (cause) {
    return `sync: ${inWords(cause)}`;
  }
  try {
    return (await going) ?? null;
  } catch (cause) {
    return inWords(cause);
  }
}

/** All that a page can read of a reply. */
export async function readReply(reply: Response): Promise<unknown> {
  const { status, statusText, ok, redirected, type, url, bodyUsed } = reply;
  const headers = Object.fromEntries([...reply.headers].filter(([name]) => name !== "date"));
  return { status, statusText, ok, redirected, type, url, bodyUsed, headers, text: await reply.text() };
}

/** The outcome of a fetch, read to its end. */
export function fetched(...args: Parameters<typeof fetch>): Promise<unknown> {
  return outcome(async () => readReply(await fetch(...args)));
}

/** What the lab's echo says reached it. */
export function echoed(init: RequestInit, base = HERE): Promise<unknown> {
  return outcome(
    async () => JSON.parse((await (await fetch(`${base}/echo`, init)).text()) || "null") as unknown,
  );
}

/** Notes the events of an object, in order. */
export function notes(
  target: EventTarget,
  types: readonly string[],
  describe: (event: Event) => string = () => "",
): string[] {
  const seen: string[] = [];
  for (const type of types) {
    target.addEventListener(type, (event) => void seen.push(`${type}${describe(event)}`));
  }
  return seen;
}

/** The next event of this type. */
export function next(target: EventTarget, type: string): Promise<Event> {
  return new Promise((resolve) => {
    target.addEventListener(type, resolve, { once: true });
  });
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** Sets an event handler attribute, which pages do as well as listening. */
export function handle(
  target: EventTarget,
  name: `on${string}`,
  heard: ((event: Event) => unknown) | null,
): void {
  Reflect.set(target, name, heard);
}
