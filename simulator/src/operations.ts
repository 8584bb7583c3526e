import type { Operation } from "./operation.js";
import { accountOperations } from "./operations/account.js";
import { billingOperations } from "./operations/billing.js";
import { catalogueOperations } from "./operations/catalogue.js";
import { deliveryOrderOperations } from "./operations/deliveryOrders.js";
import { edgeSiteOperations } from "./operations/edgeSites.js";
import { hardwareOperations } from "./operations/hardware.js";
import { identityOperations } from "./operations/identity.js";

/** Every simulated operation. */
export const OPERATIONS: readonly Operation[] = [
  ...deliveryOrderOperations,
  ...edgeSiteOperations,
  ...catalogueOperations,
  ...hardwareOperations,
  ...accountOperations,
  ...identityOperations,
  ...billingOperations,
];
