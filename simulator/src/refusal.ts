/** Who refuses; decides the error body. `identity` is IAM's own, `control` the `/_simulator/` calls. */
export type Layer = "service" | "gateway" | "identity" | "control";

/** Status of every documented code that the simulator answers with (ErrorCode page and gateway error codes). */
const STATUS = {
  "IES.00001003": 403,
  "IES.00001005": 400,
  "IES.00001008": 400,
  "IES.00011001": 400,
  "IES.00011002": 404,
  "IES.00011003": 403,
  "IES.00011007": 400,
  "IES.00021001": 404,
  "SYS.0400": 400,
  "SYS.0404": 404,
  "APIGW.0101": 404,
  "APIGW.0201": 400,
  "APIGW.0301": 401,
  "APIGW.0302": 403,
  "APIGW.0307": 401,
  "APIGW.0308": 429,
  "APIGW.0601": 500,
} as const;

/** A documented code that the simulator uses. */
export type Code = keyof typeof STATUS;

/** A request that is answered with an error. Thrown by whoever notices, turned into an answer in one place. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(
    readonly layer: Layer,
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  /** The error body in the envelope of its layer. */
  body(requestId: string): unknown {
    switch (this.layer) {
      case "service":
        return { error_code: this.code, error_msg: this.message };
      case "gateway":
        return { error_code: this.code, error_msg: this.message, request_id: requestId };
      case "identity":
        return { error: { code: this.status, message: this.message, title: this.code } };
      case "control":
        return { error: this.message };
    }
  }
}

/** A refusal with a documented code; codes of the gateway get the gateway's envelope. */
export function refuse(code: Code, message: string): Refusal {
  return new Refusal(code.startsWith("APIGW.") ? "gateway" : "service", STATUS[code], code, message);
}

/** A refusal of a `/_simulator/` call. */
export function refuseControl(status: 400 | 404 | 409, message: string): Refusal {
  return new Refusal("control", status, "", message);
}
