import type { JSX } from "preact";
import type { EventInFull } from "../api/answers.ts";
import { Icon } from "./icon.tsx";
import { count, counted, moment } from "./times.ts";

/** Whether a checkpoint proves the event, and by which hashes. */
export function ProofOf({ full: { proof, row } }: { readonly full: EventInFull }): JSX.Element {
  if (proof === null)
    return <ProofLine state="no" words="This is an export: it is proven whole, under Integrity." />;
  const { checkpoint, holds, path, leaf } = proof;
  if (checkpoint === null)
    return (
      <ProofLine
        state="no"
        words="No checkpoint holds it yet. One comes within a minute while the agent runs."
      />
    );
  const of = `the checkpoint of ${count(checkpoint.size)} events${checkpoint.time === null ? "" : `, ${moment(checkpoint.time, Date.now())}`}`;
  if (!holds)
    return <ProofLine state="broken" words={`Record ${count(row.sequence)} is not what ${of} holds.`} />;
  return (
    <>
      <ProofLine
        state="yes"
        words={`Record ${count(row.sequence)} is in the tree of ${of}. Checked just now.`}
      />
      <details class="stored">
        <summary>{counted(path.length + 2, "hash", "hashes")}</summary>
        <ol class="path">
          <li>
            <span>leaf</span>
            {leaf}
          </li>
          {path.map((hash, level) => (
            <li key={hash}>
              <span>{level + 1}</span>
              {hash}
            </li>
          ))}
          <li>
            <span>root</span>
            {checkpoint.root}
          </li>
        </ol>
      </details>
    </>
  );
}

function ProofLine({
  state,
  words,
}: {
  readonly state: "yes" | "no" | "broken";
  readonly words: string;
}): JSX.Element {
  const icon = { yes: "proven", no: "unproven", broken: "alert" } as const;
  return (
    <p class="proof" data-proven={state}>
      <Icon name={icon[state]} />
      <span>{words}</span>
    </p>
  );
}
