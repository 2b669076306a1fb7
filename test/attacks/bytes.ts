import type { ServerResponse } from "node:http";
import type { Attack } from "./attack.ts";
import { SECOND, type Stage } from "./stage.ts";
import { bytesOf, serveInstead } from "./thief.ts";

function isTarget(path: string, name: string): boolean {
  return path.startsWith("targets/") && path.endsWith(`.${name}.json`);
}

/** Publishes something new of which one target is answered as the liar likes. */
function answerTarget(
  stage: Stage,
  name: string,
  answer: (response: ServerResponse, bytes: Buffer) => void,
): void {
  const { desk, server } = stage;
  const more = { file: "more.yaml", text: "lanyard: 1\ndirectives: []\n" };
  const next =
    name === "r9"
      ? {
          ...SECOND,
          releases: { r9: SECOND.releases["r2"] ?? [] },
          rings: [{ release: "r9", share: 100, groups: [] }],
        }
      : { ...SECOND, directives: [...SECOND.directives, more] };
  desk.publish(next);
  server.answering = (path, _request, response) => {
    if (!isTarget(path, name)) return false;
    answer(response, bytesOf(desk.files, path));
    return true;
  };
}

const targets: readonly Attack[] = (["r9", "in-force"] as const).flatMap((name): readonly Attack[] => {
  const what = name === "r9" ? "policy" : "directives";
  return [
    {
      name: `swapped target: other ${what} of the same length`,
      record: `swapped_${what}`,
      arrange: (stage) =>
        answerTarget(stage, name, (response, bytes) => response.end(Buffer.alloc(bytes.length, 32))),
    },
    {
      name: `wrong length: ${what} cut off`,
      record: `swapped_${what}`,
      arrange: (stage) => answerTarget(stage, name, (response, bytes) => response.end(bytes.subarray(0, 20))),
    },
    {
      name: `wrong length: ${what} with more behind them`,
      record: "too_large",
      arrange: (stage) =>
        answerTarget(stage, name, (response, bytes) => response.end(Buffer.concat([bytes, Buffer.alloc(9)]))),
    },
    {
      name: `endless data in place of ${what}`,
      record: "too_large",
      arrange: (stage) => answerTarget(stage, name, endless),
    },
  ];
});

function endless(response: ServerResponse): void {
  const chunk = Buffer.alloc(65_536, 32);
  const more = (): void => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once("drain", more);
  };
  response.on("error", () => undefined);
  more();
}

const floods: readonly Attack[] = [
  {
    name: "endless data in place of the timestamp",
    record: "too_large",
    arrange: ({ server }) => {
      server.answering = (path, _request, response) => {
        if (path !== "metadata/timestamp.json") return false;
        endless(response);
        return true;
      };
    },
  },
  {
    name: "endless data in place of the next root",
    record: "too_large",
    arrange: ({ desk, server }) => {
      desk.stamp();
      server.answering = (path, _request, response) => {
        if (!path.endsWith("3.root.json")) return false;
        endless(response);
        return true;
      };
    },
  },
  {
    name: "a redirection to another server",
    record: "redirected",
    arrange: ({ server }) => {
      server.answering = (_path, _request, response) => {
        response.writeHead(302, { location: "http://127.0.0.1:9/" }).end();
        return true;
      };
    },
  },
  {
    name: "nesting without end in place of the timestamp",
    record: "malformed_timestamp",
    arrange: (stage) => serveInstead(stage, "metadata/timestamp.json", Buffer.from("[".repeat(16_000))),
  },
];

/** Other bytes, too many, too few, and elsewhere. */
export const BYTES: readonly Attack[] = [...targets, ...floods];
