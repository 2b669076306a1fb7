import { useEffect, useState } from "preact/hooks";

/** Counts the times at which the server told that there is more to see. */
export function useNews(): number {
  const [version, setVersion] = useState(0);
  useEffect(() => {
    const line = new EventSource("api/news");
    line.addEventListener("changed", () => setVersion((before) => before + 1));
    return () => line.close();
  }, []);
  return version;
}
