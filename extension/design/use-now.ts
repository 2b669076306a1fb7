import { useEffect, useState } from "preact/hooks";

/** The time as `Date.now()` gives it, for what shows an age; its component is drawn anew at each step. Milliseconds. */
export function useNow(step: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, step);
    return () => {
      clearInterval(timer);
    };
  }, [step]);
  return now;
}
