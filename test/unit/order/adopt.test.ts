import { adopt } from "../../../provider/order/adopt.js";
import { RefusedError } from "../../../provider/order/orderError.js";
import { createWorld, declare, INPUTS, serviceError, SITE, type TestWorld } from "./world.js";

const IDENTITY = { account: "account-1", principal: "ak:1" };

function world(status = "PROCESSING"): TestWorld & { adopted: (id?: string) => ReturnType<typeof adopt> } {
  const made = createWorld();
  made.service.add(INPUTS, { id: "mine", status });
  return { ...made, adopted: (id = "mine") => adopt(id, declare({ adoptOrderId: id }), IDENTITY, made.context) };
}

const refusalOf = async (adopting: Promise<unknown>): Promise<string> => {
  const error = await adopting.catch((thrown: Error) => thrown);
  expect(error).toBeInstanceOf(RefusedError);
  const { message } = error as Error;
  expect(message).toMatch(new RegExp(`^(Refused to|Could not) adopt order \\S+ for edge site ${SITE}: `, "u"));
  expect(message).toMatch(/\nThis run placed no order for "berlin"\.$/u);
  return message;
};

it.each(["PROCESSING", "ACCEPTING", "SUCCESS", "A_NEWER_ONE"])(
  "takes over a %s order and buys nothing",
  async (status) => {
    const { adopted, service } = world(status);
    expect(await adopted()).toEqual({
      order: expect.objectContaining({ id: "mine", status }) as unknown,
      orderIds: ["CS-mine"],
    });
    expect(service.posts).toEqual([]);
  },
);

it("takes over an order whose devices are not shown yet, or whose pool has grown since", async () => {
  const { adopted, service } = world("SUCCESS");
  const [pool] = service.orders[0]!.storagePools;
  service.change("mine", { storagePools: [{ ...pool!, size: 60 }] });
  expect((await adopted()).order.id).toBe("mine");
  service.change("mine", { servers: [], networkDevices: [], storagePools: [] });
  expect((await adopted()).orderIds).toEqual([]);
});

it.each<[string, string, (made: TestWorld) => void]>([
  ["is not there", "there is no such order in account account-1", ({ service }) => service.orders.splice(0)],
  ["is deleted", "there is no such order", ({ service }) => service.change("mine", { status: "DELETED" })],
  [
    "is CANCELLED",
    "it is CANCELLED: nothing will come of it",
    ({ service }) => service.change("mine", { status: "CANCELLED" }),
  ],
  ["is FAIL", "Leave out adoptOrderId to order anew", ({ service }) => service.change("mine", { status: "FAIL" })],
  [
    "is of another account",
    "it belongs to account account-2",
    ({ service }) => service.change("mine", { domainId: "account-2" }),
  ],
  [
    "is of another site",
    "it is an order of site site-2",
    ({ service }) => service.change("mine", { edgeSiteId: "site-2" }),
  ],
  [
    "is held by another resource",
    "another resource of this stack holds it",
    ({ context }) => context.memory.own("mine", "urn:munich"),
  ],
  [
    "has other hardware",
    "it consists of 2 × network device net",
    ({ service }) =>
      service.change("mine", {
        servers: [],
        storagePools: [{ id: "p", storageType: "SAS", size: 36, status: "CREATING" }],
      }),
  ],
  [
    "cannot be read",
    "HTTP 503.",
    ({ service }) => service.failures.push({ operation: "showDeliveryOrder", error: serviceError("HTTP 503.") }),
  ],
  [
    "has devices that cannot be read",
    "HTTP 403.",
    ({ service }) => service.failures.push({ operation: "listStoragePools", error: serviceError("HTTP 403.") }),
  ],
])("refuses an order that %s", async (_, says, change) => {
  const made = world();
  change(made);
  expect(await refusalOf(made.adopted())).toContain(says);
});

it("offers to run again later as long as records of the order may be arriving, and names the cause of a failed look", async () => {
  const { adopted, service } = world("ACCEPTING");
  const [pool] = service.orders[0]!.storagePools;
  service.change("mine", { servers: [], storagePools: [{ ...pool!, size: 20 }] });
  const consists =
    "it consists of 2 × network device net, 20 TB of storage type SSD, which is not what the inputs declare. Declare " +
    "that, then adopt";
  expect(await refusalOf(adopted())).toContain(
    `${consists}; or run again later, as long as its records may still be arriving.\nThis run`,
  );
  service.change("mine", { status: "SUCCESS" });
  expect(await refusalOf(adopted())).toContain(`${consists}.\nThis run`);
  const cause = serviceError("HTTP 503.");
  service.failures.push({ operation: "showDeliveryOrder", error: cause });
  await expect(adopted()).rejects.toMatchObject({ cause });
});

it.each([
  ["whole", INPUTS.servers, ""],
  [
    "in part",
    [],
    "order mine shows 2 × network device net, 26 TB of storage type SSD; the rest is taken as declared; ",
  ],
])("says what is taken as declared when the hardware is shown %s", async (_, servers, rest) => {
  const { service, context } = createWorld();
  service.add({ ...INPUTS, servers: servers! }, { id: "mine" });
  const order = declare({ adoptOrderId: "mine" });
  await adopt("mine", order, IDENTITY, context);
  expect(order.logged.infos).toEqual([
    `${rest}term and payment of order mine cannot be read, so they are taken as declared`,
  ]);
});

it("refuses an id that the service answers with another one", async () => {
  const { adopted, service } = world();
  service.showDeliveryOrder = () => Promise.resolve({ ...service.orders[0]!, id: "mine" });
  expect(await refusalOf(adopted("MINE"))).toContain("the service answered with order mine. Use the exact id.");
});

it("takes over an order that the same resource holds already", async () => {
  const { adopted, context } = world();
  context.memory.own("mine", declare().resource);
  expect((await adopted()).order.id).toBe("mine");
});
