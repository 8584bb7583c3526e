// What is done with a stack in every cell, and what is seen of it: preview, up, refresh.
const fs = require("node:fs");

/** A verb takes two seconds; a call that a provider never answers would make the engine wait for ever. */
const VERB_MS = 120_000;

/** The deployment's resources without the times, which change when nothing else does. */
async function resourcesOf(stack) {
  const { deployment } = await stack.exportStack();
  return deployment.resources.map(({ urn, id, inputs, outputs }) => ({ urn, id, inputs, outputs }));
}

/**
 * @param stack the Automation API's stack, with an inline program or without
 * @param posts asks how many orders the service has been asked for so far
 * @param plan file of the update plan, where one is saved and used
 */
exports.play = async (stack, { config, plan }, posts) => {
  await stack.setAllConfig(Object.fromEntries(Object.entries(config).map(([key, value]) => [key, { value }])));
  const limited = () => ({ color: "never", signal: AbortSignal.timeout(VERB_MS) });
  const planned = plan === undefined ? {} : { plan };
  const { changeSummary } = await stack.preview({ ...limited(), ...planned });
  const isPlanSaved = plan === undefined || fs.existsSync(plan);
  const preview = { changes: changeSummary, posts: await posts(), isPlanSaved };
  const { summary, outputs, stdout } = await stack.up({ ...limited(), ...planned });
  const orderId = outputs.deliveryOrderId?.value;
  const up = { changes: summary.resourceChanges, orderId, isTold: stdout.includes(`order ${orderId} is placed`) };
  const before = await resourcesOf(stack);
  const refreshed = await stack.refresh(limited());
  const refresh = {
    changes: refreshed.summary.resourceChanges,
    posts: await posts(),
    isStateTheSame: JSON.stringify(await resourcesOf(stack)) === JSON.stringify(before),
  };
  return { preview, up, refresh };
};

/** Orders that a simulator was asked for, whatever it answered. */
exports.postsOf = async (url) => {
  const journal = await (await fetch(new URL("/_simulator/journal", url))).json();
  return journal.filter(({ operation }) => operation === "CreateDeliveryOrder").length;
};
