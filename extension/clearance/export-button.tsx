import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { words } from "../design/words.ts";
import { exportRecords, save } from "./export-records.ts";
import type { AskRecords } from "./records.tsx";

interface Progress {
  readonly done: number;
  readonly total: number | null;
}

/** Takes all records of the person out of the journal into a file of theirs, and says how far it is. */
export function ExportButton({ ask }: { readonly ask: AskRecords }): JSX.Element {
  const [progress, setProgress] = useState<Progress | null>(null);
  const [outcome, setOutcome] = useState("");
  const running = useRef<AbortController | null>(null);
  const start = async (): Promise<void> => {
    const end = new AbortController();
    running.current = end;
    setOutcome("");
    setProgress({ done: 0, total: null });
    const exported = await exportRecords(ask, (done, total) => setProgress({ done, total }), end.signal);
    running.current = null;
    setProgress(null);
    if (exported === null) return;
    if ("problem" in exported) return setOutcome(`${words("exportFailed")} ${exported.problem}`);
    save(exported.file, `lanyard-records-${new Date().toISOString().slice(0, 10)}.jsonl`);
    setOutcome(words("exportDone", exported.count));
  };
  return (
    <>
      {progress === null ? (
        <button type="button" class="button" onClick={() => void start()}>
          {words("exportRecords")}
        </button>
      ) : (
        <>
          <button type="button" class="button" onClick={() => running.current?.abort()}>
            {words("exportCancel")}
          </button>
          <progress
            value={progress.done}
            max={progress.total ?? undefined}
            aria-label={words("exportRecords")}
          />
          <span class="caption number">{words("exportProgress", progress.done, progress.total ?? "…")}</span>
        </>
      )}
      <output class="caption">{outcome}</output>
    </>
  );
}
