import * as cloudpond from "../../provider/index.js";

const GETS = [
  "getDeliveryOrder",
  "getDeliveryOrders",
  "getEdgeSite",
  "getEdgeSites",
  "getNetworkDeviceOfferings",
  "getPrice",
  "getQuotas",
  "getSaleCycles",
  "getServerOfferings",
  "getSiteInventory",
  "getStorageGears",
  "getStorageTypes",
];

describe("the package", () => {
  it("exports these names and no others", () => {
    expect(Object.keys(cloudpond).sort()).toEqual([
      "ChargeMode",
      "DeliveryOrder",
      "DiscountType",
      "OrderStatus",
      "PayMode",
      "PeriodType",
      "StorageType",
      ...GETS.flatMap((name) => [name, `${name}Output`]),
    ]);
  });

  it.each<[string, Readonly<Record<string, string>>, string[]]>([
    ["PayMode", cloudpond.PayMode, ["FULL", "HALF", "PAID_BY_YEAR", "ZERO_PAID_BY_YEAR", "ZERO_PAID_BY_MONTH"]],
    ["ChargeMode", cloudpond.ChargeMode, ["prepaid"]],
    ["PeriodType", cloudpond.PeriodType, ["year"]],
    ["DiscountType", cloudpond.DiscountType, ["0", "2", "3", "300"]],
    ["OrderStatus", cloudpond.OrderStatus, ["PROCESSING", "ACCEPTING", "SUCCESS", "FAIL", "CANCELLED", "DELETED"]],
  ])("%s has the documented values", (_, values, documented) => {
    expect(Object.values(values)).toEqual(documented);
  });

  it("takes newer values of the service as text", () => {
    const newer: cloudpond.PayMode = "PAID_BY_QUARTER";
    const status: cloudpond.OrderStatus = "SHIPPED";
    expect([newer, status]).toEqual(["PAID_BY_QUARTER", "SHIPPED"]);
  });

  it("does not load what only the provider needs", () => {
    const heavy = ["axios", "io-ts", "async-mutex"];
    for (const name of heavy) {
      jest.doMock(name, () => {
        throw new Error(`${name} was loaded into the user's program.`);
      });
    }
    jest.isolateModules(() => {
      expect(() => jest.requireActual<object>("../../provider/order/inputs.js")).toThrow("io-ts was loaded");
      expect(jest.requireActual<object>("../../provider/index.js")).toHaveProperty("DeliveryOrder");
    });
    heavy.forEach((name) => jest.dontMock(name));
  });
});
