import type { Effect } from "./kinds.js";

// A history as data: what the service is like, and what people, engines, machines and the network do one after the other.

/** The service and the settings, for the whole history. */
export interface Setting {
  /** The service takes one order per site at a time. */
  readonly isOneOrderPerSite: boolean;
  /** How much later than accepted an order shows in the list. */
  readonly listDelayMs: number;
  /** The same of its hardware. */
  readonly deviceDelayMs: number;
  readonly pageLimit: number;
  readonly deletedOrders: "notFound" | "status";
  readonly keepsUnpaidRecords: boolean;
  /** Ids of orders hold every character that an address, a text or a file name could stumble over. */
  readonly hasOddIds: boolean;
  readonly auth: "accessKey" | "password";
  /** Whether the settings name the account, or IAM is asked for it. */
  readonly namesAccount: boolean;
  readonly settleMs: number;
  /** What the first site holds at the beginning. */
  readonly site: "bare" | "delivered" | "oldHardware";
  /** Seed of the latencies. */
  readonly latencySeed: number;
}

/** A fault for the n-th request of an operation within one run. */
export interface PlannedFault {
  readonly operation:
    | "CreateDeliveryOrder"
    | "ListDeliveryOrders"
    | "ShowEdgeSite"
    | "ShowDeliveryOrder"
    | "DeleteDeliveryOrder"
    | "ListServers"
    | "ListNetworkDevices"
    | "ListStoragePools"
    | "CreateToken"
    | "ListAuthDomains";
  readonly nth: number;
  readonly kind: string;
  readonly effect: Effect;
}

/** What becomes of whom at which step (await) of the provider process that updates. */
export interface Kill {
  readonly step: number;
  readonly who: "provider" | "commandLine" | "both";
}

/** What somebody does in the console, to the newest order of the first site. */
export type ConsoleAct =
  | "place"
  /** The very lines that the program declares. */
  | "placeSame"
  | "cancel"
  | "fail"
  | "accept"
  | "succeed"
  | "deleteRecord"
  | "unknownStatus";

/** How the program differs from the last run of its stack. */
export type Edit =
  | "same"
  | "changedCount"
  | "renamed"
  | "renamedWithAlias"
  | "removed"
  | "secondOrder"
  | "adopting"
  | "anotherSiteToo"
  | "waiting"
  /** What the last refusal printed as a way on. */
  | "wayOn";

export interface Up {
  readonly act: "up";
  readonly stack: 0 | 1;
  readonly machine: 0 | 1;
  readonly edit: Edit;
  readonly skipsPreview: boolean;
  /** `--refresh`, which runs with the stack configuration of the last `up`: it may be stale. */
  readonly refreshes: "no" | "good" | "stale";
  readonly replaces: boolean;
  /** How often an error hook calls a failed create again. */
  readonly repeats: number;
  readonly faults: readonly PlannedFault[];
  readonly kill?: Kill;
  /** Somebody acts in the console just before this step of the provider process. */
  readonly meanwhile?: { readonly step: number; readonly console: ConsoleAct };
}

export type Act =
  | Up
  /** Two at the same time. */
  | { readonly act: "both"; readonly first: Up; readonly second: Up }
  | {
      readonly act: "refresh";
      readonly stack: 0 | 1;
      readonly credentials: "good" | "stale" | "foreign";
      readonly faults: readonly PlannedFault[];
    }
  | { readonly act: "destroy"; readonly stack: 0 | 1; readonly faults: readonly PlannedFault[] }
  /** The state of the last but one run comes back from a backup. */
  | { readonly act: "restore"; readonly stack: 0 | 1 }
  | { readonly act: "console"; readonly console: ConsoleAct }
  | {
      readonly act: "disk";
      readonly machine: 0 | 1;
      readonly disk: "full" | "readOnly" | "unreadable" | "damaged" | "sound";
    }
  | { readonly act: "clock"; readonly skewMs: number }
  | { readonly act: "wait"; readonly ms: number };

export interface History {
  readonly setting: Setting;
  readonly acts: readonly Act[];
}

const seconds = (ms: number): string => (ms >= 60_000 ? `${Math.round(ms / 60_000)} min` : `${ms / 1000} s`);

const toldFault = ({ operation, nth, kind, effect }: PlannedFault): string =>
  `${operation} no. ${nth} meets ${kind}${operation === "CreateDeliveryOrder" ? `, executed: ${effect}` : ""}`;

function toldUp({
  stack,
  machine,
  edit,
  skipsPreview,
  refreshes,
  replaces,
  repeats,
  faults,
  kill,
  meanwhile,
}: Up): string {
  return [
    `up of stack ${stack} on machine ${machine}`,
    ...(edit === "same" ? [] : [`program: ${edit}`]),
    ...(skipsPreview ? ["--skip-preview"] : []),
    ...(refreshes === "no" ? [] : [`--refresh with ${refreshes} credentials`]),
    ...(replaces ? ["--replace"] : []),
    ...(repeats > 0 ? [`an error hook repeats create ${repeats} times`] : []),
    ...faults.map(toldFault),
    ...(meanwhile === undefined
      ? []
      : [`at step ${meanwhile.step} somebody does "${meanwhile.console}" in the console`]),
    ...(kill === undefined ? [] : [`at step ${kill.step} ${kill.who} is killed`]),
  ].join("; ");
}

function toldAct(act: Act): string {
  switch (act.act) {
    case "up":
      return toldUp(act);
    case "both":
      return `at the same time: ${toldUp(act.first)} || ${toldUp(act.second)}`;
    case "refresh":
      return [`refresh of stack ${act.stack} with ${act.credentials} credentials`, ...act.faults.map(toldFault)].join(
        "; ",
      );
    case "destroy":
      return [`destroy of stack ${act.stack}`, ...act.faults.map(toldFault)].join("; ");
    case "restore":
      return `the state of stack ${act.stack} comes back from a backup`;
    case "console":
      return `somebody does "${act.console}" in the console`;
    case "disk":
      return `the notes of machine ${act.machine} are ${act.disk}`;
    case "clock":
      return `the service's clock is off by ${act.skewMs / 1000} s`;
    case "wait":
      return `${seconds(act.ms)} go by`;
  }
}

/** A history for people, a line for each act. */
export function story({ setting, acts }: History): string {
  const { isOneOrderPerSite, listDelayMs, deviceDelayMs, settleMs, ...rest } = setting;
  return [
    `The service ${isOneOrderPerSite ? "takes one order per site" : "takes any number of orders"}; orders show after ` +
      `${seconds(listDelayMs)}, hardware after ${seconds(deviceDelayMs)}; settle time ${seconds(settleMs)}; ${JSON.stringify(rest)}`,
    ...acts.map((act, index) => `${index + 1}. ${toldAct(act)}`),
  ].join("\n");
}
