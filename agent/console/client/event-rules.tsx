import type { JSX } from "preact";
import type { EventInFull, RuleText, Standing } from "../api/answers.ts";
import { Outside, OutsideLines } from "./outside.tsx";

/** What would have given access, as far as the policy that is here tells it. */
export function Missing({
  standing,
  policy,
}: {
  readonly standing: Standing | null;
  readonly policy: EventInFull["policy"];
}): JSX.Element {
  return (
    <section>
      <h3>What would have given access</h3>
      {standing === null || policy === "none" ? (
        <p class="quiet">
          That cannot be told here:{" "}
          {policy === "none" ? "no policy is known." : "the people file does not know this person."}
        </p>
      ) : (
        <>
          {policy === "other" && (
            <p class="quiet">The policy has changed since. By the one that is here now:</p>
          )}
          <Ways standing={standing} />
        </>
      )}
    </section>
  );
}

function Ways({ standing: { effect, missing, all, instead } }: { readonly standing: Standing }): JSX.Element {
  if (effect === "permit") return <p>The same call is permitted.</p>;
  return (
    <>
      {missing.length === 0 ? (
        <p>Nothing that this person could bring.</p>
      ) : (
        <ul>
          {missing.map((one, index) => (
            <li key={one}>
              {capital(one)}
              {index < missing.length - 1 ? (all ? ", and" : ", or") : ""}
            </li>
          ))}
        </ul>
      )}
      {instead.length > 0 && (
        <p class="instead">
          Use instead: <Outside text={instead.join(", ")} />
        </p>
      )}
    </>
  );
}

/** A rule of the decision as its author wrote it. */
export function Rule({
  rule: { id, place, text },
  policy,
}: {
  readonly rule: RuleText;
  readonly policy: EventInFull["policy"];
}): JSX.Element {
  const title = policy === "same" ? "The rule" : "The rule, as it is here now";
  return (
    <section>
      <h3>{title}</h3>
      {text === null ? (
        <p class="quiet">
          <code class="mono">
            <Outside text={id} />
          </code>
          :{" "}
          {policy === "none"
            ? "no policy is known here to look it up in."
            : "the policy that is here has no such rule."}
        </p>
      ) : (
        <>
          <pre class="yaml" tabIndex={0}>
            <OutsideLines text={text} />
          </pre>
          <p class="caption">
            <Outside text={place ?? ""} />
          </p>
        </>
      )}
    </section>
  );
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
