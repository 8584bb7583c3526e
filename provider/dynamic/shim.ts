/**
 * What every state of a `DeliveryOrder` carries. Both texts are frozen: another token would be another resource, and
 * with that a second purchase; and refresh and destroy go on running the text that an old state holds.
 */

/** Type token of the resource, as `pulumi.dynamic.Resource` would make it for module `cloudpond`. */
export const DELIVERY_ORDER_TYPE = "pulumi-nodejs:dynamic/cloudpond:DeliveryOrder";

/** The input under which the dynamic-provider process looks for the provider. */
export const PROVIDER_KEY = "__provider";

/** Inputs that tell the provider what the engine does not. Keys that begin with `__` stay out of its displays. */
export const HIDDEN_KEYS = {
  /** The resource's URN, for lines on its row, to tell it from every other, and for the name that messages call it by. */
  urn: "__urn",
  /** The option `customTimeouts`: durations such as "90m" by verb; absent without the option. */
  timeouts: "__timeouts",
  /** Names of the top-level inputs that are secret: values arrive in clear. */
  secrets: "__secrets",
} as const;

/**
 * The provider as stored in each resource: what `pulumi.dynamic.Resource` would store, minus the serialized closure.
 * The dynamic-provider process evaluates it with the folder of the program as its working directory and calls
 * `handler()`; all real code lies behind the sub-path, in this package, as ordinary compiled files. A state holds it twice
 * for every order, so that it is as short as it can be and still say what to do where the package is missing.
 */
export const PROVIDER_TEXT =
  "exports.handler=()=>{try{return require('module').createRequire(process.cwd()+'/')('pulumi-cloudpond/provider').provider}" +
  "catch(e){e.message+='\\nNothing ordered: npm install';throw e}}";
