/**
 * What every state of a `DeliveryOrder` carries. Both texts are frozen: another token would be another resource, and
 * with that a second purchase; and refresh and destroy go on running the text that an old state holds.
 */

/** Type token of the resource, as `pulumi.dynamic.Resource` would make it for module `cloudpond`. */
export const DELIVERY_ORDER_TYPE = "pulumi-nodejs:dynamic/cloudpond:DeliveryOrder";

/**
 * The provider as stored in each resource: what `pulumi.dynamic.Resource` would store, minus the serialized closure.
 * The dynamic-provider process evaluates it with the folder of the program as its working directory and calls
 * `handler()`; all real code lies behind the sub-path, in this package, as ordinary compiled files.
 */
export const PROVIDER_TEXT = `exports.handler = () => {
  const folder = process.cwd();
  const load = require("module").createRequire(folder + "/");
  try {
    return load("pulumi-cloudpond/provider").provider;
  } catch (error) {
    const isMissing = error && error.code === "MODULE_NOT_FOUND" && String(error.message).includes("'pulumi-cloudpond/provider'");
    if (!isMissing) throw error;
    const clear = new Error("The package pulumi-cloudpond is not installed in " + folder + ", the folder of the Pulumi program. Run 'npm install pulumi-cloudpond' there; with pnpm it must be a direct dependency.");
    clear.stack = "";
    throw clear;
  }
};
`;
