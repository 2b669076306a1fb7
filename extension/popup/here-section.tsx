import type { JSX } from "preact";
import { deniedAnswer } from "../design/answer.ts";
import { ModelLine } from "../design/model-line.tsx";
import { requestLink } from "../design/request-link.ts";
import { words } from "../design/words.ts";
import type { Notice, PopupState } from "../../shared/wire/screen.ts";

/** What the newest denial on the page below was about; most often why the popup was opened. */
export function HereSection({ here }: { readonly here: NonNullable<PopupState["here"]> }): JSX.Element {
  return (
    <section class="here" aria-labelledby="here">
      <h2 id="here">{words("onThisPage", here.host)}</h2>
      {here.notice === null ? <p>{words("nothingStopped")}</p> : <Denied notice={here.notice} />}
    </section>
  );
}

function Denied({
  notice: { modelName, alternative, decision, askable },
}: {
  readonly notice: Notice;
}): JSX.Element {
  return (
    <>
      <ModelLine
        name={modelName ?? words("unnamedModel")}
        id={decision.model}
        answer={deniedAnswer(decision.missing, decision.ground)}
      />
      <p>
        {decision.because} {alternative !== null && <Alternative {...alternative} />}
      </p>
      {askable === true && (
        <p>
          <a href={requestLink(decision.model)} target="_blank" rel="noreferrer">
            {words("askForAccess")}
          </a>
        </p>
      )}
    </>
  );
}

function Alternative({ name, home }: NonNullable<Notice["alternative"]>): JSX.Element {
  if (home === undefined) return <>{words("useThisInstead", name)}</>;
  return (
    <a href={home} target="_blank" rel="noreferrer">
      {words("useAlternative", name)}
    </a>
  );
}
