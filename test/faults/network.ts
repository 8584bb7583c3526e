import { type InProcessSimulator, type LedgerOrder, operationOf, type OperationId } from "cloudpond-simulator";
import type { HttpRequest, HttpResponse, Transport } from "../../provider/http/transport.js";
import type { Effect, FaultKind, Meaning } from "./kinds.js";
import { plainId, withOddIds, withPlainIds } from "./oddIds.js";
import type { Creation, ProviderProcess } from "./process.js";
import type { Timeline } from "./timeline.js";

/** A fault that a request meets: which kind, and what becomes of the request all the same. */
export interface MetFault {
  readonly kind: FaultKind;
  readonly effect: Effect;
}

/** What happened to one request; the auditor's evidence. Instants are numbered in the order in which they came. */
export interface Exchange {
  readonly process: ProviderProcess;
  readonly operation: OperationId | undefined;
  /** The create that it was sent for, if it was. */
  readonly creation: Creation | undefined;
  /** The site of an order; the order or site of a reading call is of no interest. */
  readonly edgeSiteId: string | undefined;
  readonly marker: string | undefined;
  readonly startedAt: number;
  readonly startedMs: number;
  /** When the service answered. */
  servedAt?: number;
  servedMs?: number;
  /** Every order as it was when a list was served. */
  ordersThen?: readonly LedgerOrder[];
  endedAt?: number;
  endedMs?: number;
  /** Marker of the next page in what the client saw of a list. */
  nextMarker?: string;
  /** Whether the client saw a whole list. */
  isRead?: boolean;
  fault?: MetFault;
  /** The orders that the service accepted for this request. */
  readonly accepted: Acceptance[];
  /** What the client can know, by the auditor's table. */
  means: Meaning;
}

/** An order that the service has accepted. */
export interface Acceptance {
  readonly id: string;
  readonly at: number;
  readonly atMs: number;
  /** Every order of the account just before it. */
  readonly before: readonly LedgerOrder[];
}

export interface NetworkOptions {
  readonly timeline: Timeline;
  readonly service: InProcessSimulator;
  readonly settleMs: number;
  readonly hasOddIds: boolean;
  /** How long a request takes to the service, and its answer back. */
  readonly latencyMs: () => number;
  /** The create that this request is sent for. */
  readonly creationOf: (process: ProviderProcess, request: HttpRequest) => Creation | undefined;
  /** The fault that this request meets, if any. */
  readonly faultFor: (exchange: Exchange) => MetFault | undefined;
}

/** An answer after the deadline, but within the time in which the protocol goes on looking. */
const LATE_MS = 10_000;

/** Everything between provider processes and the service. */
export class Network {
  readonly exchanges: Exchange[] = [];
  private instant = 0;

  constructor(private readonly options: NetworkOptions) {}

  /** The number of this instant among all that were numbered. */
  mark(): number {
    this.instant += 1;
    return this.instant;
  }

  readonly transportOf = (process: ProviderProcess): Transport => ({
    send: (request) => {
      const target = request.url.replace(/^https:\/\/[^/]+/u, "");
      const operation = operationOf({ method: request.method, target });
      return process.pass(String(operation ?? "an unknown call"), () =>
        this.carry(process, request, target, operation),
      );
    },
  });

  private async carry(
    process: ProviderProcess,
    request: HttpRequest,
    target: string,
    operation: OperationId | undefined,
  ): Promise<HttpResponse> {
    const { timeline, latencyMs, faultFor, creationOf } = this.options;
    const exchange: Exchange = {
      process,
      operation,
      creation: creationOf(process, request),
      edgeSiteId: operation === "CreateDeliveryOrder" ? siteOf(request) : undefined,
      marker: /[?&]marker=([^&]*)/u.exec(target)?.[1],
      startedAt: this.mark(),
      startedMs: timeline.now(),
      accepted: [],
      means: "placed",
    };
    this.exchanges.push(exchange);
    const fault = faultFor(exchange);
    if (fault !== undefined) {
      exchange.fault = fault;
      exchange.means = fault.kind.means;
    }
    try {
      const answer =
        operation === "CreateDeliveryOrder"
          ? await this.order(exchange, request, target)
          : await this.read(exchange, request, target);
      exchange.isRead = answer.status === 200 && (operation !== "ListDeliveryOrders" || isList(answer));
      const nextMarker = operation === "ListDeliveryOrders" ? nextMarkerOf(answer) : undefined;
      if (nextMarker !== undefined) exchange.nextMarker = nextMarker;
      return answer;
    } finally {
      await timeline.sleep(latencyMs());
      exchange.endedAt = this.mark();
      exchange.endedMs = timeline.now();
    }
  }

