import * as pulumi from "@pulumi/pulumi";
import { getServerOfferings, getServerOfferingsOutput } from "../../../provider/index.js";

// In tests of a user's program the program answers for the cloud, and nothing is sent.

const calls: pulumi.runtime.MockCallArgs[] = [];

beforeAll(() =>
  pulumi.runtime.setMocks({
    newResource: () => ({ id: "id", state: {} }),
    call: (args) => {
      calls.push(args);
      return { offerings: [{ id: "mocked" }] };
    },
  }),
);

it("a mocked call answers under the function's token", async () => {
  expect(await getServerOfferings({ zoneCode: "DE" })).toEqual({ offerings: [{ id: "mocked" }] });
  expect(calls).toMatchObject([{ token: "cloudpond:index:getServerOfferings", inputs: { zoneCode: "DE" } }]);
});

it("of outputs as well", async () => {
  const output = getServerOfferingsOutput({ zoneCode: pulumi.output("SG") });
  expect(await new Promise((resolve) => void output.apply(resolve))).toEqual({ offerings: [{ id: "mocked" }] });
});
