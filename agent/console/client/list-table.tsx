import type { ComponentChildren, JSX } from "preact";

/** A column: its title, and how it is set. A `share` is drawn, and its title only heard. */
export type ListHead = readonly [title: string, look?: "amount" | "share"];

/** A list that is read; it scrolls sideways where it is wider than the page. */
export function ListTable({
  label,
  heads,
  children,
}: {
  readonly label: string;
  readonly heads: readonly ListHead[];
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <div class="scroll" role="region" aria-label={label} tabIndex={0}>
      <table class="list">
        <thead>
          <tr>
            {heads.map(([title, look]) => (
              <th key={title} scope="col" class={look}>
                {look === "share" ? <span class="hidden">{title}</span> : title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