  private async read(exchange: Exchange, request: HttpRequest, target: string): Promise<HttpResponse> {
    const { timeline, latencyMs } = this.options;
    await timeline.sleep(latencyMs());
    exchange.servedAt = this.mark();
    exchange.servedMs = timeline.now();
    if (exchange.operation === "ListDeliveryOrders") exchange.ordersThen = this.options.service.orders();
    const answer = this.answer(request, target);
    return this.seen(exchange, request, answer);
  }

  private async order(exchange: Exchange, request: HttpRequest, target: string): Promise<HttpResponse> {
    const { timeline, latencyMs, settleMs } = this.options;
    const effect = exchange.fault?.effect ?? "once";
    const execute = (): HttpResponse => this.execute(exchange, request, target);
    await timeline.sleep(latencyMs());
    const executed = effect === "once" || effect === "twice" ? execute() : undefined;
    if (effect === "twice") timeline.at(timeline.now() + latencyMs(), () => void execute());
    if (effect === "late") timeline.at(exchange.startedMs + Math.min(LATE_MS, settleMs), () => void execute());
    if (effect === "tooLate") {
      timeline.at(exchange.startedMs + request.timeoutMs + settleMs + 5 * 60_000, () => void execute());
    }
    return this.seen(exchange, request, executed ?? { status: 500, headers: {}, body: "" });
  }

  private async seen(exchange: Exchange, request: HttpRequest, answer: HttpResponse): Promise<HttpResponse> {
    const { timeline } = this.options;
    const { fault } = exchange;
    if (fault === undefined) {
      if (exchange.operation === "CreateDeliveryOrder" && answer.status !== 200) exchange.means = "refused";
      return answer;
    }
    if (fault.kind.tookDeadline) {
      await timeline.sleep(Math.max(0, exchange.startedMs + request.timeoutMs - timeline.now()));
    }
    if (fault.kind.delayMs !== undefined) await timeline.sleep(fault.kind.delayMs);
    const sight = fault.kind.sight(answer, timeline.now());
    if ("answer" in sight) return sight.answer;
    throw sight.error;
  }

  private execute(exchange: Exchange, request: HttpRequest, target: string): HttpResponse {
    const before = this.options.service.orders();
    const answer = this.answer(request, target);
    if (answer.status === 200) {
      const { delivery_order: order } = JSON.parse(answer.body) as { delivery_order: { id: string } };
      exchange.accepted.push({ id: plainId(order.id), at: this.mark(), atMs: this.options.timeline.now(), before });
    }
    return answer;
  }

  private answer({ method, headers, body, url }: HttpRequest, target: string): HttpResponse {
    const { hasOddIds, service } = this.options;
    const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const answer = service.answer({
      method,
      target: hasOddIds ? withPlainIds(target) : target,
      headers: { host: new URL(url).host, ...lower },
      body: body ?? Buffer.alloc(0),
    });
    const text = hasOddIds ? withOddIds(answer.text) : answer.text;
    return { status: answer.status, headers: answer.headers, body: text };
  }
}

const siteOf = ({ body }: HttpRequest): string | undefined =>
  (JSON.parse(String(body)) as { delivery_order?: { edge_site_id?: string } }).delivery_order?.edge_site_id;

/** Whether it holds a list in which every entry has an id. */
function isList({ body }: HttpResponse): boolean {
  try {
    const { delivery_orders: entries } = JSON.parse(body) as { delivery_orders?: unknown };
    return Array.isArray(entries) && entries.every((entry: { readonly id?: unknown }) => typeof entry.id === "string");
  } catch {
    return false;
  }
}

function nextMarkerOf({ body }: HttpResponse): string | undefined {
  try {
    return (JSON.parse(body) as { page_info?: { next_marker?: string } }).page_info?.next_marker;
  } catch {
    return undefined;
  }
}
