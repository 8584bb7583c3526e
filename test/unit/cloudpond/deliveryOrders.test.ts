import { createBody } from "../../../provider/cloudpond/deliveryOrders.js";
import { EXAMPLE } from "./fakeService.js";

describe("the body of an order", () => {
  it("is the documented example, byte by byte", () => {
    expect(createBody(EXAMPLE).toString("utf8")).toBe(
      '{"delivery_order":{"edge_site_id":"site-1",' +
        '"servers":[{"offering_id":"server-a","count":2}],' +
        '"network_devices":[{"offering_id":"switch-b","count":2}],' +
        '"storage_pools":[{"storage_type":"SSD","size":26}],' +
        '"market_options":{"charge_mode":"prepaid",' +
        '"prepaid_options":{"period_type":"year","period_num":3,"pay_mode":"FULL"}}}}',
    );
  });

  it("has the same bytes whatever the order in which the properties were written", () => {
    const { marketOptions, storagePools, networkDevices, servers, edgeSiteId } = EXAMPLE;
    const reversed = {
      marketOptions: { prepaidOptions: { payMode: "FULL", periodNum: 3, periodType: "year" }, chargeMode: "prepaid" },
      storagePools: storagePools.map(({ storageType, size }) => ({ size, storageType })),
      networkDevices,
      servers: servers.map(({ offeringId, count }) => ({ count, offeringId })),
      edgeSiteId,
    };
    expect(marketOptions).toEqual(reversed.marketOptions);
    expect(createBody(reversed)).toEqual(createBody(EXAMPLE));
  });

  it("leaves out empty lists and what a discount does not name", () => {
    const order = {
      edgeSiteId: "0",
      servers: [],
      networkDevices: [],
      storagePools: [{ storageType: "SAS", size: 36 }],
      marketOptions: { ...EXAMPLE.marketOptions, discounts: [{ id: "d1", type: "2" }, { type: "300" }, { id: "d2" }] },
    };
    expect(createBody(order).toString("utf8")).toBe(
      '{"delivery_order":{"edge_site_id":"0","storage_pools":[{"storage_type":"SAS","size":36}],' +
        '"market_options":{"charge_mode":"prepaid",' +
        '"prepaid_options":{"period_type":"year","period_num":3,"pay_mode":"FULL"},' +
        '"discounts":[{"id":"d1","type":"2"},{"type":"300"},{"id":"d2"}]}}}',
    );
    const none = { ...order, marketOptions: { ...EXAMPLE.marketOptions, discounts: [] } };
    expect(createBody(none).toString("utf8")).not.toContain("discounts");
  });

  it("is UTF-8", () => {
    expect(createBody({ ...EXAMPLE, edgeSiteId: "边" }).includes(Buffer.from("边", "utf8"))).toBe(true);
  });
});
