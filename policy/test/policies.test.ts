import type { ResourceValidationArgs, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { validateResourceOfType } from "@pulumi/policy";
import { DeliveryOrder } from "../../provider/index.js";
import { DELIVERY_ORDER_TYPE, policies, type DeclaredResource } from "../src/index.js";
import { INPUTS, resource, SERVER } from "./orders.js";

// How the library shows a rule the inputs of a preview; its declarations leave this out.
const { unknownCheckingProxy, unknownStringValue } = jest.requireActual<{
  unknownCheckingProxy: (props: object) => Readonly<Record<string, unknown>>;
  unknownStringValue: string;
}>("@pulumi/policy/proxy");

type Said = readonly [policy: string, message: string][];

/** What every policy of the pack says of one resource; `config` as the file of `--policy-pack-config` holds it. */
async function saidOf(subject: DeclaredResource, config: Readonly<Record<string, object>>): Promise<Said> {
  const said: [string, string][] = [];
  for (const policy of policies()) {
    const report = (message: string) => said.push([policy.name, message]);
    const args = { getConfig: () => config[policy.name] ?? {} };
    const { validateResource } = policy as ResourceValidationPolicy;
    const { validateStack } = policy as StackValidationPolicy;
    if (typeof validateResource === "function") {
      await validateResource({ ...subject, ...args } as unknown as ResourceValidationArgs, report);
    } else await validateStack({ resources: [subject], ...args } as never, report);
  }
  return said;
}

const FORBIDDEN = {
  "allowed-sites": { sites: [] },
  "allowed-zones": { zones: [] },
  "allowed-offerings": { servers: [], networkDevices: [], storageTypes: [] },
  "maximum-count": { servers: 0, networkDevices: 0, perOffering: { [SERVER]: 0 } },
  "maximum-storage": { total: 0, perType: { SSD: 0 } },
  "payment-terms": { maximumYears: 0, payModes: [] },
  "purchase-freeze": { windows: [{ from: "2000-01-01T00:00:00Z", until: "9000-01-01T00:00:00Z", reason: "test" }] },
  "purchasing-stacks": { stacks: [] },
};
const policiesOf = (said: Said) => [...new Set(said.map(([policy]) => policy))];

test("every policy is mandatory, and its configuration has a schema", () => {
  expect(policies().map(({ enforcementLevel }) => enforcementLevel)).toEqual(policies().map(() => "mandatory"));
  expect(policies().filter(({ configSchema }) => Object.keys(configSchema?.properties ?? {}).length === 0)).toEqual([]);
});

test("without configuration only protection is asked for", async () => {
  expect(await saidOf(resource(), {})).toEqual([]);
  expect(policiesOf(await saidOf(resource({}, false), {}))).toEqual(["protect-required"]);
});

test("an order may offend against every policy at once", async () => {
  const names = policies().map(({ name }) => name);
  expect(policiesOf(await saidOf(resource({}, false), FORBIDDEN))).toEqual(names);
});

test("resources of other types are nobody's business", async () => {
  expect(await saidOf({ ...resource({}, false), type: "aws:s3:Bucket" }, FORBIDDEN)).toEqual([]);
});

test("an order that is adopted buys nothing, but has to be protected", async () => {
  const said = await saidOf(resource({ adoptOrderId: "60000000-0000-4000-8000-000000000001" }, false), FORBIDDEN);
  expect(policiesOf(said)).toEqual(["protect-required"]);
});

test("an order that a rule excepts by name is left alone by that rule", async () => {
  const config = {
    "allowed-sites": { sites: [], except: ["berlin"] },
    "maximum-storage": { total: 0, except: ["bonn"] },
  };
  expect(policiesOf(await saidOf(resource(), config))).toEqual(["maximum-storage"]);
});

test("a misspelt setting is refused instead of allowing everything", async () => {
  expect(await saidOf(resource(), { "allowed-sites": { site: [] } })).toEqual([
    [
      "allowed-sites",
      'The order cannot be judged, because the policy allowed-sites has no setting "site": ' +
        "correct the policy's configuration (settings: sites, except).",
    ],
  ]);
});

test("what a preview does not know yet keeps no rule from judging the rest", async () => {
  const props = {
    ...INPUTS,
    edgeSiteId: unknownStringValue,
    servers: [{ offeringId: unknownStringValue, count: unknownStringValue }, ...INPUTS.servers],
    networkDevices: unknownStringValue,
    storagePools: [unknownStringValue],
    marketOptions: { prepaidOptions: unknownStringValue },
    status: unknownStringValue,
  };
  const subject = { ...resource(), props: unknownCheckingProxy(props) };
  expect((await saidOf(subject, FORBIDDEN)).map(([policy, message]) => `${policy}: ${message.split(" ")[0]}`)).toEqual([
    "allowed-offerings: servers[1].offeringId",
    "maximum-count: servers",
    "maximum-count: servers[1].count",
    "purchase-freeze: The",
    "purchasing-stacks: The",
  ]);
});

test("an order that will adopt one whose id is not known yet counts as adopted", async () => {
  const props = unknownCheckingProxy({ ...INPUTS, adoptOrderId: unknownStringValue });
  expect(await saidOf({ ...resource(), props }, FORBIDDEN)).toEqual([]);
});

describe("a rule of one's own", () => {
  const own = validateResourceOfType(DeliveryOrder, ({ servers = [] }, _args, report) => {
    // Typed: a count is a number without a cast.
    const count: number = servers.reduce((sum, server) => sum + server.count, 0);
    if (count > 1) report(`${count} servers`);
  });

  test("finds orders by their class", async () => {
    const said: string[] = [];
    const { props } = resource();
    const args = { type: DELIVERY_ORDER_TYPE, props, isType: () => true };
    await own(args as unknown as ResourceValidationArgs, (message) => said.push(message));
    expect(said).toEqual(["2 servers"]);
  });

  test("is called for orders only, because the library reads the type from the class", () => {
    expect(Object.entries(own)).toEqual([["__pulumiType", DELIVERY_ORDER_TYPE]]);
  });
});
