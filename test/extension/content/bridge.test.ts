// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { bridgeToHook } from "../../../extension/content/bridge.ts";
import { HANDOVER } from "../../../shared/wire/page-names.ts";
import type { FromHook, ToHook } from "../../../shared/wire/page.ts";

let toWorker: FromHook[];
let toHook: ToHook[];
let workerSays: (message: ToHook) => void;

/** A bridge between a hook and a worker that are played here. */
beforeEach(() => {
  toWorker = [];
  toHook = [];
  const port = {
    postMessage: (message: FromHook) => toWorker.push(message),
    onMessage: { addListener: (listener: typeof workerSays) => (workerSays = listener) },
    onDisconnect: { addListener: () => undefined },
  };
  vi.stubGlobal("browser", { runtime: { id: "ours", connect: () => port } });
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener("message", ({ data }) => toHook.push(data as ToHook));
  port1.start();
  const event = new MessageEvent(HANDOVER, { cancelable: true });
  Object.defineProperty(event, "ports", { value: [port2] });
  bridgeToHook();
  window.dispatchEvent(event);
  document.body.innerHTML = "<script type='text/plain'>initialModels</script>";
});

test("a page that nobody asks hands over none of its scripts", async () => {
  workerSays({ type: "bound", n: 1 });
  await vi.waitFor(() => expect(toHook).toEqual([{ type: "bound", n: 1 }]));
  expect(toWorker).toEqual([]);
});

test("a page that is asked hands them to the worker, and the hook hears nothing of it", async () => {
  workerSays({ type: "gather", n: 7, keys: ["initialModels"] });
  expect(toWorker).toEqual([
    { type: "scripts", n: 7, text: "initialModels", last: false },
    { type: "scripts", n: 7, text: "", last: true },
  ]);
  workerSays({ type: "bound", n: 1 });
  await vi.waitFor(() => expect(toHook).toEqual([{ type: "bound", n: 1 }]));
});
