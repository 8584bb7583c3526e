import type { Ending } from "../scene.js";
import { INPUTS, type Values } from "../shop.js";

// What is wrong before anything is asked: inputs and settings.

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const checked = (title: string, inputs: Values): Ending => ({
  title: `check: ${title}`,
  play: (scene) => scene.check(inputs),
});

const market = (more: Values): Values => ({ marketOptions: more });

const inputs: readonly Ending[] = [
  checked("nothing is wrong", INPUTS),
  checked("nothing is declared", {}),
  checked("nothing is ordered", { ...INPUTS, servers: [], networkDevices: [], storagePools: undefined }),
  checked("all kinds of wrong values", {
    edgeSiteId: " site-berlin",
    servers: [{ offeringId: "", count: 0 }, { offeringId: 12, count: "2" }, { offering: "x" }],
    networkDevices: { offeringId: "x", count: 1 },
    storagePools: [{ storageType: "ssd", size: 2.5 }],
    afterOrderId: null,
    waitForStatus: "DONE",
    serverz: [],
    ...market({ prepaidOptions: { periodNum: 1e300, payMode: "full" }, discounts: [{}, { id: "a" }, { id: "a" }] }),
  }),
  checked("preconditions beside each other", { ...INPUTS, adoptOrderId: "a", afterOrderId: "b", siteRevision: "c" }),
  checked("the order before it does not exist yet", { ...INPUTS, afterOrderId: UNKNOWN }),
];

/** A run with the stack configuration that is given, and nothing in the environment. */
const settings = (title: string, config: Readonly<Record<string, string>>): Ending => ({
  title: `settings: ${title}`,
  play: async (scene) => {
    scene.configure(config);
    await scene.check(INPUTS);
    await scene.create();
  },
});

const KEY = { "cloudpond:accessKey": "AK", "cloudpond:secretKey": "SK" };

const settingsEndings: readonly Ending[] = [
  settings("none", {}),
  settings("half an access key", { "cloudpond:accessKey": "AK" }),
  settings("half a user", { "cloudpond:userName": "user" }),
  settings("wrong values", {
    ...KEY,
    "cloudpond:secretKey": "two words",
    "cloudpond:domainId": "../x",
    "cloudpond:endpoint": "http://ies.example.com",
    "cloudpond:iamEndpoint": "https://user:password@iam.example.com",
    "cloudpond:region": "Berlin",
    "cloudpond:maxRetries": "many",
    "cloudpond:requestTimeoutSeconds": "0",
    "cloudpond:insecure": "maybe",
  }),
  {
    title: "settings: none, and an order of the state is read",
    play: async (scene) => {
      const order = await scene.bought();
      scene.configure({});
      await scene.read(order);
    },
  },
  {
    title: "settings: none, and an order of the state is to be removed",
    play: async (scene) => {
      const order = await scene.bought();
      scene.configure({});
      await scene.delete(order);
    },
  },
];

export const DECLARED: readonly Ending[] = [...inputs, ...settingsEndings];
