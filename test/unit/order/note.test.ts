import { isOwnerRunning, type Note } from "../../../provider/order/note.js";

it.each([
  ["runs on this machine", { host: "here", pid: 7 }, true],
  ["has ended on this machine", { host: "here", pid: 8 }, false],
  ["is on another machine, where nobody can look", { host: "elsewhere", pid: 8 }, true],
])("a note's owner that %s", (_, owner, isRunning) => {
  const processes = { pid: 1, host: "here", isRunning: (pid: number) => pid === 7 };
  expect(isOwnerRunning(owner as Note, processes)).toBe(isRunning);
});
