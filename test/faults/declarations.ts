import type { Declared, Values } from "./engine.js";
import type { Edit } from "./history.js";
import { INPUTS, SERVER, SITES } from "./scenery.js";

// Programs, and what people make of them.

/** Changes a program as its author would. @param newestId of the newest order of the first site */
export function edit(program: Declared[], how: Exclude<Edit, "wayOn">, newestId: string | undefined): void {
  const [first] = program;
  const change = (inputs: Values, more: Partial<Declared> = {}): void => {
    if (first !== undefined) program[0] = { ...first, ...more, inputs: { ...first.inputs, ...inputs } };
  };
  switch (how) {
    case "same":
      return;
    case "changedCount":
      return change({ servers: [{ offeringId: SERVER, count: 3 }] });
    case "renamed":
      return change({}, { name: "munich" });
    case "renamedWithAlias":
      return change({}, { name: "hamburg", aliases: ["berlin", "munich"] });
    case "removed":
      program.shift();
      return;
    case "secondOrder":
      if (newestId !== undefined && !program.some(({ name }) => name === "more")) {
        program.push({ name: "more", inputs: { ...INPUTS, storagePools: [], afterOrderId: newestId } });
      }
      return;
    case "adopting":
      if (newestId !== undefined && first !== undefined) {
        program[0] = { ...first, inputs: { ...bareInputs(first.inputs), adoptOrderId: newestId } };
      }
      return;
    case "anotherSiteToo":
      if (!program.some(({ name }) => name === "other")) {
        program.push({ name: "other", inputs: { ...INPUTS, edgeSiteId: SITES[1] } });
      }
      return;
    case "waiting":
      return change({ waitForStatus: "ACCEPTING" });
  }
}

/** What a program would declare to get these inputs again. */
export const declarable = (inputs: Values): Values =>
  Object.fromEntries(Object.entries(inputs).filter(([key]) => !key.startsWith("__")));

/** Whether two resources order for one site. */
export const isRepeating = (program: readonly Declared[]): boolean =>
  new Set(program.map(({ inputs }) => inputs["edgeSiteId"])).size < program.length;

/** Whether the body of a POST orders what the inputs declare. */
export function isOrderOf(body: string, { edgeSiteId, servers, networkDevices, storagePools }: Values): boolean {
  const count = (lines: unknown): number =>
    ((lines ?? []) as readonly { readonly count?: number; readonly size?: number }[]).reduce(
      (sum, line) => sum + (line.count ?? line.size ?? 0),
      0,
    );
  const { delivery_order: order } = JSON.parse(body) as { delivery_order?: Values };
  return (
    order !== undefined &&
    order["edge_site_id"] === edgeSiteId &&
    count(order["servers"]) === count(servers) &&
    count(order["network_devices"]) === count(networkDevices) &&
    count(order["storage_pools"]) === count(storagePools)
  );
}

/** Inputs without the preconditions of a purchase. */
export function bareInputs(inputs: Values): Values {
  const { afterOrderId: _, siteRevision: __, adoptOrderId: ___, ...bare } = inputs;
  return bare;
}

/** What was bought, out of a state. */
export const purchaseInputs = (outputs: Values): Values =>
  Object.fromEntries(Object.entries(outputs).filter(([key]) => Object.hasOwn(INPUTS, key)));

/** The name of a resource, out of its URN. */
export const nameIn = (urn: string): string => urn.split("::").at(-1) ?? "";
