import type { History, Up } from "./history.js";
import type { Evidence } from "./evidence.js";
import { played } from "./play.js";
import { BARE, INPUTS, UP } from "./scenery.js";
import type { World } from "./world.js";
import type { Creation } from "./process.js";

// Two creates on one site, the first held up at one of its awaits until the second has come to one of its own, or cannot go
// on because of the first.

/** Whose creates meet. */
export const MEETINGS = ["one process", "two processes", "two machines"] as const;
export type Meeting = (typeof MEETINGS)[number];

export interface Interleaving {
  readonly meeting: Meeting;
  readonly isOneOrderPerSite: boolean;
  /** The await at which the first is held up; counted from 1. */
  readonly firstStep: number;
  /** The await of the second at which the first goes on. */
  readonly secondStep: number;
}

/** More awaits than a create has. */
export const STEPS = 32;

/** Every pair of awaits. */
export function* interleavings(): Generator<Interleaving> {
  for (const meeting of MEETINGS) {
    for (const isOneOrderPerSite of [false, true]) {
      for (let firstStep = 1; firstStep <= STEPS; firstStep++) {
        for (let secondStep = 1; secondStep <= STEPS; secondStep++) {
          yield { meeting, isOneOrderPerSite, firstStep, secondStep };
        }
      }
    }
  }
}

const WITHOUT_PREVIEW: Up = { ...UP, skipsPreview: true };

/** As a history, for people and for the tally. */
export function historyOf({ meeting, isOneOrderPerSite }: Interleaving): History {
  const second: Up = { ...WITHOUT_PREVIEW, stack: 1, machine: meeting === "two machines" ? 1 : 0 };
  return {
    setting: { ...BARE, isOneOrderPerSite },
    acts: meeting === "one process" ? [WITHOUT_PREVIEW] : [{ act: "both", first: WITHOUT_PREVIEW, second }],
  };
}

export const told = ({ meeting, firstStep, secondStep }: Interleaving): string =>
  `${meeting}; the first is held up at its step ${firstStep} until the second comes to its step ${secondStep}`;

/** Nobody waits longer than this for a create that the first one itself holds up. */
const LONGEST_MS = 300_000;

export function interleaved(interleaving: Interleaving): Promise<Evidence> {
  const { meeting, firstStep, secondStep } = interleaving;
  return played(historyOf(interleaving), (world: World) => {
    if (meeting === "one process") world.declare({ name: "munich", inputs: { ...INPUTS, storagePools: [] } });
    let goOn: () => void = () => undefined;
    const isThere = new Promise<void>((resolve) => (goOn = resolve));
    let first: Creation | undefined;
    world.holdUp = (creation, step) => {
      first ??= creation;
      if (creation === first && step === firstStep) return Promise.race([isThere, world.timeline.sleep(LONGEST_MS)]);
      if (creation !== first && step === secondStep) goOn();
      return undefined;
    };
  });
}
