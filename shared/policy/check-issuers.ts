import type { Claim } from "../schema/proof.ts";
import { mendOf } from "./mends.ts";
import { type Problem, problemAt } from "./problem.ts";
import type { ReadPart } from "./read-part.ts";
import { inWords, shown } from "./wrong.ts";

/** What the folder says of passports must agree: each issuer once, and whatever must be proven can be. */
export function issuerProblems(parts: readonly ReadPart[], unread: boolean): Problem[] {
  const twice = sameIssuers(parts);
  const isFaulty = parts.some(({ faulty }) => ["issuers", "proofs", ""].some((key) => faulty.has(key)));
  return unread || isFaulty
    ? twice
    : [...twice, ...nobodyProves(parts), ...levelAlone(parts), ...notAsked(parts)];
}

function sameIssuers(parts: readonly ReadPart[]): Problem[] {
  const known = new Set<string>();
  const problems: Problem[] = [];
  for (const { read, said } of parts) {
    for (const [index, { id }] of (said.issuers ?? []).entries()) {
      const path = ["issuers", index];
      const message = `${inWords(read.value, path)}: the id is taken by another issuer.`;
      const mend = "Join the two: an issuer may have several keys.";
      if (known.has(id)) problems.push(problemAt(read.at([...path, "id"]), "duplicate_id", message, mend));
      known.add(id);
    }
  }
  return problems;
}

/** P5: a claim that nobody may prove is unknown for everybody, forever. */
function nobodyProves(parts: readonly ReadPart[]): Problem[] {
  const sayable = new Set(
    parts.flatMap(({ said }) => (said.issuers ?? []).flatMap(({ may_say }) => may_say)),
  );
  return parts.flatMap(({ read, said }) =>
    (said.proofs ?? []).flatMap((claim, index) => {
      if (sayable.has(claim)) return [];
      const message = `proofs: ${shown(claim)} must be proven, and no issuer may say it.`;
      const mend = `Write it into the \`may_say\` of one of the \`issuers\`, or take it out of \`proofs\`.`;
      return [problemAt(read.at(["proofs", index]), "nobody_proves", message, mend)];
    }),
  );
}

const TOGETHER: readonly (readonly [Claim, Claim])[] = [
  ["level", "compartments"],
  ["compartments", "level"],
];

/** P2 asks for both together: one that is proven must not stand beside one that is not. */
function levelAlone(parts: readonly ReadPart[]): Problem[] {
  const asked = new Set(parts.flatMap(({ said }) => said.proofs ?? []));
  const part = parts.find(({ said }) => said.proofs !== undefined);
  if (!part) return [];
  return TOGETHER.filter(([one, other]) => asked.has(one) && !asked.has(other)).map(([one, other]) => {
    const message = `proofs: ${one} must be proven and ${other} need not be, though models ask for both together.`;
    return problemAt(part.read.at(["proofs"]), "level_alone", message, `Add ${other} to \`proofs\`.`);
  });
}

/** Issuers that nothing is asked of do nothing, which nobody means. */
function notAsked(parts: readonly ReadPart[]): Problem[] {
  const part = parts.find(({ said }) => said.issuers !== undefined);
  if (!part || parts.some(({ said }) => (said.proofs ?? []).length > 0)) return [];
  const message = "The policy names issuers of passports, and no `proofs` that they are asked for.";
  return [problemAt(part.read.at(["issuers"]), "missing_key", message, mendOf("proofs"))];
}
