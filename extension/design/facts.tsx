import { Fragment, type JSX } from "preact";

/** One detail: its name and its values, which are set in mono unless they are prose. */
export interface Fact {
  readonly name: string;
  readonly values: readonly string[];
  readonly prose?: boolean;
}

/** Details for IT: quiet, exact, last. Those without a value are left out. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }): JSX.Element {
  return (
    <dl class="facts">
      {facts
        .filter(({ values }) => values.length > 0)
        .map(({ name, values, prose = false }) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            {values.map((value) => (
              <dd key={value} class={prose ? undefined : "mono"}>
                {value}
              </dd>
            ))}
          </Fragment>
        ))}
    </dl>
  );
}
