import type { Switches } from "../config.js";
import { PURCHASES_FORBIDDEN } from "../order/money.js";
import type { OrderLog } from "../order/order.js";
import { sentenceOf } from "../order/orderError.js";
import type { Finding } from "../order/preflight/finding.js";
import type { Preflight } from "../order/preflight/preflight.js";
import type { PreviewedOrder } from "../order/preflight/previewedOrder.js";
import type { Pricing } from "../order/preflight/pricing.js";
import { Program, repeatFindings } from "../order/preflight/program.js";
import type { Problem } from "../order/problems.js";
import { UNKNOWN } from "../order/unknown.js";

/** What a preview asks the service with. */
export interface PreviewService {
  readonly preflight: Preflight;
  readonly pricing: Pricing;
}

/** How the previews of a process get at the world. */
export interface PreviewWorld {
  /** @throws {Error} naming every switch that is wrong. */
  switches(): Switches;
  /** @throws {Error} naming every setting that is wrong or missing. */
  checkSettings(): void;
  /** Called once, when the service is first needed. */
  createService(program: Program): PreviewService;
}

/** What the previews of one process say of new orders although nothing is wrong with the form of their inputs. */
export class Preview {
  private readonly program = new Program();
  private readonly said = new Set<string>();
  private created: PreviewService | undefined;

  constructor(private readonly world: PreviewWorld) {}

  /** Shows what is to be known of a new order. @returns what is wrong with it */
  async examine(order: PreviewedOrder, log: OrderLog): Promise<Problem[]> {
    const { inputs } = order;
    if (inputs["afterOrderId"] === UNKNOWN) {
      log.warn(
        "afterOrderId is not known yet: that order does not exist, so it cannot be SUCCESS, and this one will be refused " +
          "until it is delivered.",
      );
    }
    const isAdopted = typeof inputs["adoptOrderId"] === "string";
    if (isAdopted) log.info(`adopts ${String(inputs["adoptOrderId"])}; nothing is bought`);
    const switches = this.switches(log);
    if (switches === undefined) return [];
    if (!switches.allowPurchases && !isAdopted)
      this.warnOnce(log, `\`pulumi up\` will not order: ${PURCHASES_FORBIDDEN}`);
    const { quote, preflight } = switches;
    const missing = this.missingSettings(preflight.mode, log);
    return [
      ...(await this.compared(order, preflight.mode, missing, log)),
      ...(isAdopted ? [] : await this.priced(order, quote, missing, log)),
    ];
  }

  /** Offline rules and the comparison with the service. */
  private async compared(
    order: PreviewedOrder,
    mode: Switches["preflight"]["mode"],
    missing: string | undefined,
    log: OrderLog,
  ): Promise<Problem[]> {
    if (mode === "off") return [];
    const findings: Finding[] = [...repeatFindings(order), ...this.program.findings(order)];
    if (missing === undefined) {
      const examination = await this.service.preflight.examine(order);
      for (const line of examination.skipped) log.warn(line);
      findings.push(...examination.findings);
    }
    const isProblem = ({ severity }: Finding): boolean => severity === "error" && mode === "error";
    for (const { severity, path, message } of findings.filter((finding) => !isProblem(finding))) {
      const line = `${path}: ${message}`;
      if (severity === "info") log.info(line);
      else log.warn(line);
    }
    return findings.filter(isProblem);
  }

  /** The price where it is to be shown, and the limit on it, which counts whatever the preflight is set to. */
  private async priced(
    order: PreviewedOrder,
    isShown: boolean,
    missing: string | undefined,
    log: OrderLog,
  ): Promise<Problem[]> {
    const cap = order.inputs["maxUpfront"];
    if (cap === undefined && !isShown) return [];
    const { capProblem, quoteOf } = require("../order/price.js") as typeof import("../order/price.js");
    const priced = missing === undefined ? await this.service.pricing.price(order) : NOBODY_ASKED;
    if (priced === undefined) {
      log.warn("the price is not known yet, because it depends on other resources; `pulumi up` asks for it.");
      return [];
    }
    if (isShown && "price" in priced) log.info(quoteOf(priced.price));
    if (isShown && "why" in priced) this.warnOnce(log, `There is no price to show: ${priced.why}`);
    // A limit that is known in part is judged when it is known.
    const message = isLimit(cap) ? capProblem(priced, cap) : undefined;
    return message === undefined ? [] : [{ path: "maxUpfront", message }];
  }

  private switches(log: OrderLog): Switches | undefined {
    try {
      return this.world.switches();
    } catch (error) {
      this.warnOnce(log, `No order can be placed yet. ${sentenceOf(error)}`);
      return undefined;
    }
  }

  /** Why the service cannot be asked, if so. */
  private missingSettings(mode: Switches["preflight"]["mode"], log: OrderLog): string | undefined {
    try {
      this.world.checkSettings();
      return undefined;
    } catch (error) {
      const skipped = mode === "off" ? "" : ", and the online checks were skipped";
      this.warnOnce(log, `No order can be placed yet${skipped}. ${sentenceOf(error)}`);
      return sentenceOf(error);
    }
  }

  private get service(): PreviewService {
    this.created ??= this.world.createService(this.program);
    return this.created;
  }

  private warnOnce(log: OrderLog, line: string): void {
    if (this.said.has(line)) return;
    this.said.add(line);
    log.warn(line);
  }
}

/** The settings themselves are warned of once. */
const NOBODY_ASKED = { why: "the settings for CloudPond cannot be used, so that the billing service cannot be asked." };

const isLimit = (value: unknown): value is { readonly amount: number; readonly currency: string } => {
  const { amount, currency } = (value ?? {}) as { readonly amount?: unknown; readonly currency?: unknown };
  return typeof amount === "number" && typeof currency === "string";
};
