/** The name that was probably meant: another spelling of it, or at most a third of it mistyped. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map((candidate) => ({ candidate, distance: distanceBetween(plain(name), plain(candidate)) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best !== undefined && best.distance <= Math.ceil(best.candidate.length / 3) ? best.candidate : undefined;
}

/** Everything, the most alike first. */
export function byNearness<T>(name: string, candidates: readonly T[], nameOf: (candidate: T) => string): T[] {
  return candidates
    .map((candidate) => ({ candidate, distance: distanceBetween(plain(name), plain(nameOf(candidate))) }))
    .sort((a, b) => a.distance - b.distance)
    .map(({ candidate }) => candidate);
}

/** `edge_site_id`, `EdgeSiteID` and `edgeSiteId` are one name to a person. Longer names than any input's are cut. */
const plain = (name: string): string =>
  name
    .slice(0, 40)
    .replace(/[_\s-]/gu, "")
    .toLowerCase();

/** Levenshtein's distance: how many letters to put in, take out or exchange. */
function distanceBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [at, letter] of [...a].entries()) {
    const next = [at + 1];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (letter === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
