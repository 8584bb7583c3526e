import * as t from "io-ts";
import type { HttpResponse } from "../http/transport.js";
import { decoded, fieldsOf, Quantity, record, Text } from "./wire.js";

/** A limit of the account (ListQuotas). A limit of orders exists, but no page says that it is listed here. */
export interface Quota {
  /** `edge_site`, `compute_device`, or a newer one. */
  readonly type: string;
  readonly quota: number;
  readonly used: number;
}

const Answer = record({
  quotas: record({ resources: t.array(fieldsOf({ type: Text, quota: Quantity, used: Quantity }), "a list") }),
});

/**
 * @throws {UnreadableAnswerError}
 * @internal
 */
export const listedQuotas = (operation: string, response: HttpResponse): readonly Quota[] =>
  decoded(operation, response, Answer).quotas.resources;
