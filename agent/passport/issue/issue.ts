import { randomBytes } from "node:crypto";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import type { PublicJwk } from "../../../shared/schema/passport-issuer.ts";
import { CLAIMS, type Claim } from "../../../shared/schema/proof.ts";
import { ClaimValues, PASSPORT_TYPE } from "../form.ts";
import { hasher } from "../hasher.ts";
import { bareJwk, type SigningKey } from "../signing-key.ts";
import type { Applicant } from "./applicant.ts";

/** What one passport is made of. */
export interface Application {
  readonly person: string;
  readonly claims: ClaimValues;
  /** The key of the device that it is bound to. */
  readonly device: PublicJwk;
  readonly status: { readonly uri: string; readonly index: number };
  /** Milliseconds since 1970 UTC. */
  readonly issued: number;
  readonly expires: number;
}

/** Makes passports in the name of one issuer. */
export type Issue = (application: Application) => Promise<string>;

/** The issuer `id` with its key; each passport is an SD-JWT VC whose claims are all disclosed one by one. */
export function issuing(id: string, key: SigningKey): Issue {
  const library = new SDJwtVcInstance({
    hasher,
    hashAlg: "sha-256",
    signer: key.sign,
    signAlg: key.alg,
    saltGenerator: (length) => randomBytes(length).toString("base64url"),
  });
  return ({ person, claims, device, status, issued, expires }) => {
    const payload = {
      iss: id,
      vct: PASSPORT_TYPE,
      sub: person,
      iat: Math.floor(issued / 1_000),
      exp: Math.floor(expires / 1_000),
      cnf: { jwk: bareJwk(device) },
      status: { status_list: { idx: status.index, uri: status.uri } },
      ...claims,
    };
    return library.issue(
      payload,
      { _sd: Object.keys(claims) as Claim[] },
      { header: { kid: key.thumbprint } },
    );
  };
}

/** The claims that a person's record makes. A status that is unknown is said as not proven, so that its absence says nothing. */
export function claimsOf({ us_person, trusted_partner, ...person }: Applicant): ClaimValues {
  const facts: Readonly<Record<string, unknown>> = {
    ...person,
    us_person: us_person === "proven",
    trusted_partner: trusted_partner === "proven",
  };
  const said = CLAIMS.flatMap((claim) => (facts[claim] === undefined ? [] : [[claim, facts[claim]]]));
  return ClaimValues.parse(Object.fromEntries(said));
}
