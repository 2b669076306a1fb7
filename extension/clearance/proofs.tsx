import type { JSX } from "preact";
import { Icon } from "../design/icon.tsx";
import { moment } from "../design/times.ts";
import { words, type WordKey } from "../design/words.ts";
import type { Claim, Proof } from "../../shared/schema/proof.ts";

const CLAIMS: Readonly<Record<Claim, WordKey>> = {
  level: "claimLevel",
  compartments: "claimCompartments",
  organization: "claimOrganization",
  groups: "claimGroups",
  us_person: "claimUsPerson",
  citizenship: "claimCitizenship",
  location: "claimLocation",
  assurance: "claimAssurance",
  trusted_partner: "claimTrustedPartner",
  licenses: "claimLicenses",
  name: "claimName",
};

/** Each fact that policy wants proven: by whom it is and until when, or that it is not. Never the fact itself. */
export function Proofs({
  proofs,
  now,
}: {
  readonly proofs: readonly Proof[];
  readonly now: number;
}): JSX.Element {
  return (
    <section aria-labelledby="proofs">
      <h2 id="proofs" class="eyebrow">
        {words("proofsTitle")}
      </h2>
      <dl class="proofs">
        {proofs.map((proof) => (
          <div key={proof.claim}>
            <dt>{words(CLAIMS[proof.claim])}</dt>
            <dd class="proof" data-proven={proof.proven ? "yes" : "no"}>
              <Icon name={proof.proven ? "proven" : "unproven"} />
              <span>
                {provenWords(proof, now)} {proof.why}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function provenWords({ proven, by, until }: Proof, now: number): string {
  if (!proven || by === null) return words("notProven");
  return until === null ? words("provenByNoEnd", by) : words("provenBy", by, moment(until, now));
}
