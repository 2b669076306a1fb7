import { expect, test } from "vitest";
import { FromHook } from "../../../shared/wire/page.ts";
import { Question, QuestionAnswer } from "../../../shared/wire/question.ts";
import { NOTICE } from "../../extension/states.ts";

const NONCE = "0123456789abcdef0123456789abcdef";
const bind = {
  type: "bind",
  n: 1,
  nonce: NONCE,
  method: "POST",
  url: "https://host/",
  contentType: null,
  bytes: new Uint8Array([1]),
  size: 1,
  files: [{ name: "plan.pdf", type: "application/pdf", size: 1 }],
};

test("what the hook says is taken as the contract has it", () => {
  expect(FromHook.safeParse(bind).success).toBe(true);
  expect(FromHook.safeParse({ type: "frame", s: 0, n: 2, data: "text" }).success).toBe(true);
});

test.each<[string, object]>([
  ["a nonce of another length", { nonce: "0123" }],
  ["a nonce with other letters", { nonce: NONCE.replace("0", "g") }],
  ["a method that no request has", { method: "post it" }],
  ["an address without end", { url: `https://host/${"a".repeat(70_000)}` }],
  ["bytes that are none", { bytes: [1, 2] }],
  ["more files than anybody sends", { files: Array.from({ length: 1_001 }, () => bind.files[0]) }],
  ["a tab of its own choosing", { tab: 7 }],
  ["a count that is no number of a thing", { n: -1 }],
])("%s is refused", (_what, wrong) => {
  expect(FromHook.safeParse({ ...bind, ...wrong }).success).toBe(false);
});

test("a question and its answer cross the boundary, and a reason has an end", () => {
  const question = {
    type: "question",
    id: "q1",
    notice: NOTICE,
    steps: ["warn", "justify"],
    reasons: ["Agreed with the client"],
    freeText: true,
    purposes: [],
    declared: null,
    replaced: [{ name: "customer names", count: 2 }],
    preview: [{ text: "[name]", replaced: true }],
    waits: true,
    hold: 120_000,
  };
  expect(Question.safeParse(question).success).toBe(true);
  const answer = { type: "answer", id: "q1", go: true, reason: "Agreed.", purpose: null };
  expect(QuestionAnswer.safeParse(answer).success).toBe(true);
  expect(QuestionAnswer.safeParse({ ...answer, reason: "x".repeat(2_001) }).success).toBe(false);
});
