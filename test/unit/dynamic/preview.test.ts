import { Preview, type PreviewService } from "../../../provider/dynamic/preview.js";
import type { Switches } from "../../../provider/config.js";
import type { Finding } from "../../../provider/order/preflight/finding.js";
import type { Priced } from "../../../provider/order/price.js";
import { UNKNOWN } from "../../../provider/order/unknown.js";
import { previewed } from "../order/preflight/account.js";

const ERROR: Finding = { severity: "error", path: "edgeSiteId", message: "is wrong" };
const WARNING: Finding = { severity: "warning", path: "servers", message: "may be wrong" };
const INFO: Finding = { severity: "info", path: "storagePools", message: "is added" };
const PRICE: Priced = { price: { currency: "CNY", upfront: "100", lines: [] } };
const TWICE = [1, 1].map((count) => ({ offeringId: "a", count }));
const CAP = { amount: 50, currency: "CNY" };

interface Scene {
  readonly findings?: readonly Finding[];
  readonly skipped?: readonly string[];
  readonly priced?: Priced | undefined;
  readonly switches?: Partial<Switches> & { readonly mode?: Switches["preflight"]["mode"] };
  readonly missing?: string;
  readonly wrongSwitches?: string;
}

function preview(scene: Scene = {}) {
  const { findings = [], skipped = [], switches: { mode = "error", ...switches } = {}, missing, wrongSwitches } = scene;
  const lines: string[] = [];
  const asked: string[] = [];
  const service = {
    preflight: { examine: () => (asked.push("examine"), Promise.resolve({ findings, skipped })) },
    pricing: { price: () => (asked.push("price"), Promise.resolve("priced" in scene ? scene.priced : PRICE)) },
  } as unknown as PreviewService;
  const made = new Preview({
    switches: () => {
      if (wrongSwitches !== undefined) throw new Error(wrongSwitches);
      return { allowPurchases: true, quote: false, preflight: { mode, limitMs: 1 }, ...switches };
    },
    checkSettings: () => {
      if (missing !== undefined) throw new Error(missing);
    },
    createService: () => (asked.push("create"), service),
  });
  const log = {
    progress: () => undefined,
    info: (line: string) => void lines.push(`info ${line}`),
    warn: (line: string) => void lines.push(`warn ${line}`),
  };
  const examine = async (inputs: object = {}, name = "berlin") =>
    (await made.examine(previewed(inputs, name), log)).map(({ path, message }) => `${path}: ${message}`);
  return { examine, lines, asked };
}

describe("what the comparison found", () => {
  const findings = [ERROR, WARNING, INFO];

  it("is wrong where it is certain, and else shown", async () => {
    const { examine, lines } = preview({ findings, skipped: ["The online checks of quotas were skipped: no."] });
    expect(await examine()).toEqual(["edgeSiteId: is wrong"]);
    expect(lines).toEqual([
      "warn The online checks of quotas were skipped: no.",
      "warn servers: may be wrong",
      "info storagePools: is added",
    ]);
  });

  it("is only shown where the stack wants warnings", async () => {
    const { examine, lines } = preview({ findings, switches: { mode: "warn" } });
    expect(await examine()).toEqual([]);
    expect(lines).toEqual(["warn edgeSiteId: is wrong", "warn servers: may be wrong", "info storagePools: is added"]);
  });

  it("is not looked for where the stack wants none, and nothing is asked", async () => {
    const { examine, lines, asked } = preview({ findings, switches: { mode: "off" } });
    expect(await examine({ servers: TWICE })).toEqual([]);
    expect([lines, asked]).toEqual([[], []]);
  });

  it("is what the program shows by itself, too", async () => {
    const { examine, lines } = preview();
    expect(await examine({ servers: TWICE })).toEqual([]);
    expect(lines).toEqual([expect.stringMatching(/^warn servers\[1\]\.offeringId: a repeats servers\[0\]/u)]);
    expect(await examine({}, "munich")).toEqual([
      expect.stringMatching(/^edgeSiteId: the order "berlin" of this program/u),
    ]);
  });
});

