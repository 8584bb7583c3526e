import type { HttpResponse } from "../http/transport.js";
import { decoded, Identifier, record, Text } from "./wire.js";

/** An edge site as ShowEdgeSite returns it, as far as ordering needs it. */
export interface EdgeSite {
  readonly id: string;
  /** Account id. */
  readonly domainId: string;
  readonly name: string;
  /** `initial`, `deploying`, `available`, `unavailable` (lower case, unlike every other status), or a newer one. */
  readonly status: string;
}

const ShowAnswer = record({
  edge_site: record({ id: Identifier, domain_id: Identifier, name: Text, status: Text }),
});

/** @throws {UnreadableAnswerError} */
export function shownSite(operation: string, response: HttpResponse): EdgeSite {
  const { id, domain_id: domainId, name, status } = decoded(operation, response, ShowAnswer).edge_site;
  return { id, domainId, name, status };
}
