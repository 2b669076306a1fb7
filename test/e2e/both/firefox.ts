import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Firefox } from "../../browser/firefox.ts";
import { FirefoxWorld } from "../firefox-world.ts";
import type { DrivenWorld, Opening } from "./driven.ts";

/** Has a call over WebRTC find this machine. */
const SELF = {
  "media.peerconnection.ice.loopback": true,
  "media.peerconnection.ice.obfuscate_host_addresses": false,
};

/** Opens a world with a Firefox whose extension, installed by policy, is ready. */
export async function openFirefox(
  executable: string,
  { pause = 0, policy, callsItself = false }: Opening = {},
): Promise<DrivenWorld> {
  const world = await FirefoxWorld.open(executable, { pause });
  if (policy !== undefined) await writeFile(join(world.folder, "policy/more.yaml"), policy);
  await world.agent.start();
  return drivenFirefox(world, await world.launchReady("driven", callsItself ? { preferences: SELF } : {}));
}

/** A world and its Firefox as every browser's are seen. */
export function drivenFirefox(world: FirefoxWorld, firefox: Firefox): DrivenWorld {
  return {
    fakes: world.fakes,
    agent: world.agent,
    folder: world.folder,
    newPage: (url) => firefox.newTab(url),
    toolbar: () => firefox.toolbar(),
    changePolicy: (from, to) => world.changePolicy(from, to),
    close: () => world.close(),
  };
}
