import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compactVerify, importJWK } from "jose";
import { bound, reduced, select, type Occasion } from "../../agent/passport/disclose.ts";
import { Applicant } from "../../agent/passport/issue/applicant.ts";
import { claimsOf, issuing } from "../../agent/passport/issue/issue.ts";
import { Register } from "../../agent/passport/issue/register.ts";
import { issueRound, LIST_FRESH } from "../../agent/passport/issue/round.ts";
import { StaticFiles } from "../../agent/passport/issue/static-files.ts";
import { signJws } from "../../agent/passport/jws.ts";
import { partsOf } from "../../agent/passport/parts.ts";
import { bareJwk, newSecret, signingKeyOf, type SigningKey } from "../../agent/passport/signing-key.ts";
import { standingOf } from "../../agent/passport/standing.ts";
import { newStatusList, readStatusList } from "../../agent/passport/status-list.ts";
import { verifyPassport } from "../../agent/passport/verify.ts";
import type { CompiledIssuer } from "../../shared/policy/compiled-policy.ts";
import { CLAIMS } from "../../shared/schema/proof.ts";
import { type BenchRow, rowsOf } from "./row.ts";

const NOW = Date.parse("2026-06-12T17:21:00Z");
const DAY = 86_400_000;
const ISSUER = "https://passports.example.com";
const LIST = `${ISSUER}/status/list.jwt`;
/** Passports of the list, and of which every hundredth is revoked. */
const PASSPORTS = 100_000;
const ROUNDS = 300;
/** Passports that are issued with their files; `lanyard passport issue` of 100,000 takes so many times as long. */
const ISSUED = 2_000;
const OCCASION: Occasion = { audience: "lanyard-agent", nonce: "bench", now: NOW };

/** A passport: shown and verified with its status, beside its two signatures alone; the list; and issuing. */
export async function* passportBench(): AsyncGenerator<BenchRow> {
  const [key, device] = [await signingKeyOf(newSecret("EdDSA")), await signingKeyOf(newSecret("ES256"))];
  const issuer: CompiledIssuer = {
    id: ISSUER,
    keys: [key.public],
    maySay: CLAIMS,
    greatestAge: null,
    type: null,
    called: {},
  };
  const text = newStatusList(
    key,
    { uri: LIST, issued: NOW, fresh: LIST_FRESH, expires: NOW + DAY },
    PASSPORTS,
    everyHundredth(),
  );
  const readList = () => readStatusList(text, { uri: LIST, keys: [key.public] });
  const list = await readList();
  const passport = await issuing(
    ISSUER,
    key,
  )({
    person: "ada",
    claims: claimsOf(applicant(0, device)),
    device: device.public,
    status: { uri: LIST, index: 3 },
    issued: NOW,
    expires: NOW + DAY,
  });
  const show = (): Promise<string> => {
    const parts = partsOf(passport);
    return bound(reduced(parts, issuer, select(parts, issuer, CLAIMS).disclosed), device, OCCASION);
  };
  const shown = await show();
  const verify = async (): Promise<void> => {
    const expected = { issuers: [issuer], device: device.public, person: "ada", occasion: OCCASION };
    const { fault } = standingOf(await verifyPassport(shown, expected), list, NOW);
    if (fault !== null) throw new Error(fault);
  };
  const [signed, proof] = [signJws(key, {}, {}), signJws(device, {}, {})];
  const [issuerKey, holderKey] = [
    await importJWK(bareJwk(key.public), key.alg),
    await importJWK(bareJwk(device.public), device.alg),
  ];
  const bare = async (): Promise<void> => {
    await compactVerify(signed, issuerKey);
    await compactVerify(proof, holderKey);
  };
  yield* rowsOf(
    "a passport shown by its holder",
    "11 claims",
    "ms",
    new Map([["Lanyard", await timed(ROUNDS, show)]]),
  );
  yield* rowsOf(
    "a passport verified, status known",
    "11 claims",
    "ms",
    new Map([
      ["Lanyard", await timed(ROUNDS, verify)],
      ["jose, two signatures alone", await timed(ROUNDS, bare)],
    ]),
  );
  yield* rowsOf(
    "a new status list verified and inflated",
    PASSPORTS,
    "ms",
    new Map([["Lanyard", await timed(50, readList)]]),
  );
  yield* issuingBench(key, device);
}

async function* issuingBench(key: SigningKey, device: SigningKey): AsyncGenerator<BenchRow> {
  const folder = mkdtempSync(join(tmpdir(), "lanyard-bench-"));
  const register = new Register(join(folder, "passports.db"));
  const files = new StaticFiles(join(folder, "public"));
  const people = Array.from({ length: ISSUED }, (_, number) => applicant(number, device));
  const issuer = { id: ISSUER, url: `${ISSUER}/` };
  const began = performance.now();
  await issueRound({ key, register, files, issuer, now: NOW }, people, {
    valid: DAY,
    renewBefore: Infinity,
    onPerson: () => undefined,
  });
  const each = ((performance.now() - began) * 1_000) / ISSUED;
  register.close();
  rmSync(folder, { recursive: true });
  yield* rowsOf("passports issued, with their files", ISSUED, "µs each", new Map([["Lanyard", [each]]]));
}

function applicant(number: number, { public: key }: SigningKey): Applicant {
  return Applicant.parse({
    id: `person-${number}@example.com`,
    name: "Ada Lovelace",
    organization: "Example Corp",
    groups: ["engineering", "research"],
    level: "controlled",
    compartments: ["cyber"],
    us_person: "proven",
    citizenship: ["US"],
    location: "US",
    assurance: 2,
    trusted_partner: "proven",
    licenses: [{ id: "L-1", authority: "BIS", models: ["anthropic/mythos-5"] }],
    device_keys: [key],
  });
}

function* everyHundredth(): Generator<number> {
  for (let index = 0; index < PASSPORTS; index += 100) yield index + 1;
}

/** Milliseconds of each round, after some that warm up. */
async function timed(rounds: number, job: () => Promise<unknown>): Promise<readonly number[]> {
  const samples: number[] = [];
  for (let round = -Math.ceil(rounds / 10); round < rounds; round += 1) {
    const began = performance.now();
    await job();
    if (round >= 0) samples.push(performance.now() - began);
  }
  return samples;
}
