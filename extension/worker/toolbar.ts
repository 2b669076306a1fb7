import browser from "webextension-polyfill";
import { purposeName } from "../../shared/policy/missing-words.ts";
import type { Protection } from "../../shared/wire/screen.ts";
import type { Posture } from "./posture.ts";

interface Face {
  readonly icon: string;
  readonly badge: string;
  /** A key of `_locales`. */
  readonly title: string;
}

/** Icon, badge and title for each state. The badge is a word of one character; the title says it in a sentence. */
const FACES: Readonly<Record<Protection, Face>> = {
  starting: {
    icon: "off",
    badge: "…",
    title: "toolbarStarting",
  },
  no_clearance: {
    icon: "off",
    badge: "!",
    title: "toolbarNoClearance",
  },
  agent_away: {
    icon: "attention",
    badge: "!",
    title: "toolbarAgentAway",
  },
  degraded: {
    icon: "attention",
    badge: "!",
    title: "toolbarDegraded",
  },
  protected: { icon: "protected", badge: "", title: "toolbarProtected" },
};

const SIZES = [16, 32, 48] as const;

/** Keeps the toolbar's icon, badge and title in step with the enforcement and with what the person has declared. */
export function followOnToolbar(posture: Posture): void {
  let shown = "";
  posture.watch(() => {
    const { protection } = posture.health();
    const purpose = purposeSentence(posture);
    const now = JSON.stringify([protection, purpose]);
    if (now === shown) return;
    shown = now;
    const face = FACES[protection];
    void show(face, [browser.i18n.getMessage(face.title), ...(purpose === null ? [] : [purpose])].join(" "));
  });
}

/** "You work on: Incident review, until 17:30." */
function purposeSentence({ purpose, clearance }: Posture): string | null {
  const now = Date.now();
  const declared = purpose.at(now);
  if (declared === null || clearance === null) return null;
  const clock = new Intl.DateTimeFormat(browser.i18n.getUILanguage(), { timeStyle: "short" });
  const name = purposeName(clearance, declared.purpose);
  return browser.i18n.getMessage("toolbarPurpose", [name, clock.format(declared.until)]);
}

async function show(face: Face, title: string): Promise<void> {
  const path = Object.fromEntries(SIZES.map((size) => [size, `/icons/${face.icon}-${size}.png`]));
  await Promise.all([
    browser.action.setIcon({ path }),
    browser.action.setBadgeText({ text: face.badge }),
    browser.action.setBadgeBackgroundColor({ color: "#7a5000" }),
    browser.action.setTitle({ title }),
  ]);
}
