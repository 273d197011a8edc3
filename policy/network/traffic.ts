import type { ResourceView } from "../model/resourceView.ts";
import { numberAt, textsAt } from "./reading.ts";

/** Protocol and ports of a rule. */
export interface Traffic {
  /** A name such as `tcp`; `any` for all protocols. */
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
}

/** One protocol and port, as a sample of many that all rules treat alike. */
export interface Sample {
  readonly protocol: string;
  readonly port: number;
}

const lastPort = 65_535;

/** Source: IANA Protocol Numbers; -1 means all protocols in AWS. */
const names: Readonly<Record<string, string>> = {
  "-1": "any",
  all: "any",
  "1": "icmp",
  "6": "tcp",
  "17": "udp",
  "58": "icmpv6",
};
const withPorts = ["tcp", "udp"];

/** Reads protocol and ports of a rule of a security group or network ACL. */
export function readTraffic(rule: ResourceView, protocolPath: string): Traffic {
  const given = textsAt(rule, protocolPath)[0]?.toLowerCase() ?? "any";
  const protocol = names[given] ?? given;
  if (!withPorts.includes(protocol)) return { protocol, from: 0, to: lastPort };
  const from = numberAt(rule, "fromPort") ?? 0;
  const to = numberAt(rule, "toPort") ?? lastPort;
  return from === -1 ? { protocol, from: 0, to: lastPort } : { protocol, from, to };
}

export const holds = (traffic: Traffic, { protocol, port }: Sample): boolean =>
  (traffic.protocol === "any" || traffic.protocol === protocol) &&
  traffic.from <= port &&
  port <= traffic.to;

/** A sample of each kind of traffic that some rules distinguish. */
export function samplesOf(rules: readonly Traffic[]): Sample[] {
  const protocols = new Set(rules.map(({ protocol }) => protocol));
  const ports = new Set(rules.flatMap(({ from, to }) => [from, to + 1]));
  const samples = [...protocols].flatMap((protocol) =>
    [...ports].map((port) => ({ protocol, port })),
  );
  return samples.filter(({ port }) => port <= lastPort);
}

/** A short form, such as `tcp/443`. */
export function inShort({ protocol, from, to }: Traffic): string {
  if (protocol === "any") return "everything";
  if (!withPorts.includes(protocol) || (from === 0 && to === lastPort)) return protocol;
  return from === to ? `${protocol}/${from}` : `${protocol}/${from}-${to}`;
}
