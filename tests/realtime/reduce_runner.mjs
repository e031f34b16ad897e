// The console's own reducer, fed line by line: `node reduce_runner.mjs PATH-TO-reduce.ts`.
// Each line is {"state": State, "events": [WireEvent, …]}; the answer is the state after them.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { reduce } = await import(pathToFileURL(process.argv[2]).href);

for await (const line of createInterface({ input: process.stdin })) {
  const { state, events } = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(events.reduce(reduce, state))}\n`);
}
