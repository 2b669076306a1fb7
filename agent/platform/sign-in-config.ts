import * as z from "zod/mini";
import { ISSUER_URL } from "../../shared/schema/sign-in.ts";
import { Name } from "../../shared/schema/text.ts";
import { Port } from "../../shared/wire/socket-proxy.ts";

/** How people of this endpoint sign in with the company's provider. Paths are absolute. */
export interface SignInSettings {
  /** The provider, as it calls itself. */
  readonly issuer: string;
  /** What it knows Lanyard by. */
  readonly client: string;
  /** File of a secret, for providers that give native programs one, which therefore is none; null: none is wanted. */
  readonly secretFile: string | null;
  /** What is asked for; null: what is usual, as far as the provider knows it. */
  readonly scopes: readonly string[] | null;
  /** File of the certificates that the provider is verified by; null: those of Node. */
  readonly ca: string | null;
  /** Port on loopback that the browser comes back to; 0: any. */
  readonly redirectPort: number;
}

const Path = z.string().check(z.minLength(1), z.maxLength(4_096));

/** A scope as RFC 6749 has it. */
const Scope = z.string().check(z.regex(/^[\x21\x23-\x5B\x5D-\x7E]{1,200}$/));

/** The part `sign_in` of the agent's configuration, as it is written. */
export const SignInPart = z.strictObject({
  issuer: z.string().check(z.regex(ISSUER_URL)),
  client_id: Name,
  client_secret_file: z.optional(Path),
  scopes: z.optional(z.array(Scope).check(z.minLength(1), z.maxLength(50))),
  ca: z.optional(Path),
  redirect_port: z.optional(Port),
});
export type SignInPart = z.infer<typeof SignInPart>;

/** What to write for each field of the part. */
export const SIGN_IN_MENDS: Readonly<Record<string, string>> = {
  sign_in:
    "Write `issuer` and `client_id`, as in `sign_in: {issuer: https://login.example.com/realm, client_id: lanyard}`.",
  "sign_in.issuer":
    "Write the provider's address as its ID tokens have it, as in `issuer: https://login.example.com/realm`; http is for this machine alone.",
  "sign_in.client_id": "Write what the provider calls Lanyard, as in `client_id: lanyard`.",
  "sign_in.client_secret_file":
    "Write a file that holds nothing but the client's secret, or leave the field out.",
  "sign_in.scopes": "Write a list, as in `scopes: [openid, profile, email]`, or leave the field out.",
  "sign_in.ca":
    "Write a PEM file of your own certificates, as in `ca: company-ca.pem`, or leave the field out.",
  "sign_in.redirect_port":
    "Write the port that is registered with the provider, as in `redirect_port: 18944`, or leave the field out.",
};

/** The settings of the part; relative paths are made absolute by `beside`. */
export function signInSettings(part: SignInPart, beside: (path: string) => string): SignInSettings {
  const { issuer, client_id, client_secret_file, scopes, ca, redirect_port } = part;
  return {
    issuer,
    client: client_id,
    secretFile: client_secret_file === undefined ? null : beside(client_secret_file),
    scopes: scopes === undefined ? null : [...new Set(["openid", ...scopes])],
    ca: ca === undefined ? null : beside(ca),
    redirectPort: redirect_port ?? 0,
  };
}
