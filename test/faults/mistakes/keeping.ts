import { hasConsole, hasEdit, meets, type Mistakes } from "./mistake.js";

/** How somebody could lose an order that exists, or lie about it. */
export const KEEPING: Mistakes = {
  idLost: {
    title: "a failing look after the POST loses the order's id",
    patches: [
      {
        file: "order/confirm.ts",
        text: "await service.listDeliveryOrders(bound).catch(() => undefined);",
        instead: "await service.listDeliveryOrders(bound);",
      },
      {
        file: "order/purchase.ts",
        text: "throw new KeptError(`Order ${id} could not be confirmed: ${sentenceOf(error)}\\n${money}`, id, state(), {\n      cause: error,\n    });",
        instead: "throw error;",
      },
      {
        file: "dynamic/provider.ts",
        text: "const told = surelyToldOfMoney(error, order);",
        instead: "const told = error as Error;",
      },
    ],
    caughtBy: "money",
  },
  keptIsLost: {
    title: "an error after the POST leaves without the order's id and state",
    patches: [{ file: "dynamic/engineError.ts", text: "if (error instanceof KeptError) {", instead: "if (false) {" }],
    caughtBy: "money",
  },
  conflictOverlooked: {
    title: "nobody looks whether a second writer has slipped in",
    patches: [
      {
        file: "order/confirm.ts",
        text: "if (ours !== undefined) return { order: ours, conflictingOrderIds };",
        instead: "if (ours !== undefined) return { order: ours, conflictingOrderIds: [] };",
      },
    ],
    caughtBy: "I1",
    among: ({ meeting }) => meeting === "two machines",
  },
  forgottenOn404: {
    title: "a read forgets an order that is not found",
    patches: [
      {
        file: "dynamic/provider.ts",
        text: "return { id, props: toEngine(await refresh(id, state, this.contextOf(), call.log)) };",
        instead:
          'const props = await refresh(id, state, this.contextOf(), call.log);\n      return props.status === "DELETED" ? { id: "", props: {} } : { id, props: toEngine(props) };',
      },
    ],
    caughtBy: "I2",
    where: (history) => hasConsole(history, "deleteRecord") && history.acts.some(({ act }) => act === "refresh"),
  },
  changeReplaces: {
    title: "a change of a live order is a replacement",
    patches: [
      {
        file: "order/diff.ts",
        text: "if (changes.length > 0) throw refusedChange(order, changes, state);",
        instead: 'if (changes.length > 0) return { kind: "replace", keys: changes.map(({ key }) => key) };',
      },
    ],
    caughtBy: "I5",
    where: (history) => hasEdit(history, "changedCount"),
  },
  liveRemoved: {
    title: "destroying a live order lets go of it",
    patches: [{ file: "order/remove.ts", text: "if (!isLive(status, lastStatus)) {", instead: "if (true) {" }],
    caughtBy: "I2",
    where: (history) => history.acts.some(({ act }) => act === "destroy"),
  },
  adoptedUnseen: {
    title: "an order is adopted without comparing its lines",
    patches: [{ file: "order/adopt.ts", text: 'if (comparison === "contradicting") {', instead: "if (false) {" }],
    caughtBy: "I1",
    where: (history) => hasConsole(history, "place") && hasEdit(history, "adopting"),
  },
  passwordTold: {
    title: "a refusal of IAM is told with the password",
    patches: [
      {
        file: "auth/tokenExchange.ts",
        text: "      advice: ADVICE,",
        instead: "      advice: `${ADVICE} (${userPassword})`,",
      },
    ],
    caughtBy: "I6",
    where: (history) => meets(history, ({ operation }) => operation === "CreateToken"),
  },
  alwaysNothingPlaced: {
    title: "every message ends with: this run placed no order",
    patches: [
      {
        file: "dynamic/provider.ts",
        text: "isOrderError(error) ? error : refusedBy(call, error), call",
        instead: "error instanceof RefusedError ? error : refusedBy(call, error), call",
      },
    ],
    caughtBy: "money",
  },
};
