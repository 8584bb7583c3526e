/**
 * Foreign text made fit for a terminal and for the engine: control characters (terminal escapes among them) and bidi
 * overrides become spaces, runs of white space one space, and the length is bounded, because an error answer above
 * about 60 KB is never delivered by the dynamic-provider process.
 */
export function printable(foreign: string, limit: number): string {
  const clean = foreign
    .slice(0, limit * 4)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
  const points = [...clean];
  return points.length <= limit ? clean : `${points.slice(0, limit - 1).join("")}…`;
}
