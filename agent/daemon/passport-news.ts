import type { LifecycleEvent } from "../../shared/schema/audit-event.ts";
import type { AgentStatus } from "../../shared/wire/local-api.ts";
import type { Passports } from "../passport/endpoint/passports.ts";
import type { Sources } from "./sources.ts";

/** What a look at the passports found, for the journal. */
interface PassportNews {
  readonly part: "passport";
  readonly outcome: LifecycleEvent["what"];
  readonly detail: string;
}

/** Looks at the passports of whoever uses this machine, by the policy in force. */
export async function lookAtPassports(
  passports: Passports,
  { policy, config }: Sources,
  person: string | null,
): Promise<readonly PassportNews[]> {
  const notes = await passports.look({
    policy: policy.value,
    person,
    settings: config.passport,
  });
  return notes.map(({ what, detail }) => ({ part: "passport", outcome: what, detail }));
}

/** How passports stand, for the command line; null where policy asks for no proofs. */
export function passportStatus({
  proofs,
  withheld,
  device,
  problems,
}: Pick<Passports, "proofs" | "withheld" | "device" | "problems">): AgentStatus["passport"] {
  if (withheld === null) return null;
  return { proofs: [...proofs], withheld: [...withheld], device, problems: [...problems] };
}
