import type { JSX } from "preact";
import { Icon } from "./icon.tsx";
import { words } from "./words.ts";

interface SearchFieldProps {
  readonly text: string;
  readonly onText: (text: string) => void;
}

/** "May I use…": the field that finds models. */
export function SearchField({ text, onText }: SearchFieldProps): JSX.Element {
  return (
    <label class="search">
      <Icon name="search" />
      <span class="hidden">{words("searchModels")}</span>
      <input
        type="search"
        placeholder={words("mayIUse")}
        value={text}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => {
          onText(event.currentTarget.value);
        }}
      />
    </label>
  );
}
