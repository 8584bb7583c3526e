// The simulated CloudPond of a measurement, in a process of its own.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { root } from "../scripts/place.mjs";

const CREATED = Date.UTC(2026, 0, 1);

/** A seed with this many shops, of which the first `ordered` have an order that is delivered. */
function seedOf({ shops, ordered = 0, behaviour = {} }) {
  const names = Array.from({ length: shops }, (_, index) => `shop-${index}`);
  return {
    behaviour,
    quotas: { edge_site: 100_000, compute_device: 1_000_000 },
    edgeSites: names.map((id, index) => ({ id, name: id, status: index < ordered ? "available" : "initial" })),
    deliveryOrders: names.slice(0, ordered).map((id, index) => ({
      id: `order-of-${id}`,
      edge_site_id: id,
      status: "SUCCESS",
      servers: [{ offering_id: "20000000-0000-4000-8000-000000000001", count: 1 }],
      created_at: new Date(CREATED + index * 1000).toISOString(),
    })),
  };
}

/** Starts a cloud; gives back its address and keys, with its control interface and `end`. */
export async function startCloud(folder, shape) {
  const seed = path.join(folder, `seed-${process.hrtime.bigint()}.json`);
  fs.writeFileSync(seed, JSON.stringify(seedOf(shape)));
  const command = path.join(root, "simulator/bin/cloudpond-simulator.js");
  const child = spawn(process.execPath, [command, "--port", "0", "--seed", seed], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [line] = await once(createInterface(child.stdout), "line");
  const ready = JSON.parse(line);
  const ask = async (what, body) =>
    (
      await fetch(
        new URL(`/_simulator/${what}`, ready.url),
        body === undefined ? {} : { method: "POST", body: JSON.stringify(body) },
      )
    ).json();
  return {
    ...ready,
    token: await tokenOf(ready),
    journal: () => ask("journal"),
    /** Delivers every order that is on its way. */
    async deliver() {
      const open = (await ask("orders")).filter(({ status }) => status === "PROCESSING");
      for (const { id } of open) for (const to of ["ACCEPTING", "SUCCESS"]) await ask(`orders/${id}/advance`, { to });
    },
    async end() {
      child.kill();
      await once(child, "exit");
    },
  };
}

async function tokenOf({ url, userName, password, domainName }) {
  const domain = { name: domainName };
  const response = await fetch(`${url}/v3/auth/tokens`, {
    method: "POST",
    body: JSON.stringify({
      auth: {
        identity: { methods: ["password"], password: { user: { name: userName, password, domain } } },
        scope: { domain },
      },
    }),
  });
  return response.headers.get("x-subject-token");
}
