import { connect } from "../../provider/connection.js";
import { readSettings } from "../../provider/config.js";
import type { HttpRequest } from "../../provider/http/transport.js";
import { answer, refusal } from "./cloudpond/fakeService.js";

const SETTINGS = readSettings(
  { "cloudpond:maxRetries": "4", "cloudpond:billingEndpoint": "https://bss.example.com" },
  { HW_ACCESS_KEY: "AK", HW_SECRET_KEY: "SK", HW_DOMAIN_ID: "account" },
  { platform: "linux" },
);
const EMPTY = answer(200, { offerings: [], sale_cycles: [] });

function connected(answers = [EMPTY]) {
  const requests: HttpRequest[] = [];
  const transport = {
    send: async (request: HttpRequest) => answers[Math.min(requests.push(request), answers.length) - 1]!,
  };
  return { requests, ...connect(SETTINGS, { clock: { now: () => 0, sleep: () => Promise.resolve() }, transport }) };
}

it("what must come about has the time and the repetitions of the settings", async () => {
  const { client, requests } = connected();
  await client.listServerOfferings();
  expect(requests).toMatchObject([{ timeoutMs: 60_000, retry: { retries: 4 } }]);
});

it("what can do without has less of both", async () => {
  const { within, requests } = connected();
  await within(5_000).listServerOfferings();
  await within(500_000).listSaleCycles();
  expect(requests).toMatchObject([
    { timeoutMs: 5_000, retry: { retries: 1 } },
    { timeoutMs: 60_000, retry: { retries: 1 } },
  ]);
});

it("credentials that one is refused are not sent by the other one either", async () => {
  const { client, within, requests } = connected([refusal(401, "APIGW.0301")]);
  await expect(within(5_000).listServerOfferings()).rejects.toThrow("the credentials are not accepted");
  await expect(client.listDeliveryOrders()).rejects.toThrow("the credentials are not accepted");
  expect(requests).toHaveLength(1);
});

it("prices are asked for at the billing service, signed like everything else", async () => {
  const { client, requests } = connected([answer(200, {})]);
  await client.listRateOnPeriodDetail({ projectId: "p", products: [] }).catch(() => undefined);
  expect(requests[0]?.url).toMatch(/^https:\/\/bss\.example\.com\//u);
  expect(requests[0]?.headers).toMatchObject({ "X-Domain-Id": "account" });
});
