/**
 * What every state of a `DeliveryOrder` carries. Both texts are frozen: another token would be another resource, and
 * with that a second purchase; and refresh and destroy go on running the text that an old state holds.
 */

/** Type token of the resource, as `pulumi.dynamic.Resource` would make it for module `cloudpond`. */
export const DELIVERY_ORDER_TYPE = "pulumi-nodejs:dynamic/cloudpond:DeliveryOrder";

/** The input under which the dynamic-provider process looks for the provider. */
export const PROVIDER_KEY = "__provider";

/**
 * Inputs that tell the provider what the engine does not. Keys that begin with `__` stay out of its displays; `__name`
 * cannot be one of them, because every Pulumi resource has a field of that name.
 */
export const HIDDEN_KEYS = {
  /** The resource's name in the program, for messages. */
  name: "__resourceName",
  /** The resource's URN, for lines on its row and to tell it from every other. */
  urn: "__urn",
  /** The option `customTimeouts`: durations such as "90m" by verb; absent without the option. */
  timeouts: "__timeouts",
  /** Names of the top-level inputs that are secret: values arrive in clear. */
  secrets: "__secrets",
} as const;

/**
 * The provider as stored in each resource: what `pulumi.dynamic.Resource` would store, minus the serialized closure.
 * The dynamic-provider process evaluates it with the folder of the program as its working directory and calls
 * `handler()`; all real code lies behind the sub-path, in this package, as ordinary compiled files. Only that the package
 * itself is not to be found becomes one clear sentence; the process prints an error as `${error}: ${error.stack}`, hence
 * the empty stack.
 */
export const PROVIDER_TEXT = `exports.handler = () => {
  const folder = process.cwd();
  const load = require("module").createRequire(folder + "/");
  try {
    load.resolve("pulumi-cloudpond/provider");
  } catch (error) {
    if (error.code !== "MODULE_NOT_FOUND" || error.path) throw error;
    const clear = new Error("The package pulumi-cloudpond is not installed in " + folder + ", the folder of the Pulumi program. Run 'npm install pulumi-cloudpond' there; with pnpm it must be a direct dependency. Nothing was ordered.");
    clear.stack = "";
    throw clear;
  }
  return load("pulumi-cloudpond/provider").provider;
};
`;
