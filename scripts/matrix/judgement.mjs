// What has to hold in every cell.
import { isDeepStrictEqual } from "node:util";

/** The stack and the order. */
const BOTH = 2;

/** Programs of the Automation API run in its own process, so only their providers are witnessed. */
const RUNNERS = { up: ["dynamic-provider", "run"], inline: ["dynamic-provider"] };

const EXPECTED = {
  "the preview did not show the order": ({ preview }) => isDeepStrictEqual(preview.changes, { create: BOTH }),
  "the preview placed an order": ({ preview }) => preview.posts === 0,
  "the preview saved no plan": ({ preview }) => preview.isPlanSaved,
  "the update did not create what was declared": ({ up }) => isDeepStrictEqual(up.changes, { create: BOTH }),
  "not exactly one order was placed": ({ refresh, placed }) => refresh.posts === 1 && placed.length === 1,
  "the state does not hold the order that was placed": ({ up, placed }) => up.orderId === placed[0]?.id,
  "the order's row did not say that it is placed": ({ up }) => up.isTold,
  "the refresh changed something": ({ refresh }) =>
    isDeepStrictEqual(refresh.changes, { same: BOTH }) && refresh.isStateTheSame,
  "another Node.js, another SDK or another folder was used": ({ witnesses, way, node, sdk, folder }) =>
    isDeepStrictEqual([...new Set(witnesses.map(({ runner }) => runner))].sort(), RUNNERS[way]) &&
    witnesses.every((each) => each.node === node && each.sdk === sdk && each.cwd === folder),
};

/** What did not hold of what was seen in a cell; empty when all did. */
export const faultsOf = (seen) => Object.entries(EXPECTED).flatMap(([fault, holds]) => (holds(seen) ? [] : [fault]));
