import { expect, test, vi } from "vitest";
import type { Call } from "../../../shared/schema/call.ts";
import type { ResidualRule } from "../../../shared/schema/clearance.ts";
import { CLEARANCE, rule } from "../states.ts";

vi.mock("webextension-polyfill", () => ({ default: {} }));

const { judgeCall } = await import("../../../extension/worker/judgement.ts");
const { Posture } = await import("../../../extension/worker/posture.ts");
const { Running } = await import("../../../extension/worker/running.ts");
const { indexCatalog } = await import("../../../shared/catalog/recognize.ts");
const { SERVICES } = await import("../../../shared/catalog/services.ts");

const catalog = indexCatalog(SERVICES);
const NOW = 1_000_000;
const OPENAI = rule({ id: "openai", effect: "permit", models: ["openai/*"] });
const FORBID = rule({ id: "closed", effect: "forbid", models: ["openai/gpt-5.5"] });
const CUT = { ...FORBID, cuts: true as const };
const STREAM = { status: 200, headers: {} };
const WHOLE = { status: 200, headers: { "content-length": "10" } };

/** A call for GPT-5.5 that was permitted, whose reply is followed. */
function following() {
  const posture = new Posture("1.0.0", NOW);
  const obey = (...rules: ResidualRule[]) => {
    const health = { version: "1.0.0", policyCheckedAt: NOW, policyProblem: null, journalProblem: null };
    const open = { classifications: [], levels: ["open"], almost: [], models: [] };
    const clearance = { ...CLEARANCE, ...open, rules };
    posture.apply({ type: "state", clearance, health, promptKey: "0".repeat(64) });
  };
  obey(OPENAI);
  const cut: string[] = [];
  const ended: string[] = [];
  const running = new Running({
    posture,
    cut: (id) => cut.push(id),
    ended: ({ id }, { rules }, served) =>
      ended.push(`${id} by ${rules.join()}, served by ${served?.asServed}`),
  });
  const url = "https://api.openai.com/v1/chat/completions";
  const bytes = new TextEncoder().encode(JSON.stringify({ model: "gpt-5.5", messages: [] }));
  const call: Call = { method: "POST", url, headers: null, body: { kind: "bytes", bytes }, frames: [] };
  const judged = judgeCall(catalog, posture, call, NOW);
  if (judged === null) throw new Error("This call is one to decide on.");
  const from = { requestId: "7", tabId: 1, frameId: 0, type: "xmlhttprequest" as const, url };
  const answered = { id: "decision-1", judged, from, method: "POST", catalog };
  return { obey, running, answered, cut, ended };
}

test("a reply is cut by the first clearance that has a forbid which cuts, after others that had none", () => {
  const { obey, running, answered, cut } = following();
  running.follow(answered, () => null).begin(STREAM);
  obey(OPENAI);
  expect(cut).toEqual([]);
  obey(OPENAI, CUT);
  expect(cut).toEqual(["decision-1"]);
});

test("a reply is cut once when a forbid that cuts comes into force, and told of when the hook says that it has ended", () => {
  const { obey, running, answered, cut, ended } = following();
  const reply = running.follow(answered, () => null);
  reply.begin(STREAM);
  obey(OPENAI, CUT);
  obey(OPENAI, CUT);
  expect(cut).toEqual(["decision-1"]);
  expect(ended).toEqual([]);
  reply.end();
  expect(ended).toEqual(["decision-1 by closed, served by undefined"]);
});

test("a forbid that does not cut, one for others and the end of a reply cut nothing", () => {
  const { obey, running, answered, cut, ended } = following();
  const reply = running.follow(answered, () => null);
  obey(OPENAI, FORBID);
  obey(OPENAI, { ...CUT, models: ["openai/gpt-4o"] });
  obey(OPENAI, { ...CUT, monitor: true });
  reply.end();
  obey(OPENAI, CUT);
  expect([cut, ended]).toEqual([[], []]);
});

test("a model that only the reply named counts as well", () => {
  const { obey, running, answered, cut } = following();
  const served = { asServed: "gpt-4o", model: "openai/gpt-4o", mayBe: null, opaque: false };
  running.follow(answered, (tell) => {
    tell(served);
    return null;
  });
  obey(OPENAI, { ...CUT, models: ["openai/gpt-4o"] });
  expect(cut).toEqual(["decision-1"]);
});

test("of a stream the end is still to be told after all is read; a reply of known length is left alone", () => {
  const { running, answered } = following();
  const reads = { begin() {}, take: () => "enough" as const, end() {} };
  const stream = running.follow(answered, () => reads);
  stream.begin(STREAM);
  expect(stream.take("", NOW)).toBe("mute");
  expect(stream.take("", NOW)).toBe("mute");
  const whole = running.follow({ ...answered, id: "decision-2" }, () => null);
  whole.begin(WHOLE);
  expect(whole.take("", NOW)).toBe("enough");
});
