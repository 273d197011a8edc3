import { median, printTable, ratio } from "../support/results.ts";
import type { Target } from "../support/target.ts";
import { connections, type Load, loadInTurns, loadTimes } from "./load.ts";
import type { Verdict } from "./verdict.ts";

/** Targets of the comparison. */
export interface Contestants {
  /** The gateway's three integrations. */
  readonly gateway: {
    readonly function: Target;
    readonly httpProxy: Target;
    readonly vpcLink: Target;
  };
  readonly service: Target;
  readonly plainProxy: Target;
  /** Undefined if it could not be started. */
  readonly serverlessOffline: Target | undefined;
  readonly miniStack: Target | undefined;
}

const rounds = 5;
const seconds = 3;
/** Warm-up long enough for a peer that starts a thread or process per connection. */
const warmUpRequests = 500;

/** Requests per second of all targets, and the gateway's ratio to each peer. */
export async function compareThroughputs(all: Contestants): Promise<Verdict[]> {
  const { service, plainProxy, gateway, serverlessOffline, miniStack } = all;
  const { function: byFunction, httpProxy, vpcLink } = gateway;
  const ours = [service, plainProxy, byFunction, httpProxy, vpcLink];
  const peers = [serverlessOffline, miniStack].filter((peer) => peer !== undefined);
  const present = [...ours, ...peers];
  for (const target of present) await loadTimes(target, warmUpRequests);
  await loadInTurns(present, { rounds: 1, seconds });
  const loads = await loadInTurns(present, { rounds, seconds });

  /** Ratio within one round: lasting noise affects both. */
  const compare = (one: Target, other: Target | undefined): number | undefined => {
    if (other === undefined) return undefined;
    const [ofOne, ofOther] = [one, other].map((target) => loads[present.indexOf(target)]!);
    return median(ofOne!.map(({ perSecond }, round) => perSecond / ofOther![round]!.perSecond));
  };
  printThroughputs(present, loads, (target) => compare(target, plainProxy)!);
  const verdict = (
    one: Target,
    other: Target | undefined,
    name: string,
    atLeast: number,
  ): Verdict => ({
    what: `${one.name} to ${name}`,
    measured: compare(one, other),
    limit: { atLeast },
    show: ratio,
  });
  return [
    verdict(byFunction, serverlessOffline, "serverless-offline", 7),
    verdict(byFunction, miniStack, "MiniStack", 20),
    verdict(byFunction, plainProxy, plainProxy.name, 0.4),
    verdict(httpProxy, plainProxy, plainProxy.name, 0.7),
    verdict(vpcLink, plainProxy, plainProxy.name, 0.7),
  ];
}

function printThroughputs(
  targets: Target[],
  loads: Load[][],
  toProxy: (target: Target) => number,
): void {
  const rates = loads.map((ofTarget) => ofTarget.map(({ perSecond }) => perSecond));
  printTable(
    `Requests per second, ${connections} connections, ${rounds} rounds of ${seconds} s`,
    ["", "median", "min", "max", "failures", "to plain proxy"],
    targets.map((target, index) => [
      target.name,
      median(rates[index]!).toFixed(0),
      Math.min(...rates[index]!).toFixed(0),
      Math.max(...rates[index]!).toFixed(0),
      String(loads[index]!.reduce((sum, { failures }) => sum + failures, 0)),
      ratio(toProxy(target)),
    ]),
  );
}
