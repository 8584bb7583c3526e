// Figures as tables.

const NAMES = { noOp: "(a) no-op", handWritten: "(b) hand-written", cloudpond: "(c) pulumi-cloudpond" };

const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;

/** How a goal came out: its words, what was measured, whether it was reached. */
export function judged({ of, to, most, requests }, results) {
  const resultOf = (contender) => results.find((one) => one.contender === contender);
  if (requests !== undefined) {
    const measured = resultOf(of).requests;
    return { words: `at most ${requests} requests`, measured: `${measured}`, isReached: measured <= requests };
  }
  const ratio = resultOf(of).median / resultOf(to).median;
  return {
    words: `at most ${most.toFixed(2)} × ${NAMES[to]}`,
    measured: `${ratio.toFixed(2)} ×`,
    isReached: ratio <= most,
  };
}

/** A table in Markdown. */
const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** The figures in Markdown; `isPart` leaves out what is the same for all works. */
export function report({ machine, versions, repetitions, works }, { isPart = false } = {}) {
  const rows = works.flatMap(({ title, results }) =>
    results.map(({ contender, median, least, most, requests }, index) => [
      index === 0 ? title : "",
      NAMES[contender],
      seconds(median),
      `${seconds(least)} – ${seconds(most)}`,
      requests,
    ]),
  );
  const goals = works.flatMap(({ title, goals: each, results }) =>
    each.map((goal) => {
      const { words, measured, isReached } = judged(goal, results);
      return [title, words, measured, isReached ? "reached" : "**not reached**"];
    }),
  );
  const parts = [
    table(["work", "", "median", "least – most", "requests"], rows),
    table(["work", "goal of (c)", "measured", ""], goals),
  ];
  const made =
    `Made by \`npm run bench\`: ${machine}; Node.js ${versions.node}, Pulumi ${versions.pulumi}; medians of ${repetitions} turns ` +
    "after a warm-up, contenders in turn, a simulated cloud that answers after 50 ms.";
  return (isPart ? parts : [made, ...parts]).join("\n\n");
}
