// docs/matrix.json, what a run of the matrix came to, and docs/matrix.md, which is made of it.
import fs from "node:fs";
import path from "node:path";
import { format, resolveConfig } from "prettier";
import { root } from "../place.mjs";
import { WAYS } from "./cells.mjs";

const figures = path.join(root, "docs/matrix.json");

/** The generated page. */
export const page = path.join(root, "docs/matrix.md");

const OUTCOMES = { passed: "works", failed: "**fails**", absent: "not to be had here" };

const HOSTS = {
  own: "the command line's own language host runs the program.",
  "stand-in":
    "that command line came without its language host for Node.js, as one that is built from source does. " +
    "[A stand-in](../scripts/matrix/inside/languageHost.cjs) does its part: it starts the program runner of the project's own SDK " +
    "(`@pulumi/pulumi/cmd/run`) in the folder that `main` names.",
};

const row = (cells) => `| ${cells.join(" | ")} |`;

function table(cells) {
  const head = ["", "how", "Node.js", "`@pulumi/pulumi`", "installed by", ""];
  const rows = cells.map(({ what, way, node = "", sdk = "", manager = "", outcome, why }) => {
    const result = `${OUTCOMES[outcome]}${why === "" ? "" : `: ${why.replaceAll("|", "\\|")}`}`;
    return [what, WAYS[way], node, sdk, manager, result];
  });
  return [head, head.map(() => "---"), ...rows].map(row).join("\n");
}

/** How many cells came out how. */
function tally(cells) {
  const count = (outcome) => cells.filter((cell) => cell.outcome === outcome).length;
  const rest = [
    [count("failed"), "do not"],
    [count("absent"), "could not be tried there"],
  ].filter(([number]) => number > 0);
  return [`${count("passed")} of ${cells.length} cells work`, ...rest.map((each) => each.join(" "))].join(", ");
}

/** The page in Markdown, formatted as the repository is. */
export async function pageOf({ date, machine, package: version, commandLine, languageHost, cells }) {
  const groups = [...new Set(cells.map(({ group }) => group))];
  const text = `# Where it runs

Made by \`npm run matrix\` on ${date}, ${machine}: pulumi-cloudpond ${version}, Pulumi ${commandLine}. ${tally(cells)}.

In every cell the packed tarball is installed in a new project outside of the repository, and [\`examples/first-order\`](../examples/first-order/index.ts) is previewed, ordered
and refreshed with the real Pulumi engine against the [simulator](../simulator/README.md). A cell works if the preview showed the order and placed none, the update placed exactly one, said so on the
order's row and holds it in the state, the refresh changed nothing, and each process that Pulumi started for the provider, and with \`pulumi up\` for the program, was of the named Node.js and SDK and in the program's folder.

- ${WAYS.up}: \`pulumi preview\`, \`up\` and \`refresh\`; ${HOSTS[languageHost]}
- ${WAYS.inline}: a program that uses the Automation API of the project's SDK and hands it the stack's program as a function; without a \`workDir\` where the row names none.

The newest SDKs want Node.js ≥ 22; for Node.js 20 "newest" is the last that runs there.

${groups.map((group) => `## ${group}\n\n${table(cells.filter((cell) => cell.group === group))}`).join("\n\n")}

## Not tried

macOS, Windows, Bun, Yarn 1 and other versions of Pulumi's command line${languageHost === "own" ? "" : "; its own language host, which could not be had on that machine"}.
What pnpm, Yarn, esbuild and the Automation API need is said in [the README](../README.md#limits).

The cells are listed in [\`scripts/matrix/cells.mjs\`](../scripts/matrix/cells.mjs), the figures are in [\`matrix.json\`](matrix.json).
`;
  return formatted(text, page);
}

const formatted = async (text, file) => format(text, { ...(await resolveConfig(file)), filepath: file });

/** Keeps what a whole run came to. */
export async function writePage(result) {
  fs.writeFileSync(figures, await formatted(JSON.stringify(result), figures));
  fs.writeFileSync(page, await pageOf(result));
}

/** What the last whole run came to. */
export const lastResult = () => JSON.parse(fs.readFileSync(figures, "utf8"));
