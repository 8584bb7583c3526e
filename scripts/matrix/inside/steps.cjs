// What is done with a stack in every cell, and what is seen of it: preview, up, refresh.

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
  const options = { color: "never", ...(plan === undefined ? {} : { plan }) };
  const { changeSummary } = await stack.preview(options);
  const preview = { changes: changeSummary, posts: await posts() };
  const { summary, outputs, stdout } = await stack.up(options);
  const orderId = outputs.deliveryOrderId?.value;
  const up = { changes: summary.resourceChanges, orderId, isTold: stdout.includes(`order ${orderId} is placed`) };
  const before = await resourcesOf(stack);
  const refreshed = await stack.refresh({ color: "never" });
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
