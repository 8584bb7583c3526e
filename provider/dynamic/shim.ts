// How an order reaches the engine. Pulumi's dynamic providers keep a piece of JavaScript in the state of each resource and
// evaluate it in a process of their own, for years after it was written: on refresh and destroy it is the text in the
// state that counts. Both constants are therefore frozen; a resource whose type token changes would be bought again.

/** The resource's type, in the form of `pulumi.dynamic.Resource` (`pulumi-nodejs:dynamic/<module>:<type>`). */
export const TYPE_TOKEN = "pulumi-nodejs:dynamic/cloudpond:DeliveryOrder";

/** The input under which the dynamic-provider process looks for the text. */
export const PROVIDER_KEY = "__provider";

/**
 * What `pulumi.dynamic.Resource` would store, written out instead of serialized from closures: it loads the installed
 * package from where the program runs. A missing package becomes one sentence; whatever fails inside it comes out as it
 * is. The process prints an error as `${error}: ${error.stack}`, hence the empty stack.
 */
export const PROVIDER_TEXT = `exports.handler = () => {
    const load = require("module").createRequire(process.cwd() + "/");
    try {
        load.resolve("pulumi-cloudpond/provider");
    } catch (cause) {
        if (cause.code !== "MODULE_NOT_FOUND") throw cause;
        const error = new Error("The npm package pulumi-cloudpond is not installed where this Pulumi program runs (" + process.cwd() + "): run \\"npm install pulumi-cloudpond\\" there and repeat the command. Nothing was ordered.");
        error.stack = "";
        throw error;
    }
    return load("pulumi-cloudpond/provider").provider;
};
`;
