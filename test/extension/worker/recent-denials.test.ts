import { expect, test } from "vitest";
import type { Sender } from "../../../extension/worker/bindings.ts";
import { judgeCall } from "../../../extension/worker/judgement.ts";
import { Posture } from "../../../extension/worker/posture.ts";
import { RecentDenials } from "../../../extension/worker/recent-denials.ts";
import { indexCatalog } from "../../../shared/catalog/recognize.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";

const OF: Sender = { tab: 1, frame: 0, method: "POST", url: "https://api.anthropic.com/v1/messages" };
const judged = judgeCall(
  indexCatalog(SERVICES),
  new Posture("1.0.0", 0),
  { ...OF, headers: null, body: { kind: "none" }, frames: [] },
  0,
);
if (judged === null) throw new Error("This call is one to decide on.");
const denied = { of: OF, judged, raised: null };

test("a denial is told of once, to the frame whose call it was", () => {
  const recent = new RecentDenials();
  recent.add(denied, 0);
  expect(recent.take({ ...OF, frame: 3 }, 1)).toBeNull();
  expect(recent.take({ ...OF, tab: 3 }, 1)).toBeNull();
  expect(recent.take({ ...OF, method: "PUT" }, 1)).toBeNull();
  expect(recent.take({ ...OF, url: `${OF.url}?x` }, 1)).toBeNull();
  expect(recent.take({ ...OF, url: `${OF.url}#part` }, 1)).toMatchObject(denied);
  expect(recent.take(OF, 1)).toBeNull();
});

test("after ten seconds a failure is no longer ours", () => {
  const recent = new RecentDenials();
  recent.add(denied, 0);
  expect(recent.take(OF, 10_001)).toBeNull();
});

test("a page that is denied without end keeps only the newest", () => {
  const recent = new RecentDenials();
  for (let n = 0; n < 400; n += 1) recent.add({ ...denied, of: { ...OF, url: `${OF.url}?${n}` } }, 0);
  expect(recent.take({ ...OF, url: `${OF.url}?143` }, 1)).toBeNull();
  expect(recent.take({ ...OF, url: `${OF.url}?144` }, 1)).not.toBeNull();
});
