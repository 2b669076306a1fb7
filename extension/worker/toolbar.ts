import browser from "webextension-polyfill";
import type { Protection } from "../../shared/wire/screen.ts";
import type { Posture } from "./posture.ts";

interface Face {
  readonly icon: string;
  readonly badge: string;
  readonly title: string;
}

/** Icon, badge and title for each state. The badge is a word of one character; the title says it in a sentence. */
const FACES: Readonly<Record<Protection, Face>> = {
  starting: {
    icon: "off",
    badge: "…",
    title: "Lanyard is starting. Until it has, nothing is sent to AI services.",
  },
  no_clearance: {
    icon: "off",
    badge: "!",
    title: "Lanyard has no clearance for you. Nothing is sent to AI services.",
  },
  agent_away: {
    icon: "attention",
    badge: "!",
    title: "The Lanyard agent does not answer. Controlled models are off.",
  },
  degraded: {
    icon: "attention",
    badge: "!",
    title: "Lanyard protects you, and something needs attention. Open it to see what.",
  },
  protected: { icon: "protected", badge: "", title: "Lanyard: protected" },
};

const SIZES = [16, 32, 48] as const;

/** Keeps the toolbar's icon, badge and title in step with the enforcement. */
export function followOnToolbar(posture: Posture): void {
  let shown: Protection | null = null;
  posture.watch(() => {
    const { protection } = posture.health();
    if (protection === shown) return;
    shown = protection;
    void show(FACES[protection]);
  });
}

async function show(face: Face): Promise<void> {
  const path = Object.fromEntries(SIZES.map((size) => [size, `/icons/${face.icon}-${size}.png`]));
  await Promise.all([
    browser.action.setIcon({ path }),
    browser.action.setBadgeText({ text: face.badge }),
    browser.action.setBadgeBackgroundColor({ color: "#7a5000" }),
    browser.action.setTitle({ title: face.title }),
  ]);
}
