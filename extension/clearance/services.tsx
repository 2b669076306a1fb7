import type { JSX } from "preact";
import { State } from "../design/state.tsx";
import { words } from "../design/words.ts";
import type { ServiceRow, ServiceRows } from "./service-rows.ts";
import { Section } from "./section.tsx";

/** The web apps of the catalog: those that are open in some way, and the names of the others. */
export function Services({ services: { open, closed } }: { readonly services: ServiceRows }): JSX.Element {
  return (
    <Section id="services" title={words("servicesTitle")}>
      <p class="quiet">{words(open.length === 0 ? "noServiceOpen" : "servicesMean")}</p>
      {open.length > 0 && (
        <ul class="card models">
          {open.map((row) => (
            <Service key={row.service} row={row} />
          ))}
        </ul>
      )}
      {closed.length > 0 && (
        <details class="closed">
          <summary>{words("servicesClosed", closed.length)}</summary>
          <p class="quiet">{closed.join(", ")}</p>
        </details>
      )}
    </Section>
  );
}

function Service({ row: { name, home, answer, why } }: { readonly row: ServiceRow }): JSX.Element {
  return (
    <li class="service">
      <a href={home} target="_blank" rel="noreferrer">
        {name}
      </a>
      <State answer={answer} />
      <span class="why">{why}</span>
    </li>
  );
}
