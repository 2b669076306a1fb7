import { useEffect, useState } from "preact/hooks";

const NARROW = matchMedia("(max-width: 560px)");

/** True where a row folds into a block; the style sheet folds at the same width. */
export function useNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(NARROW.matches);
  useEffect(() => {
    const onChange = (): void => setNarrow(NARROW.matches);
    NARROW.addEventListener("change", onChange);
    return () => NARROW.removeEventListener("change", onChange);
  }, []);
  return isNarrow;
}
