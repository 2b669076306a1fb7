import { createHash } from "node:crypto";
import { bound, reduced, select, type Occasion } from "../../../agent/passport/disclose.ts";
import { PassportError, type PassportFault } from "../../../agent/passport/fault.ts";
import { PASSPORT_TYPE, type ClaimValues } from "../../../agent/passport/form.ts";
import { issuing, type Application } from "../../../agent/passport/issue/issue.ts";
import { signJws } from "../../../agent/passport/jws.ts";
import { partsOf } from "../../../agent/passport/parts.ts";
import { bareJwk, newSecret, signingKeyOf, type SigningKey } from "../../../agent/passport/signing-key.ts";
import { verifyPassport, type Passport } from "../../../agent/passport/verify.ts";
import type { CompiledIssuer } from "../../../shared/policy/compiled-policy.ts";
import { CLAIMS, type Claim } from "../../../shared/schema/proof.ts";

export const NOW = Date.parse("2026-06-12T17:21:00Z");
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const ISSUER = "https://passports.example.com";
export const LIST = "https://passports.example.com/status/list.jwt";

/** Keys of an issuer, of this device and of another; made once, since they are never the point. */
export const keys = {
  issuer: await signingKeyOf(newSecret("EdDSA")),
  device: await signingKeyOf(newSecret("ES256")),
  other: await signingKeyOf(newSecret("ES256")),
};

export const CLAIMED: ClaimValues = {
  level: "controlled",
  compartments: ["cyber"],
  organization: "Example Corp",
  groups: ["engineering"],
  us_person: true,
  citizenship: ["US", "NL"],
  location: "US",
  assurance: 2,
  trusted_partner: true,
  licenses: [{ id: "L-1", authority: "BIS", number: "2026-0412", models: ["anthropic/mythos-5"] }],
  name: "Ada",
};

/** The issuer as policy names it: trusted for everything unless said. */
export function trusted(more: Partial<CompiledIssuer> = {}): CompiledIssuer {
  return {
    id: ISSUER,
    keys: [keys.issuer.public],
    maySay: CLAIMS,
    greatestAge: null,
    type: null,
    called: {},
    ...more,
  };
}

/** A passport of Ada's for this device. */
export function made(more: Partial<Application> = {}, key: SigningKey = keys.issuer): Promise<string> {
  return issuing(
    ISSUER,
    key,
  )({
    person: "ada",
    claims: CLAIMED,
    device: keys.device.public,
    status: { uri: LIST, index: 3 },
    issued: NOW,
    expires: NOW + DAY,
    ...more,
  });
}

/** A passport whose text is written by hand: `payload` and `header` replace what they name. */
export function forged(
  { header = {}, payload = {}, disclosures = [] }: Forged,
  sign: (data: string) => string = keys.issuer.sign,
): string {
  const encoded = disclosures.map((one) =>
    Buffer.from(typeof one === "string" ? one : JSON.stringify(one)).toString("base64url"),
  );
  const whole = {
    iss: ISSUER,
    vct: PASSPORT_TYPE,
    iat: NOW / 1_000,
    exp: (NOW + DAY) / 1_000,
    cnf: { jwk: bareJwk(keys.device.public) },
    _sd: encoded.map((one) => createHash("sha256").update(one).digest("base64url")),
    ...payload,
  };
  const data = [{ typ: "dc+sd-jwt", alg: "EdDSA", ...header }, whole].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  return [`${data.join(".")}.${sign(data.join("."))}`, ...encoded, ""].join("~");
}

export interface Forged {
  readonly header?: object;
  readonly payload?: object;
  readonly disclosures?: readonly (string | readonly unknown[])[];
}

export const OCCASION: Occasion = { audience: "lanyard-agent", nonce: "a-nonce", now: NOW };

/** Shows a passport as the holder does, and verifies it as the agent does. */
export async function verified(
  passport: string,
  {
    issuer = trusted(),
    asked = CLAIMS,
    holder = keys.device,
    occasion = OCCASION,
  }: { issuer?: CompiledIssuer; asked?: readonly Claim[]; holder?: SigningKey; occasion?: Occasion } = {},
): Promise<Passport> {
  const parts = partsOf(passport);
  const { disclosed } = select(parts, issuer, asked);
  const shown = await bound(reduced(parts, issuer, disclosed), holder, OCCASION);
  return await verifyPassport(shown, {
    issuers: [issuer],
    device: keys.device.public,
    person: "ada",
    occasion,
  });
}

/** The code with which something is refused; fails where it is not. */
export async function faultOf(job: Promise<unknown>): Promise<PassportFault> {
  try {
    await job;
  } catch (error) {
    if (error instanceof PassportError) return error.code;
    throw error;
  }
  throw new Error("Nothing was refused.");
}

/** A status list that this issuer signed. */
export function signedList(
  key: SigningKey,
  payload: object,
  header: object = { typ: "statuslist+jwt" },
): string {
  return signJws(key, header, payload);
}
