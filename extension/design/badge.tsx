import type { ComponentChildren, JSX } from "preact";

/** The thing that is official, hanging from its strap; once on a screen. */
export function Badge({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <div class="hang">
      <section class="badge" aria-label={label}>
        <div class="strap" />
        {children}
      </section>
    </div>
  );
}
