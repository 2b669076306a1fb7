import type { ComponentChildren, JSX } from "preact";

/** One detail: its name, and its value, which is set in mono unless it is prose. */
export interface Fact {
  readonly name: string;
  readonly value: ComponentChildren;
  readonly prose?: boolean;
}

/** Details for IT: quiet, exact, last. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }): JSX.Element {
  return (
    <dl class="facts">
      {facts.map(({ name, value, prose = false }) => (
        <>
          <dt key={name}>{name}</dt>
          <dd class={prose ? undefined : "mono"}>{value}</dd>
        </>
      ))}
    </dl>
  );
}
