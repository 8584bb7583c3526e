import { CloudPondClient } from "../../../provider/cloudpond/client.js";
import { UnavailableError } from "../../../provider/cloudpond/errors.js";
import { FleetClient } from "../../../provider/cloudpond/fleetClient.js";
import type { HttpRequest, HttpResponse } from "../../../provider/http/transport.js";
import { ACCOUNT, answer, EXAMPLE, fake, FREE, refusal, wireOrder } from "./fakeService.js";
import { HeldClock, settle } from "./heldClock.js";

const wireSite = (id: string) => ({ id, domain_id: ACCOUNT, name: id, status: "initial" });
const wireServer = (id: string, site?: string, number?: string) => ({
  id,
  edge_site_id: site,
  offering_id: "server-a",
  status: "USING",
  market_options: { prepaid_options: { order_id: number } },
});

/** An account that knows these sites, orders and servers; its answers can be replaced by path. */
function fleet({ sites = ["s1", "s2", "s3"], orders = ["o1"], servers = [] as object[] } = {}) {
  const special = new Map<string, () => HttpResponse | Promise<HttpResponse>>();
  const respond = ({ url, method }: HttpRequest): HttpResponse | Promise<HttpResponse> => {
    const { pathname, searchParams } = new URL(url);
    const path = pathname.replace(/^\/v\d\/[^/]+\//u, "");
    const given = special.get(path);
    if (given !== undefined) return given();
    const filtered = (list: object[]) =>
      searchParams.has("edge_site_id")
        ? list.filter((one) => (one as { edge_site_id?: string }).edge_site_id === searchParams.get("edge_site_id"))
        : list;
    if (method === "POST") return answer(200, { delivery_order: wireOrder("new"), order_ids: [] });
    if (method === "DELETE") return answer(204);
    if (path === "edge-sites") return answer(200, { edge_sites: sites.map(wireSite) });
    if (path === "delivery-orders") return answer(200, { delivery_orders: orders.map((id) => wireOrder(id)) });
    if (path === "servers") return answer(200, { servers: filtered(servers) });
    if (path === "network-devices") return answer(200, { network_devices: [] });
    if (path === "storage-pools") return answer(200, { storage_pools: [] });
    const [, kind, id = ""] = /^(edge-sites|delivery-orders)\/(.+)$/u.exec(path) ?? [];
    const isKnown = (kind === "edge-sites" ? sites : orders).includes(id);
    if (!isKnown) return refusal(404, kind === "edge-sites" ? "IES.00011002" : "SYS.0404");
    return kind === "edge-sites"
      ? answer(200, { edge_site: wireSite(id) })
      : answer(200, { delivery_order: wireOrder(id) });
  };
  const clock = new HeldClock();
  const { client, requests } = fake([respond], {}, { ...FREE, calm: clock.calm }, clock);
  return {
    client: new FleetClient(client, clock),
    clock,
    special,
    /** Paths with their filters, since the last look. */
    asked: () =>
      requests.splice(0).map(({ url }) => {
        const { pathname, searchParams } = new URL(url);
        const filter = searchParams.get("edge_site_id") ?? searchParams.get("delivery_order_id");
        return `${pathname.replace(/^\/v\d\/[^/]+\//u, "")}${filter === null ? "" : ` of ${filter}`}`;
      }),
  };
}

const SITES = ["s1", "s2", "s3"];

describe("purchases side by side", () => {
  it("share lists of sites and hardware", async () => {
    const { client, asked } = fleet({ servers: [wireServer("a", "s1"), wireServer("b", "s3")] });
    const sites = await Promise.all(SITES.map((id) => client.showEdgeSite(id)));
    expect(sites.map((site) => site?.id)).toEqual(SITES);
    const servers = await Promise.all(SITES.map((edgeSiteId) => client.listServers({ edgeSiteId })));
    expect(servers.map((each) => each.map(({ id }) => id))).toEqual([["a"], [], ["b"]]);
    expect(asked()).toEqual(["edge-sites", "servers"]);
  });

  it("share a list of orders", async () => {
    const { client, asked } = fleet();
    await Promise.all([1, 2, 3].map(() => client.listDeliveryOrders()));
    await Promise.all([1, 2, 3].map(() => client.listDeliveryOrders({ withinMs: 5_000 })));
    expect(asked()).toEqual(["delivery-orders", "delivery-orders"]);
  });

  it("are told when the list of orders began, because what waited before it did not make it older", async () => {
    const { client, clock } = fleet();
    let calm: () => void = () => undefined;
    clock.calming = new Promise((resolve) => (calm = resolve));
    const listing = client.listDeliveryOrders();
    await settle();
    await clock.pass(40_000);
    calm();
    expect((await listing).beganMs).toBe(40_000);
  });

  it("ask for a site by itself that the list does not show, and are told that it does not", async () => {
    const { client, asked, special } = fleet({ sites: ["s1"] });
    special.set("edge-sites/s2", () => answer(200, { edge_site: wireSite("s2") }));
    const shown = await Promise.all(["s1", "s2", "s9"].map((id) => client.showEdgeSite(id)));
    expect(shown.map((site) => [site?.id, site?.isUnlisted])).toEqual([
      ["s1", undefined],
      ["s2", true],
      [undefined, undefined],
    ]);
    expect(asked()).toEqual(["edge-sites", "edge-sites/s2", "edge-sites/s9"]);
  });

  it("wait no longer for a list than they have time, whatever holds it up", async () => {
    const { client, clock } = fleet();
    clock.calming = new Promise(() => undefined);
    let failure: unknown;
    const listing = client.listDeliveryOrders({ withinMs: 5_000 }).catch((error: unknown) => (failure = error));
    await clock.pass(4_999);
    expect(failure).toBeUndefined();
    await clock.pass(1);
    await listing;
    expect(failure).toBeInstanceOf(UnavailableError);
    expect((failure as Error).message).toContain("could not be asked for within 5 s.");
  });

  it("are not bound by one whose time is over", async () => {
    const { client, clock, asked } = fleet();
    let calm: () => void = () => undefined;
    clock.calming = new Promise((resolve) => (calm = resolve));
    const withinMs: (number | undefined)[] = [];
    const list = jest.spyOn(CloudPondClient.prototype, "listDeliveryOrders").mockImplementation((options) => {
      withinMs.push(options?.withinMs);
      return Promise.resolve({ orders: [] });
    });
    try {
      const early = client.listDeliveryOrders({ withinMs: 5_000 });
      await settle();
      await Promise.all([expect(early).rejects.toThrow(UnavailableError), clock.pass(5_000)]);
      const later = client.listDeliveryOrders({ withinMs: 9_000 });
      calm();
      expect((await later).orders).toEqual([]);
      expect([withinMs, asked()]).toEqual([[9_000], []]);
    } finally {
      list.mockRestore();
    }
  });

  it("get what comes of a list that has begun in time, however late", async () => {
    const { client, clock, special } = fleet({ orders: ["o1"] });
    let listing: unknown;
    let answered: () => void = () => undefined;
    const late = new Promise<void>((resolve) => (answered = resolve));
    special.set("delivery-orders", () => late.then(() => answer(200, { delivery_orders: [wireOrder("o1")] })));
    void client.listDeliveryOrders({ withinMs: 5_000 }).then((found) => (listing = found));
    await settle();
    await clock.pass(6_000);
    expect(listing).toBeUndefined();
    answered();
    await settle();
    await settle();
    expect(listing).toMatchObject({ orders: [{ id: "o1" }] });
  });

  it("ask site by site where a piece of hardware does not say where it stands", async () => {
    const { client, asked } = fleet({ servers: [wireServer("a", "s1"), wireServer("stray")] });
    const servers = await Promise.all(SITES.map((edgeSiteId) => client.listServers({ edgeSiteId })));
    expect(servers.map((each) => each.length)).toEqual([1, 0, 0]);
    expect(asked()).toEqual(["servers", "servers of s1", "servers of s2", "servers of s3"]);
  });

  it("ask for a site alone where that is wanted, and for an order always", async () => {
    const { client, asked } = fleet();
    await Promise.all(SITES.map((edgeSiteId) => client.listStoragePools({ edgeSiteId, isAlone: true })));
    await Promise.all(["o1", "o2"].map((deliveryOrderId) => client.listNetworkDevices({ deliveryOrderId })));
    expect(asked()).toEqual([
      ...SITES.map((site) => `storage-pools of ${site}`),
      "network-devices of o1",
      "network-devices of o2",
    ]);
  });
});

it("a purchase alone asks for its own site only", async () => {
  const { client, asked } = fleet();
  await Promise.all([
    client.showEdgeSite("s1"),
    client.listServers({ edgeSiteId: "s1" }),
    client.listNetworkDevices({ edgeSiteId: "s1" }),
    client.listStoragePools({ edgeSiteId: "s1" }),
  ]);
  expect(asked().sort()).toEqual(["edge-sites/s1", "network-devices of s1", "servers of s1", "storage-pools of s1"]);
});

describe("looking at many orders", () => {
  const many = Array.from({ length: 30 }, (_, index) => `o${index}`);

  async function look(client: FleetClient, ids: readonly string[]) {
    const seen = [];
    for (const id of ids) seen.push(await client.recentDeliveryOrder(id));
    return seen;
  }

  it("shows a few one by one, and finds the others in one list", async () => {
    const { client, asked } = fleet({ orders: many });
    expect((await look(client, many)).map((order) => order?.id)).toEqual(many);
    expect(asked()).toEqual([...many.slice(0, 4).map((id) => `delivery-orders/${id}`), "delivery-orders"]);
  });

  it("shows one that the list does not name", async () => {
    const { client, asked } = fleet({ orders: many });
    await look(client, many);
    asked();
    expect(await client.recentDeliveryOrder("o99")).toBeUndefined();
    expect(asked()).toEqual(["delivery-orders/o99"]);
  });

  it.each<[string, HttpResponse]>([
    ["is refused", refusal(403, "IES.00001003")],
    ["cannot be read", answer(200, { delivery_orders: [{}] })],
  ])("shows one by one where the list %s, and asks for it once", async (_, response) => {
    const { client, asked, special } = fleet({ orders: many });
    special.set("delivery-orders", () => response);
    expect((await look(client, many)).map((order) => order?.id)).toEqual(many);
    expect(asked().filter((path) => path === "delivery-orders")).toHaveLength(1);
  });

  it("reads no more pages of a list than orders were looked at, tries again when those have doubled, and never more than 20", async () => {
    const { client, asked, special } = fleet({ orders: many });
    let pages = 0;
    special.set("delivery-orders", () =>
      answer(200, { delivery_orders: [], page_info: { next_marker: `${pages++}` } }),
    );
    expect((await look(client, many)).map((order) => order?.id)).toEqual(many);
    const paths = asked();
    // After the fifth, the tenth and the twentieth.
    expect(paths.filter((path) => path === "delivery-orders")).toHaveLength(5 + 10 + 20);
    expect(paths.lastIndexOf("delivery-orders")).toBeLessThan(paths.indexOf("delivery-orders/o20"));
    await look(client, many);
    await look(client, many);
    expect(asked().filter((path) => path === "delivery-orders")).toEqual([]);
  });

  it("finds orders in a list of several pages as soon as that is worth it", async () => {
    const { client, asked, special } = fleet({ orders: many });
    let page = 0;
    special.set("delivery-orders", () => {
      const last = page % 6 === 5;
      const ids = many.slice((page % 6) * 5, (page++ % 6) * 5 + 5);
      return answer(200, {
        delivery_orders: ids.map((id) => wireOrder(id)),
        page_info: last ? {} : { next_marker: ids.at(-1) },
      });
    });
    // The first try is given up after five pages, so that the next one begins anew.
    await look(client, many.slice(0, 9));
    page = 0;
    asked();
    await look(client, many.slice(9));
    expect(asked()).toEqual(Array.from({ length: 6 }, () => "delivery-orders"));
  });

  it.each<[string, (client: FleetClient) => Promise<unknown>]>([
    ["bought", (client) => client.createDeliveryOrder(EXAMPLE, { sendBeforeMs: Infinity })],
    ["deleted", (client) => client.deleteDeliveryOrder("o1")],
  ])("reads the list anew when this process has %s something", async (_, act) => {
    const { client, asked } = fleet({ orders: many });
    await look(client, many);
    await act(client);
    asked();
    await look(client, ["o20", "o21"]);
    expect(asked()).toEqual(["delivery-orders"]);
  });

  it("tells the billing numbers of a site once there are many", async () => {
    const { client, asked } = fleet({
      orders: many,
      servers: [wireServer("a", "s1", "CS1"), wireServer("b", "s1", "CS2"), wireServer("c", "s2")],
    });
    expect(await client.recentOrderNumbers("s1")).toBeUndefined();
    await look(client, many);
    asked();
    expect(await client.recentOrderNumbers("s1")).toEqual(new Set(["CS1", "CS2"]));
    expect(await client.recentOrderNumbers("s2")).toEqual(new Set());
    expect(await client.recentOrderNumbers("s9")).toEqual(new Set());
    expect(asked()).toEqual(["servers", "network-devices", "storage-pools"]);
  });

  it.each<[string, object[], HttpResponse | undefined]>([
    ["a piece of hardware does not say where it stands", [wireServer("a")], undefined],
    ["a list is refused", [], refusal(403, "IES.00001003")],
  ])("tells none where %s", async (_, servers, response) => {
    const { client, special } = fleet({ orders: many, servers });
    if (response !== undefined) special.set("storage-pools", () => response);
    await look(client, many);
    expect(await client.recentOrderNumbers("s1")).toBeUndefined();
  });
});
