/** What an odd id ends with. The rest is the id that the ledger knows. */
export const ODD = "/ü%41?#&=..\\*~";

const ID = /"id":"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"/gu;
const ODD_IN_JSON = JSON.stringify(ODD).slice(1, -1);
/** As RFC 3986 writes it. */
const ODD_IN_ADDRESS = encodeURIComponent(ODD).replaceAll("*", "%2A");

/** An answer in which the id of every record is odd. */
export const withOddIds = (body: string): string => body.replace(ID, `"id":"$1${ODD_IN_JSON.replaceAll("$", "$$$$")}"`);

/** The address that the service knows. */
export const withPlainIds = (target: string): string => target.replaceAll(ODD_IN_ADDRESS, "");

export const plainId = (id: string): string => id.replace(ODD, "");

/** Whether an id that was shown or told is that of this order. */
export const isIdOf = (shown: string, { id }: { readonly id: string }): boolean => plainId(shown) === id;
