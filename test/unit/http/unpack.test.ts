import { gzipSync } from "node:zlib";
import { unpacked } from "../../../provider/http/unpack.js";

const TEXT = Buffer.from('{"delivery_orders":[]}');
const LIMIT = 1024;

describe("a packed body", () => {
  it.each(["gzip", "GZIP", " gzip "])("is unpacked when it is called %j", async (encoding) => {
    expect(await unpacked(gzipSync(TEXT), encoding, LIMIT)).toEqual(TEXT);
  });

  it.each([undefined, "identity", "br"])("stays as it is when it is called %j", async (encoding) => {
    expect(await unpacked(TEXT, encoding, LIMIT)).toEqual(TEXT);
  });

  it("may be absent", async () => {
    expect(await unpacked(Buffer.alloc(0), "gzip", LIMIT)).toEqual(Buffer.alloc(0));
  });

  it("is refused wherever it is cut off", async () => {
    const packed = gzipSync(TEXT);
    for (let length = 1; length < packed.length; length += 1) {
      await expect(unpacked(packed.subarray(0, length), "gzip", LIMIT)).rejects.toMatchObject({ code: "Z_BUF_ERROR" });
    }
  });

  it("is refused when it holds more than the limit, and taken when it holds exactly that", async () => {
    expect(await unpacked(gzipSync(Buffer.alloc(LIMIT)), "gzip", LIMIT)).toHaveLength(LIMIT);
    await expect(unpacked(gzipSync(Buffer.alloc(LIMIT + 1)), "gzip", LIMIT)).rejects.toMatchObject({
      code: "ERR_BUFFER_TOO_LARGE",
    });
  });
});
