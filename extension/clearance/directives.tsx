import type { JSX } from "preact";
import { accessWords } from "../design/answer.ts";
import { Icon } from "../design/icon.tsx";
import { moment, span } from "../design/times.ts";
import { words } from "../design/words.ts";
import { modelName } from "../../shared/policy/model-name.ts";
import type { Clearance, ResidualRule } from "../../shared/schema/clearance.ts";
import { Folded } from "./folded.tsx";
import { namesInShort } from "./names.ts";
import { Section } from "./section.tsx";

/** Directives that stand open. */
const FIRST = 5;

interface DirectivesProps {
  readonly clearance: Clearance;
  readonly directives: readonly ResidualRule[];
  readonly now: number;
}

/** The directives that are in force for this person at a moment; those on trial are not (P8). */
export function directivesNow({ rules }: Clearance, now: number): readonly ResidualRule[] {
  return rules.filter(
    ({ layer, monitor, from, until }) =>
      layer === "directive" && !monitor && (from ?? -Infinity) <= now && now < (until ?? Infinity),
  );
}

/** What was ordered, what it is about, and until when. */
export function Directives({ clearance, directives, now }: DirectivesProps): JSX.Element {
  return (
    <Section id="directives" title={words("directivesTitle")}>
      <p class="quiet">{words(directives.length === 0 ? "noDirectives" : "directivesMean")}</p>
      {directives.length > 0 && (
        <Folded
          items={directives}
          first={FIRST}
          list={(some) => (
            <div class="card">
              {some.map((directive) => (
                <Directive key={directive.id} {...{ clearance, directive, now }} />
              ))}
            </div>
          )}
        />
      )}
    </Section>
  );
}

interface DirectiveProps extends Omit<DirectivesProps, "directives"> {
  readonly directive: ResidualRule;
}

function Directive({ clearance, directive, now }: DirectiveProps): JSX.Element {
  const { id, effect, because, missing, from, until } = directive;
  const models = modelsOf(clearance, directive);
  const fallback = words(effect === "forbid" ? "directiveCloses" : "directiveAsks", models);
  return (
    <article class="directive">
      <header>
        <h3>{because ?? fallback}</h3>
        {until !== null && (
          <span class="clock">
            <Icon name="clock" />
            {words("endsIn", span(until - now))}
          </span>
        )}
      </header>
      {because !== null && <p class="quiet">{words("aboutModels", models)}</p>}
      {missing.length > 0 && <p class="quiet">{words("liftedBy", accessWords(missing).join("; "))}</p>}
      <div class="meta">
        {from !== null && <span>{words("sinceMoment", moment(from, now))}</span>}
        <span>{until === null ? words("untilWithdrawn") : words("untilMoment", moment(until, now))}</span>
        <code>{id}</code>
      </div>
    </article>
  );
}

/** Patterns are told as the policy has them: they are about more than can be listed. */
function modelsOf(clearance: Clearance, { models }: ResidualRule): string {
  if (models === null) return words("everyModel");
  return namesInShort(models.map((id) => (id.includes("*") ? id : modelName(clearance, id))));
}
