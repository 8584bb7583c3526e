// What is to be reached, as words, a figure and the most that it may be.

export const NAMES = {
  noOp: "(a) no-op",
  handWritten: "(b) hand-written",
  cloudpond: "(c) pulumi-cloudpond",
  listing: "(d) lists alone",
};

const OURS = "cloudpond";

/** As long as the other one, times this. */
export const times = (most, to) => ({
  words: `at most ${most.toFixed(2)} × ${NAMES[to]}`,
  of: (resultOf) => resultOf(OURS).median / resultOf(to).median,
  most,
  show: (ratio) => `${ratio.toFixed(2)} ×`,
});

/** As much as the other one, and this more. `bound`: tells what stands in the way, where it is not reached. */
export const more = (most, to, { unit, figure = "median", bound }) => ({
  bound,
  words: `at most ${most} ${unit} over ${NAMES[to]}`,
  of: (resultOf) => resultOf(OURS)[figure] - resultOf(to)[figure],
  most,
  show: (difference) => `${difference.toFixed(0)} ${unit}`,
});

export const requests = (most, why = "") => ({
  words: `at most ${most} ${most === 1 ? "request" : "requests"}${why}`,
  of: (resultOf) => resultOf(OURS).requests,
  most,
  show: (count) => `${count}`,
});

/** Any other figure of ours. */
export const ours = (words, of, most, show) => ({ words, of: (resultOf) => of(resultOf(OURS)), most, show });

/** How it came out. */
export function judged({ words, of, most, show, bound }, results) {
  const resultOf = (contender) => results.find((one) => one.contender === contender);
  const measured = of(resultOf);
  const isReached = measured <= most;
  return {
    words,
    measured: show(measured),
    isReached,
    ...(isReached || bound === undefined ? {} : { bound: bound(resultOf) }),
  };
}
