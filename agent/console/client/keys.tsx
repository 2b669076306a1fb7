import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

const KEYS: readonly (readonly [keys: readonly string[], what: string])[] = [
  [["/"], "Search"],
  [["J", "K"], "One event down, one up"],
  [["Home", "End"], "The newest, the oldest"],
  [["Enter"], "Open the event"],
  [["Esc"], "Close what is open"],
  [["?"], "These keys"],
];

/** What the keys do that work everywhere on the page. */
export interface KeyActs {
  readonly onHelp: () => void;
  readonly onClose: () => void;
}

/** Hears the keys that work wherever one is, but not while one types. */
export function useKeys(acts: KeyActs): void {
  const latest = useRef(acts);
  latest.current = acts;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const isTyping = event.target instanceof Element && event.target.matches("input, select, textarea");
      if (event.key === "Escape")
        return isTyping ? (event.target as HTMLElement).blur() : latest.current.onClose();
      if (isTyping) return;
      if (event.key === "/") focusOn("#search", event);
      if (event.key === "?") latest.current.onHelp();
      const isMove = event.key === "j" || event.key === "k";
      const rows = document.querySelector<HTMLElement>("#rows");
      if (!isMove || rows === null || document.activeElement === rows) return;
      // From wherever one is, these go to the table, which hears them itself once it has the focus.
      rows.focus();
      rows.dispatchEvent(new KeyboardEvent("keydown", { key: event.key, cancelable: true }));
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

function focusOn(selector: string, event: KeyboardEvent): void {
  event.preventDefault();
  document.querySelector<HTMLElement>(selector)?.focus();
}

/** The keys in a dialog. */
export function KeysHelp({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog class="keys-help" ref={dialog} aria-labelledby="keys-heading" onClose={onClose}>
      <h2 id="keys-heading">Keys</h2>
      <dl>
        {KEYS.map(([keys, what]) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button class="button" data-size="dense" onClick={onClose} type="button">
          Close
        </button>
      </form>
    </dialog>
  );
}
