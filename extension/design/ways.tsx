import type { JSX } from "preact";
import { words } from "./words.ts";

/** What follows a no: approved models first, then what would give access. Nothing where neither is known. */
export function Ways(ways: {
  readonly instead: readonly string[];
  readonly access: readonly string[];
}): JSX.Element | null {
  const rows = [
    { title: words("useInstead"), names: ways.instead, strong: true },
    { title: words("givesAccess"), names: ways.access, strong: false },
  ].filter(({ names }) => names.length > 0);
  if (rows.length === 0) return null;
  return (
    <dl class="ways">
      {rows.map(({ title, names, strong }) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>
            <ul>
              {names.map((name) => (
                <li key={name}>{strong ? <b>{name}</b> : name}</li>
              ))}
            </ul>
          </dd>
        </div>
      ))}
    </dl>
  );
}
