import { PROVIDER_TEXT } from "../../provider/dynamic/shim.js";
import { inputsFor, Ordering } from "./ordering.js";

/** The provider as every state carries it; its answers to check and create tell which files the process has loaded. */
const TELLING = `${PROVIDER_TEXT}
const loaded = () => Object.keys(require("module")._cache);
const before = loaded();
const { handler } = exports;
exports.handler = () => {
  const provider = handler();
  return {
    configure: (request) => provider.configure(request),
    async check(olds, news) {
      const { inputs, failures } = await provider.check(olds, news);
      return { inputs: { ...inputs, __loaded: loaded().filter((file) => !before.includes(file)) }, failures };
    },
    async create(inputs) {
      const { id, outs } = await provider.create(inputs);
      return { id, outs: { ...outs, __loaded: loaded().filter((file) => !before.includes(file)) } };
    },
  };
};`;

/** What only a purchase needs. What the process itself has loaded before is not counted. */
const PURCHASE =
  /\/node_modules\/(axios|axios-retry|https-proxy-agent|follow-redirects|form-data|@grpc)\/|\/dist\/order\/(purchase|place|refresh)\.js$/;

it("the first check loads neither axios nor the steps of a purchase; a create does", async () => {
  const ordering = await Ordering.start();
  try {
    const host = await ordering.host({ provider: TELLING });
    const { inputs, failures } = await host.check({}, inputsFor("site-1"));
    expect(failures).toEqual([]);
    const loaded = inputs["__loaded"] as string[];
    expect(loaded).toContainEqual(expect.stringMatching(/\/dist\/order\/inputs\.js$/));
    expect(loaded.filter((file) => PURCHASE.test(file))).toEqual([]);

    const { properties } = await host.create(inputsFor("site-1"));
    const afterwards = properties["__loaded"] as string[];
    expect(afterwards).toContainEqual(expect.stringMatching(/\/node_modules\/axios\//));
    expect(afterwards).toContainEqual(expect.stringMatching(/\/dist\/order\/purchase\.js$/));
  } finally {
    await ordering.stop();
  }
});
