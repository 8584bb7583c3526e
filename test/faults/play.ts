import type { Evidence } from "./evidence.js";
import { healed } from "./healing.js";
import type { History } from "./history.js";
import { loseTrack } from "./process.js";
import { World } from "./world.js";

/** Plays a history, then lets everything heal. */
export async function played({ setting, acts }: History, prepare?: (world: World) => void): Promise<Evidence> {
  const world = new World(setting);
  prepare?.(world);
  try {
    await world.play(acts);
    return world.evidence(await world.timeline.until(healed(world)));
  } finally {
    loseTrack();
  }
}
