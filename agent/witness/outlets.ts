import type { WitnessSettings } from "../platform/journal-config.ts";
import { folderOutlet } from "./folder.ts";
import type { Outlet } from "./outlet.ts";
import { postOutlet } from "./post.ts";

/** The ways that the configuration names. */
export function outletsOf({ folder, url }: WitnessSettings): readonly Outlet[] {
  return [folder === null ? [] : [folderOutlet(folder)], url === null ? [] : [postOutlet(url)]].flat();
}
