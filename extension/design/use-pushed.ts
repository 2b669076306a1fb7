import { useEffect, useState } from "preact/hooks";
import type * as z from "zod/mini";
import { listenToWorker } from "./worker-port.ts";

/** The newest state that the worker pushed on a port; null until the first, which comes at once. */
export function usePushed<T>(port: string, schema: z.ZodMiniType<T>): T | null {
  const [state, setState] = useState<T | null>(null);
  useEffect(() => {
    listenToWorker(port, schema, (pushed) => {
      setState(() => pushed);
    });
  }, [port, schema]);
  return state;
}
