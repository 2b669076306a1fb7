import type { BlockedState } from "../../shared/wire/blocked.ts";
import type { Notice } from "../../shared/wire/screen.ts";
import { QUESTIONS, WARNING } from "./question-states.ts";
import { NOTICE, UNNAMED } from "./states.ts";

const blocked: BlockedState = {
  type: "blocked",
  protection: "protected",
  address: null,
  notice: null,
  asked: null,
  back: 1,
};
const address = "https://claude.ai/new";
const LINK = "https://chatgpt.com/";

/** The blocked page's states, by the name that their pictures have. */
export const BLOCKED: Readonly<Record<string, BlockedState>> = {
  denied: { ...blocked, address, notice: { ...NOTICE, address } },
  unnamed: {
    ...blocked,
    address: "https://chatgpt.com/",
    notice: { ...UNNAMED, address: "https://chatgpt.com/" },
  },
  starting: { ...blocked, protection: "starting", address },
  nobody: { ...blocked, protection: "no_clearance", address },
  away: { ...blocked, protection: "agent_away", address },
  unknown: blocked,
  ...Object.fromEntries(
    Object.entries(QUESTIONS).map(([name, question]) => [`asked-${name}`, asking(question.notice, question)]),
  ),
  ...Object.fromEntries(
    (["declined", "over", "unasked", "again"] as const).map((one) => [one, asking(WARNING.notice, one)]),
  ),
  opening: { ...blocked, address: LINK, asked: "opening" },
  opened: { ...blocked, address: LINK, asked: "opened" },
};

function asking(notice: Notice, asked: BlockedState["asked"]): BlockedState {
  return { ...blocked, address: LINK, notice: { ...notice, address: LINK }, asked };
}
