import { inputsFor, Ordering, urnOf } from "./ordering.js";
import { until } from "../until.js";

let ordering: Ordering;
beforeAll(async () => {
  ordering = await Ordering.start();
});
afterAll(() => ordering.stop());

const placed = (id: string) => ({
  severity: "info",
  message: `order ${id} is placed`,
  urn: urnOf("berlin"),
  isEphemeral: false,
});

it("a purchase that takes no time tells in one line that its order is placed", async () => {
  const host = await ordering.host();
  const { id } = await host.create(inputsFor("site-3"));
  await until(() => host.log.length > 0);
  expect(host.log).toEqual([placed(id)]);
  expect(await host.stderr()).toBe("");
});

it("one that takes time tells its progress on the row of its resource, in lines that replace each other, and one that stays", async () => {
  const host = await ordering.host();
  await ordering.simulator.fault({ operation: "ShowEdgeSite", action: { kind: "delay", ms: 1_500 } });
  const { id } = await host.create(inputsFor("site-1"));
  await until(() => host.log.length >= 5);
  expect(host.log.filter(({ isEphemeral }) => !isEphemeral)).toEqual([placed(id)]);
  expect(host.log.filter(({ isEphemeral }) => isEphemeral)).toEqual(
    [
      "looking at edge site site-1 and its orders",
      "ordering for edge site site-1",
      `confirming that order ${id} is the only one`,
      `order ${id} is placed`,
    ].map((message) => ({ severity: "info", message, urn: urnOf("berlin"), isEphemeral: true })),
  );
  expect(await host.stderr()).toBe("");
});

it("an engine that is gone does not keep a purchase from its end", async () => {
  const host = await ordering.host();
  await ordering.simulator.fault({ operation: "CreateDeliveryOrder", action: { kind: "delay", ms: 1_500 } });
  const creating = host.create(inputsFor("site-2"));
  await until(() => host.log.some(({ message }) => message.startsWith("ordering")));
  host.loseEngine();
  const { id, properties } = await creating;
  expect(await ordering.acceptedFor("site-2")).toEqual([id]);
  expect((await host.read(id, properties)).properties["status"]).toBe("PROCESSING");
  expect(await host.stderr()).toBe("");
});
