import { readSettings } from "../../../provider/config.js";
import { connect } from "../../../provider/connection.js";
import { retryDelayMs } from "../../../provider/http/backoff.js";
import type { HttpRequest, HttpResponse, Transport } from "../../../provider/http/transport.js";
import { ProcessMemory } from "../../../provider/order/memory.js";
import { NoteFiles } from "../../../provider/order/noteFiles.js";
import { purchase } from "../../../provider/order/purchase.js";
import { settle } from "../cloudpond/heldClock.js";
import { ACCOUNT, answer, wireOrder } from "../cloudpond/fakeService.js";
import { declare, INPUTS } from "./world.js";

// A fleet at a service that takes few requests, in virtual time: everything is real from the purchase down to the pace.

/** Time that goes on to the next one who sleeps, as soon as nobody else has anything to do. */
class GoingClock {
  private ms = Date.parse("2026-06-12T08:00:00Z");
  private readonly sleepers: { readonly untilMs: number; readonly wake: () => void }[] = [];

  now = (): number => this.ms;

  sleep = (ms: number): Promise<void> =>
    new Promise((wake) => this.sleepers.push({ untilMs: this.ms + Math.max(ms, 0), wake }));

  /** @throws {Error} when it takes longer than this. */
  async until(isDone: () => boolean, longestMs: number): Promise<void> {
    for (const endMs = this.ms + longestMs; ;) {
      for (let rounds = 0; rounds < 3; rounds++) await settle();
      if (isDone()) return;
      const next = this.sleepers.sort((a, b) => a.untilMs - b.untilMs).shift();
      if (next === undefined || next.untilMs > endMs) throw new Error("It does not end");
      this.ms = Math.max(this.ms, next.untilMs);
      next.wake();
    }
  }
}

interface Limit {
  readonly requests: number;
  readonly perMs: number;
  /** Whether a 429 says how long to wait. */
  readonly saysWhen: boolean;
}

/** An account of bare sites, whose service takes so many requests in any such time. */
class LimitedService implements Transport {
  readonly sites: string[] = [];
  /** Sites of the orders that were accepted. */
  readonly ordered: string[] = [];
  private readonly taken: number[] = [];

  constructor(
    private readonly clock: GoingClock,
    private readonly limit: Limit,
  ) {}

  async send(request: HttpRequest): Promise<HttpResponse> {
    for (let tries = 1; ; tries++) {
      const heard = await request.retry?.turn?.();
      await this.clock.sleep(100);
      const response = this.limited(request);
      heard?.(response);
      if (request.retry?.isTransient(response) !== true || tries > request.retry.retries) return response;
      await this.clock.sleep(
        retryDelayMs(tries, { retryAfter: response.headers["retry-after"], date: undefined }, () => 0.5),
      );
    }
  }

  private limited(request: HttpRequest): HttpResponse {
    const { requests, perMs, saysWhen } = this.limit;
    const nowMs = this.clock.now();
    const recent = this.taken.filter((ms) => ms > nowMs - perMs);
    if (recent.length < requests) {
      this.taken.push(nowMs);
      return this.respond(request);
    }
    const waitMs = recent.at(-requests)! + perMs - nowMs;
    const headers = saysWhen ? { "retry-after": String(Math.ceil(waitMs / 1_000)) } : {};
    return answer(429, { error_code: "APIGW.0308", error_msg: "throttled" }, headers);
  }

  private respond({ method, url, body }: HttpRequest): HttpResponse {
    const { pathname } = new URL(url);
    const [, kind = "", id] = /^\/v\d\/[^/]+\/([^/]+)(?:\/(.+))?$/u.exec(pathname) ?? [];
    const site = (of: string) => ({ id: of, domain_id: ACCOUNT, name: of, status: "initial" });
    const order = (of: string) => wireOrder(`order-of-${of}`, { edge_site_id: of });
    if (method === "POST") {
      const { delivery_order: sent } = JSON.parse(String(body)) as { delivery_order: { edge_site_id: string } };
      this.ordered.push(sent.edge_site_id);
      return answer(200, { delivery_order: order(sent.edge_site_id), order_ids: ["CS"] });
    }
    if (id !== undefined) return answer(200, { edge_site: site(id) });
    const lists: Record<string, object[]> = {
      "edge-sites": this.sites.map(site),
      "delivery-orders": this.ordered.map(order),
    };
    return answer(200, { [kind.replaceAll("-", "_")]: lists[kind] ?? [] });
  }
}

/** How each purchase of a fleet ends. */
async function fleetOf(count: number, limit: Limit): Promise<{ service: LimitedService; ends: string[] }> {
  const clock = new GoingClock();
  const transport = new LimitedService(clock, limit);
  const credentials = { HW_ACCESS_KEY: "AK", HW_SECRET_KEY: "SK", HW_DOMAIN_ID: ACCOUNT };
  const { client, fleet } = connect(readSettings({}, credentials, { platform: "linux" }), { clock, transport });
  const context = {
    service: fleet(client),
    clock,
    notes: new NoteFiles(undefined, clock, () => undefined),
    processes: { pid: 1, host: "here", isRunning: () => true },
    memory: new ProcessMemory(),
    allowPurchases: true,
    timing: { requestTimeoutMs: 60_000, settleMs: 120_000 },
  };
  const ends: string[] = [];
  for (let number = 0; number < count; number++) {
    const edgeSiteId = `site-${number}`;
    transport.sites.push(edgeSiteId);
    void purchase(declare({ ...INPUTS, edgeSiteId }, edgeSiteId), context).then(
      () => ends.push("placed"),
      (error: Error) => ends.push(error.message),
    );
  }
  await clock.until(() => ends.length === count, 3 * 3_600_000);
  return { service: transport, ends };
}

it.each<[number, Limit]>([
  [100, { requests: 5, perMs: 1_000, saysWhen: false }],
  [30, { requests: 1, perMs: 2_000, saysWhen: true }],
  [100, { requests: 20, perMs: 60_000, saysWhen: true }],
  [100, { requests: 30, perMs: 60_000, saysWhen: false }],
  [10, { requests: 1, perMs: 15_000, saysWhen: true }],
])("a fleet of %d at a service with a limit of %j is placed, each once and without a doubt", async (count, limit) => {
  const { service, ends } = await fleetOf(count, limit);
  const refused = ends.filter((end) => end !== "placed");
  // A service that takes a burst and then nothing for a minute may refuse one who finds that out.
  expect(refused.length).toBeLessThanOrEqual(1);
  expect(refused.filter((end) => !/\nThis run placed no order for "site-\d+"\.$/u.test(end))).toEqual([]);
  expect(service.ordered).toHaveLength(count - refused.length);
  expect(new Set(service.ordered).size).toBe(service.ordered.length);
});
