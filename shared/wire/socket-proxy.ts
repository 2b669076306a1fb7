import * as z from "zod/mini";

/** The answers of a proxy auto-configuration that are taken: `DIRECT`, `PROXY proxy.example:3128; DIRECT`. */
export const PacAnswer = z
  .string()
  .check(
    z.regex(
      /^(?:DIRECT|(?:PROXY|HTTPS?|SOCKS[45]?) [A-Za-z0-9.:[\]-]{1,260})(?:; ?(?:DIRECT|(?:PROXY|HTTPS?|SOCKS[45]?) [A-Za-z0-9.:[\]-]{1,260})){0,9}$/,
    ),
  );

/** A port that something listens on. */
export const Port = z.number().check(z.int(), z.gte(1), z.lte(65_535));

/** Where the agent's proxy for sockets is, and what proves that the extension lets a socket pass. */
export const SocketProxyPush = z.strictObject({
  type: z.literal("socket_proxy"),
  /** On loopback. */
  port: Port,
  /** 32 bytes in hexadecimal, of this life of the agent. */
  secret: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  /** What all other traffic gets of a proxy auto-configuration; null: the agent cannot tell what this machine has. */
  otherwise: z.nullable(PacAnswer),
});
export type SocketProxyPush = z.infer<typeof SocketProxyPush>;

/** What the agent asks by, as the realm of its 407: made anew for each connection. */
export const Nonce = z.string().check(z.regex(/^[A-Za-z0-9_-]{32}$/));

/** What is signed with the secret: this nonce, for this host (lower case, no dot at its end) and port alone. */
export function challengeText(nonce: string, host: string, port: number): string {
  return `${nonce}|${host}:${port}`;
}
