import { promisify } from "node:util";
import { gunzip } from "node:zlib";

/** How an answer may be packed: what is asked for is what can be unpacked. */
export const ACCEPTED_ENCODING = "gzip";

const unzip = promisify(gunzip);

/**
 * The body of an answer, unpacked. It is whole or it is an error: axios itself hands over what a truncated stream holds
 * as if it were the answer.
 * @throws when the stream is damaged or cut off, or holds more than the limit.
 */
export async function unpacked(body: Buffer, encoding: string | undefined, limitBytes: number): Promise<Buffer> {
  // An answer without a body may still name the packing that the body would have had.
  if (encoding?.trim().toLowerCase() !== ACCEPTED_ENCODING || body.length === 0) return body;
  return unzip(body, { maxOutputLength: limitBytes });
}
