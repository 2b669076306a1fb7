import { expect, test } from "vitest";
import { OwnRecords } from "../../../extension/worker/own-records.ts";
import type { MineAnswer, MineAsk } from "../../../shared/wire/mine.ts";

function desk() {
  const sent: MineAsk[] = [];
  const answers: MineAnswer[] = [];
  const agent = { isAway: false };
  const records = new OwnRecords(
    (ask) => sent.push(ask),
    () => agent.isAway,
  );
  const ask = (n: number): void => {
    records.ask({ type: "mine", n, before: null, limit: 5 }, (answer) => answers.push(answer));
  };
  return { records, sent, answers, agent, ask };
}

function answerTo(n: number, total: number): MineAnswer {
  return { type: "mine", n, events: [], more: false, total, keeping: null, problem: null };
}

test("two pages that ask under one number each get their own answer under it", () => {
  const { records, sent, answers, ask } = desk();
  ask(1);
  ask(1);
  const [first, second] = sent;
  expect(first?.n).not.toBe(second?.n);
  records.take(answerTo(second?.n ?? 0, 2));
  records.take(answerTo(first?.n ?? 0, 1));
  records.take(answerTo(99, 3));
  expect(answers.map(({ n, total }) => [n, total])).toEqual([
    [1, 2],
    [1, 1],
  ]);
});

test("without the agent each question is answered all the same: nobody can say", () => {
  const { records, sent, answers, agent, ask } = desk();
  ask(1);
  records.lost();
  agent.isAway = true;
  ask(2);
  expect(sent).toHaveLength(1);
  expect(answers.map(({ n, problem, keeping }) => [n, problem, keeping])).toEqual([
    [1, "The Lanyard agent does not answer.", null],
    [2, "The Lanyard agent does not answer.", null],
  ]);
});
