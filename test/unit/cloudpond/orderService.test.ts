import type { CreateOutcome } from "../../../provider/cloudpond/createOutcome.js";
import { FleetClient } from "../../../provider/cloudpond/fleetClient.js";
import type * as order from "../../../provider/order/service.js";
import { fake } from "./fakeService.js";

/** Fails to compile where `Actual` is not assignable to `Expected`. */
type Satisfies<Actual extends Expected, Expected> = Actual;

export type Proofs = [
  Satisfies<FleetClient, order.OrderService>,
  Satisfies<CreateOutcome, order.CreateOutcome>,
  // The other direction, too: an outcome that the client cannot report would be a branch that no test reaches.
  Satisfies<order.CreateOutcome["kind"], CreateOutcome["kind"]>,
];

it("the client is the service that the order layer asks for", () => {
  const service: order.OrderService = new FleetClient(fake([]).client, {
    now: () => 0,
    sleep: () => Promise.resolve(),
  });
  const operations: Record<keyof order.OrderService, true> = {
    identify: true,
    showEdgeSite: true,
    listDeliveryOrders: true,
    showDeliveryOrder: true,
    recentDeliveryOrder: true,
    recentOrderNumbers: true,
    listServers: true,
    listNetworkDevices: true,
    listStoragePools: true,
    createDeliveryOrder: true,
    deleteDeliveryOrder: true,
  };
  for (const operation of Object.keys(operations)) expect(operation in service).toBe(true);
});