describe("without settings", () => {
  it("the offline checks go on, and one line says that the others do not", async () => {
    const { examine, lines, asked } = preview({ missing: "HW_ACCESS_KEY is missing." });
    expect(await examine()).toEqual([]);
    expect(await examine({}, "munich")).toHaveLength(1);
    expect(lines).toEqual([
      "warn No order can be placed yet, and the online checks were skipped. HW_ACCESS_KEY is missing.",
    ]);
    expect(asked).toEqual([]);
  });

  it("nothing is skipped where nothing would be checked", async () => {
    const { examine, lines } = preview({ missing: "It is missing.", switches: { mode: "off" } });
    await examine();
    expect(lines).toEqual(["warn No order can be placed yet. It is missing."]);
  });

  it("a limit cannot be kept", async () => {
    const { examine } = preview({ missing: "It is missing." });
    expect(await examine({ maxUpfront: CAP })).toEqual([
      expect.stringMatching(
        /^maxUpfront: the order cannot be checked .* not known: the settings for CloudPond cannot be used/u,
      ),
    ]);
  });

  it("with wrong switches nothing is decided, and it is said once", async () => {
    const { examine, lines } = preview({ wrongSwitches: "CLOUDPOND_PREFLIGHT is wrong." });
    expect(await examine()).toEqual([]);
    await examine();
    expect(lines).toEqual(["warn No order can be placed yet. CLOUDPOND_PREFLIGHT is wrong."]);
  });
});

describe("the price", () => {
  it("is asked for only where it is wanted", async () => {
    const { examine, asked } = preview();
    await examine();
    expect(asked).toEqual(["create", "examine"]);
  });

  it("is shown of each new order, and its absence once", async () => {
    const shown = preview({ switches: { quote: true } });
    await shown.examine();
    expect(shown.lines).toEqual([expect.stringMatching(/^info costs 100\.00 CNY up front/u)]);
    const absent = preview({ switches: { quote: true }, priced: { why: "nobody knows." } });
    await absent.examine();
    await absent.examine({ edgeSiteId: "site-2" }, "munich");
    expect(absent.lines).toEqual(["warn There is no price to show: nobody knows."]);
  });

  it.each(["error", "warn", "off"] as const)("above its limit is wrong with preflight %s", async (mode) => {
    const { examine } = preview({ switches: { mode } });
    expect(await examine({ maxUpfront: CAP })).toEqual([
      expect.stringMatching(/^maxUpfront: the order costs 100\.00 CNY/u),
    ]);
    expect(await examine({ maxUpfront: { ...CAP, amount: 100 } })).toEqual([]);
  });

  it("that is not known yet is no reason to refuse, and neither is a limit that is not", async () => {
    const { examine, lines } = preview({ priced: undefined });
    expect(await examine({ maxUpfront: CAP })).toEqual([]);
    expect(lines).toEqual([expect.stringContaining("the price is not known yet")]);
    expect(await preview().examine({ maxUpfront: { amount: UNKNOWN, currency: "CNY" } })).toEqual([]);
  });

  it("of an order that is taken over is nobody's business", async () => {
    const { examine, asked } = preview({ switches: { quote: true } });
    expect(await examine({ adoptOrderId: "order", maxUpfront: CAP })).toEqual([]);
    expect(asked).not.toContain("price");
  });
});

describe("where purchases are switched off", () => {
  it("the preview says so once, and of no order that is taken over", async () => {
    const { examine, lines } = preview({ switches: { allowPurchases: false } });
    await examine({ adoptOrderId: "order" }, "adopted");
    expect(lines).toEqual(["info adopts order; nothing is bought"]);
    await examine();
    await examine({ edgeSiteId: "site-2" }, "munich");
    expect(lines.slice(1)).toEqual([
      expect.stringMatching(/^warn `pulumi up` will not order: purchases are switched off/u),
    ]);
  });
});
