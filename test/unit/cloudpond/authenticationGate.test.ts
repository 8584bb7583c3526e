import { AuthenticationGate } from "../../../provider/cloudpond/authenticationGate.js";
import { AuthenticationError, TokenExpiredError, UnavailableError } from "../../../provider/cloudpond/errors.js";
import { ServiceError } from "../../../provider/http/serviceError.js";

const facts = { operation: "ListServers" };
const settled = (promises: readonly Promise<unknown>[]) => Promise.allSettled(promises);

it("the first call goes alone, and a refusal keeps the others from being sent", async () => {
  const gate = new AuthenticationGate();
  const refusal = new AuthenticationError("no", facts);
  let sent = 0;
  const call = () => {
    sent++;
    return Promise.reject(refusal);
  };
  const results = await settled([gate.prove(call), gate.prove(call), gate.pass(call), gate.prove(call)]);
  expect(results).toEqual(Array(4).fill({ status: "rejected", reason: refusal }));
  await expect(gate.prove(call)).rejects.toBe(refusal);
  expect(sent).toBe(1);
});

it("once the credentials hold, calls go side by side", async () => {
  const gate = new AuthenticationGate();
  await gate.prove(() => Promise.resolve());
  let running = 0;
  const call = async () => {
    const now = ++running;
    await Promise.resolve();
    return now;
  };
  expect(await Promise.all([gate.prove(call), gate.prove(call), gate.pass(call)])).toEqual([1, 2, 3]);
});

it("a call that proves nothing does not let the others through", async () => {
  const gate = new AuthenticationGate();
  await gate.pass(() => Promise.resolve("an account id from the settings"));
  let sent = 0;
  const call = () => {
    sent++;
    return Promise.reject(new AuthenticationError("no", facts));
  };
  await settled([gate.prove(call), gate.prove(call), gate.prove(call)]);
  expect(sent).toBe(1);
});

it("an unreachable service does not make the calls wait for each other", async () => {
  const gate = new AuthenticationGate();
  await settled([gate.prove(() => Promise.reject(new UnavailableError("no", facts)))]);
  expect(await gate.prove(() => Promise.resolve("sent"))).toBe("sent");
});

it.each<[string, unknown, boolean]>([
  ["refused credentials", new AuthenticationError("no", facts), true],
  ["a token that cannot be renewed", new TokenExpiredError("no", facts), true],
  ["IAM's refusal of a password", new ServiceError("no", { operation: "CreateToken", status: 401 }), true],
  ["IAM's other errors", new ServiceError("no", { operation: "CreateToken", status: 403 }), false],
  ["a fault of the network", new UnavailableError("no", facts), false],
  ["another fault", new Error("401"), false],
])("%s: kept is %s", async (_, error, isKept) => {
  const gate = new AuthenticationGate();
  gate.notice(error);
  const next = gate.prove(() => Promise.resolve("sent"));
  if (isKept) await expect(next).rejects.toBe(error);
  else expect(await next).toBe("sent");
});

it("the first refusal is the one that is told", async () => {
  const gate = new AuthenticationGate();
  const first = new AuthenticationError("first", facts);
  gate.notice(first);
  gate.notice(new AuthenticationError("second", facts));
  await expect(gate.pass(() => Promise.resolve())).rejects.toBe(first);
});
