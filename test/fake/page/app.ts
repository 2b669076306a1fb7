/** One model as a stand-in's picker offers it: `value` is what goes over the wire. */
interface Choice {
  readonly value: string;
  readonly label: string;
}

/** What differs from one stand-in to the next. */
export interface App {
  readonly name: string;
  readonly choices: readonly Choice[];
  /** What the app says where its call fails. */
  readonly failure: string;
  /** Sends one prompt as the real app does; gives the whole answer so far, again and again. */
  ask(model: string, prompt: string): AsyncIterable<string>;
}

/** The body of a reply, or a failure where the reply is none. */
export function bodyOf(reply: Response): ReadableStream<Uint8Array<ArrayBuffer>> {
  if (!reply.ok || reply.body === null) throw new Error(`The server answered ${reply.status}.`);
  return reply.body;
}
