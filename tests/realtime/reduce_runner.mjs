// The console's own reducers, fed line by line: `node reduce_runner.mjs PATH-TO-reduce.ts`, with ringing.ts beside it.
// Each line is {"state": State, "events": [WireEvent, …], "me": number}; the answer is the state after them.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const source = pathToFileURL(process.argv[2]);
const { reduce } = await import(source.href);
const { rung, seated } = await import(new URL("ringing.ts", source).href);

for await (const line of createInterface({ input: process.stdin })) {
  const { state: { seats, rings, ...state }, events, me } = JSON.parse(line);
  // As `world.take` does: what was taken in before is told to nobody.
  const fresh = events.filter((event) => event.position > state.position);
  const after = {
    ...events.reduce(reduce, state), seats: fresh.reduce(seated, seats), rings: fresh.reduce((known, event) => rung(known, event, me), rings),
  };
  process.stdout.write(`${JSON.stringify(after)}\n`);
}
