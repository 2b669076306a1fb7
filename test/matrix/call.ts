/** A call as a service takes it, before a page gives it a body and sends it. */
export interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text; `@pad@` in it becomes as many letters as `pad` says, in the page. */
  readonly text: string;
  /** The body as a form. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** What is said over a socket, in order. */
  readonly frames: readonly string[];
  readonly pad: number;
}

/** Two models of one kind: the policy permits one and forbids the other. */
interface Pair {
  readonly allowed: string;
  readonly forbidden: string;
}

/** One place where a call names its model. */
export interface Target {
  readonly models: Pair;
  /** The call for this model; the token is in its prompt and in its address. */
  readonly call: (model: string, token: string) => Partial<Sent> & { readonly url: string };
}

/** The call of a target, whole. */
export function sentTo(target: Target, model: string, token: string, pad: number): Sent {
  const given = {
    method: "POST",
    headers: {},
    text: "",
    fields: [],
    frames: [],
    ...target.call(model, token),
  };
  return { ...given, pad };
}
