import { median, printTable } from "../support/results.ts";
import type { Target } from "../support/target.ts";
import { fewRoutes, manyRoutes, thingPaths } from "./definitions.ts";
import { loadInTurns } from "./load.ts";
import { percentage, type Verdict } from "./verdict.ts";

const rounds = 9;
const seconds = 2;
/** Number of paths that requests rotate over: more would only cost the client time. */
const paths = 100;

/** Extra time of a request with many routes, compared with few. */
export async function compareRouteCounts(few: Target, many: Target): Promise<Verdict[]> {
  const targets = [withPaths(few, fewRoutes), withPaths(many, manyRoutes)];
  await loadInTurns(targets, { rounds: 1, seconds });
  const [ofFew, ofMany] = (await loadInTurns(targets, { rounds, seconds })).map((loads) =>
    loads.map(({ perSecond }) => perSecond),
  ) as [number[], number[]];
  const cost = median(ofFew.map((perSecond, round) => perSecond / ofMany[round]! - 1));
  printTable(
    `Requests per second by number of routes, ${rounds} rounds of ${seconds} s`,
    ["", "median", "time of a request"],
    [
      [few.name, median(ofFew).toFixed(0), ""],
      [many.name, median(ofMany).toFixed(0), `${cost > 0 ? "+" : ""}${percentage(cost)}`],
    ],
  );
  return [
    {
      what: `cost of ${manyRoutes} routes beyond ${fewRoutes}`,
      measured: cost,
      limit: { atMost: 0.1 },
      show: percentage,
    },
  ];
}

function withPaths(target: Target, routes: number) {
  const all = thingPaths(routes, "7");
  const { pathname: stage } = new URL(target.url);
  const chosen = Array.from(
    { length: paths },
    (_, index) => all[((index * all.length) / paths) | 0]!,
  );
  return { ...target, paths: chosen.map((path) => stage + path) };
}
