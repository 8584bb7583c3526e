import { startSimulator, type Simulator, type SimulatorOptions } from "../src/index.js";

/** A record of the API, with the members that tests look at. */
export interface Row {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly edge_site_id: string;
  readonly created_at: string;
  readonly updated_at: string | null;
  readonly effected_at?: string;
  readonly assigned_size: number;
  readonly parent_id?: string;
  readonly spec: unknown;
  readonly market_options: { readonly prepaid_options: { readonly order_id: string; readonly pay_mode: string } };
}

/** Lists of records by their wrapper. */
export interface Lists {
  readonly delivery_orders: readonly Row[];
  readonly edge_sites: readonly Row[];
  readonly offerings: readonly Row[];
  readonly storage_types: readonly Row[];
  readonly storage_gears: readonly Row[];
  readonly servers: readonly Row[];
  readonly network_devices: readonly Row[];
  readonly storage_pools: readonly Row[];
}

/** Every wrapper that an answer may have; a test reads those that its call has. */
export interface Body extends Lists {
  readonly delivery_order: Row;
  readonly order_ids: readonly string[];
  readonly edge_site: Row;
  readonly sale_cycles: readonly unknown[];
  readonly quotas: { readonly resources: readonly unknown[] };
  readonly regions: readonly { readonly region_id: string }[];
  readonly zones: readonly unknown[];
  readonly domains: readonly { readonly id: string }[];
  readonly token: unknown;
  readonly page_info: { readonly next_marker?: string; readonly current_count: number };
  readonly error_code: string;
  readonly error_msg: string;
  readonly request_id: string;
  /** IAM: an object; control API: a text. */
  readonly error: { readonly code: number } | string;
}

/** An answer as a test reads it; a body that is not JSON is its text. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** Ids of the default seed that the tests name. */
export const DEFAULTS = {
  berlin: "10000000-0000-4000-8000-000000000001",
  munich: "10000000-0000-4000-8000-000000000002",
  hamburg: "10000000-0000-4000-8000-000000000003",
  leipzig: "10000000-0000-4000-8000-000000000004",
  singapore: "10000000-0000-4000-8000-000000000005",
  server: "20000000-0000-4000-8000-000000000001",
  networkDevice: "30000000-0000-4000-8000-000000000001",
  delivered: "60000000-0000-4000-8000-000000000001",
  running: "60000000-0000-4000-8000-000000000002",
};

/** The documented example: 2 servers, 2 network devices, 26 TB of SSD, three years all upfront. */
export function order(edgeSiteId: unknown, change: Record<string, unknown> = {}): unknown {
  return {
    delivery_order: {
      edge_site_id: edgeSiteId,
      servers: [{ offering_id: DEFAULTS.server, count: 2 }],
      network_devices: [{ offering_id: DEFAULTS.networkDevice, count: 2 }],
      storage_pools: [{ storage_type: "SSD", size: 26 }],
      market_options: {
        charge_mode: "prepaid",
        prepaid_options: { period_type: "year", period_num: 3, pay_mode: "FULL" },
      },
      ...change,
    },
  };
}

/** The body of CreateToken. */
export function tokenRequest(name: string, password: string, domainName: string): unknown {
  const domain = { name: domainName };
  return {
    auth: { identity: { methods: ["password"], password: { user: { name, password, domain } } }, scope: { domain } },
  };
}

/** Sends one request and reads the answer, whatever it is. */
export async function send(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: text }) });
  const answer = await response.text();
  let read = answer as unknown as Body;
  try {
    read = JSON.parse(answer) as Body;
  } catch {
    // Not JSON: the test sees the text.
  }
  return { status: response.status, headers: response.headers, body: read };
}

/** A simulator with a client that holds a token. */
export class TestBed {
  private constructor(
    readonly simulator: Simulator,
    private readonly token: string,
  ) {}

  static async start(options: SimulatorOptions = {}): Promise<TestBed> {
    const simulator = await startSimulator(options);
    const bed = new TestBed(simulator, await TestBed.token(simulator));
    return bed;
  }

  /** A token for the simulator's first user. */
  static async token({ url, userName, password, domainName }: Simulator): Promise<string> {
    const reply = await send(`${url}/v3/auth/tokens`, "POST", tokenRequest(userName, password, domainName));
    return reply.headers.get("x-subject-token") ?? "";
  }

  v1(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return this.call("v1", method, path, body, headers);
  }

  v2(method: string, path: string, body?: unknown): Promise<Reply> {
    return this.call("v2", method, path, body, {});
  }

  /** A call of the billing service, which has no account in its path. */
  billing(path: string, body: unknown): Promise<Reply> {
    return send(`${this.simulator.url}/v2/bills/${path}`, "POST", body, { "x-auth-token": this.token });
  }

  /** Places an order and answers its id. */
  async place(siteId: string, change: Record<string, unknown> = {}): Promise<string> {
    const { status, body } = await this.v2("POST", "delivery-orders", order(siteId, change));
    if (status !== 200) throw new Error(`order refused with ${status}: ${body.error_msg}`);
    return body.delivery_order.id;
  }

  /** Status of a site. */
  async siteStatus(siteId: string): Promise<string> {
    return (await this.v1("GET", `edge-sites/${siteId}`)).body.edge_site.status;
  }

  close(): Promise<void> {
    return this.simulator.close();
  }

  private call(
    version: string,
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Reply> {
    const { url, account } = this.simulator;
    return send(`${url}/${version}/${account}/${path}`, method, body, { "x-auth-token": this.token, ...headers });
  }
}
