export { DELIVERY_ORDER_TYPE, orderOf, type DeclaredResource, type Line, type Order, type Pool } from "./order.js";
export { policies, resourcePolicy, stackPolicy } from "./policies.js";
export { sentence, type Exceptions, type Rule, type Run, type Violation } from "./rule.js";
export {
  purchaseFreeze,
  purchasingStacks,
  type FrozenWindow,
  type PurchaseFreeze,
  type PurchasingStacks,
} from "./rules/moments.js";
export { allowedOfferings, type AllowedOfferings } from "./rules/offerings.js";
export { paymentTerms, type PaymentTerms } from "./rules/payment.js";
export { allowedSites, allowedZones, type AllowedSites, type AllowedZones } from "./rules/places.js";
export { protectRequired } from "./rules/protection.js";
export { maximumCount, maximumStorage, type MaximumCount, type MaximumStorage } from "./rules/quantities.js";
