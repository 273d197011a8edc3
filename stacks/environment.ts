import { splitStackName } from "../project/stackName.ts";
import { decoded } from "./decoded.ts";

/** A stack file's name and config, as the engine passes it to the program. */
export interface NamedConfig {
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
}

/** A region's stack within its environment. */
interface RegionFile {
  readonly region: string;
  /** The value of a setting, or what `Pulumi.yaml` has by default. */
  readonly get: (key: string) => string;
}

/** The environment's files: those of the regions, and that of the edge. */
interface Environment {
  readonly name: string;
  readonly regions: readonly RegionFile[];
  readonly edge: RegionFile | undefined;
}

/**
 * Checks an environment's stack files against each other; `checkConfig` checks each by itself.
 *
 * Overlapping VPC ranges are allowed: the VPCs of different regions are not connected.
 *
 * @param stacks - all stacks of one environment
 * @returns a message for each fault
 */
export function checkEnvironment(stacks: readonly NamedConfig[]): string[] {
  const environment = readEnvironment(stacks);
  if (environment.regions.length === 0) return [];
  return checks
    .flatMap((check) => check(environment))
    .map((fault) => `stacks of "${environment.name}": ${fault}`);
}

function readEnvironment(stacks: readonly NamedConfig[]): Environment {
  const files = stacks.map(({ name, config }) => ({
    ...(splitStackName(name) ?? { environment: name.replace(/-edge$/, ""), region: "edge" }),
    get: (key: string) => config[`palisade:${key}`] ?? defaults[key] ?? "",
  }));
  return {
    name: files[0]?.environment ?? "",
    regions: files.filter(({ region }) => region !== "edge"),
    edge: files.find(({ region }) => region === "edge"),
  };
}

/** Settings that a stack file may lack. */
const defaults: Readonly<Record<string, string>> = {
  traffic: "on",
  edge: "none",
};

const oneHome = ({ regions, edge }: Environment): string[] => {
  const named = groups(regions, "homeRegion");
  const [home = ""] = named.keys();
  if (named.size > 1) {
    return [
      `one region must be home, but ${listed(named)}. Set the same homeRegion in all files: ` +
        "its stack has the users.",
    ];
  }
  if (!regions.some(({ region }) => region === home)) {
    return [
      `homeRegion is ${home}, which has no stack file. Set it to one of ${names(regions)}, or add ${home}.`,
    ];
  }
  return edge && edge.get("homeRegion") !== home
    ? [`the edge has homeRegion "${edge.get("homeRegion")}", but the regions have ${home}.`]
    : [];
};

/** All regions serve one name, and the edge sends its calls there. */
const oneDomain = ({ regions, edge }: Environment): string[] => {
  const faults = ["domainName", "hostedZone", "aliases"].flatMap((key) => {
    const values = groups(regions, key);
    return values.size > 1 ? [`all regions must have the same ${key}, but ${listed(values)}.`] : [];
  });
  const domain = regions[0]!.get("domainName");
  const origin = edge?.get("originDomain");
  return origin !== undefined && faults.length === 0 && origin !== domain
    ? [`the edge has originDomain "${origin}", but the regions have domainName "${domain}".`]
    : faults;
};

/** A region without client certificates would be a way around those of the others. */
const allOrNoClientCertificates = ({ regions }: Environment): string[] => {
  const without = regions.filter((file) => file.get("truststore") === "");
  return without.length > 0 && without.length < regions.length
    ? [`all regions or none must have a truststore, but ${names(without)} has none.`]
    : [];
};

/** The regions expect the edge's secret exactly if there is an edge. */
const edgeAgrees = ({ name, regions, edge }: Environment): string[] => {
  const without = regions.filter((file) => file.get("edge") === "none");
  if (!edge && without.length < regions.length) {
    const [first] = regions.filter((file) => !without.includes(file));
    return [
      `${first!.region} has edge "${first!.get("edge")}", but there is no file Pulumi.${name}-edge.yaml. ` +
        'Add it, or set edge to "none".',
    ];
  }
  if (edge && without.length > 0) {
    return [
      `there is an edge, but these regions have edge "none": ${names(without)}. Set it to "open" or "only".`,
    ];
  }
  const own = namesOf(regions[0]!);
  const taken = edge ? namesOf(edge).filter((host) => own.includes(host)) : [];
  if (taken.length > 0) {
    return [
      `the edge and the regions both have the name ${taken.join(", ")}. A name leads to one of them.`,
    ];
  }
  const known = regions.map(({ region }) => region);
  const unknown = list(edge?.get("originRegions")).filter((region) => !known.includes(region));
  return unknown.length > 0
    ? [`the edge has originRegions without a stack file: ${unknown.join(", ")}.`]
    : [];
};

const namesOf = (file: RegionFile): string[] =>
  [file.get("domainName"), ...list(file.get("aliases"))].filter((host) => host !== "");

const shiftsLeadSomewhere = ({ regions }: Environment): string[] =>
  regions.flatMap((file) => {
    const to = shiftTarget(file.get("shift"));
    if (to === undefined) return [];
    const others = regions.filter((other) => other !== file);
    const target = others.find(({ region }) => region === to);
    if (!target) {
      return [
        `${file.region} has shift.to "${to}", which is not another region with a stack file (${names(others) || "none"}).`,
      ];
    }
    if (target.get("acceptShift") === "true") return [];
    return [
      `${file.region} has shift.to "${to}", which does not have acceptShift. Set acceptShift to true in its ` +
        "file, and deploy it before the shift: that creates the records to which clients are led.",
    ];
  });

/** Route 53 answers with all records if none is healthy, so draining every region drains none. */
const someRegionServes = ({ regions }: Environment): string[] =>
  regions.every((file) => file.get("traffic") === "drain")
    ? [
        'every region has traffic "drain"; Route 53 would then answer with all of them. Set it to "on" in at least one.',
      ]
    : [];

/** The home region creates the replica, and its region's stack gives it what sign-in there needs. */
const oneReplica = ({ regions }: Environment): string[] => {
  const named = groups(regions, "identityReplica");
  const [replica = ""] = named.keys();
  if (named.size > 1) {
    return [`all regions must have the same identityReplica, but ${listed(named)}.`];
  }
  if (replica === "") return [];
  const file = regions.find(({ region }) => region === replica);
  const home = regions.find(({ region }) => region === regions[0]!.get("homeRegion"));
  if (!file) return [`identityReplica is ${replica}, which has no stack file. Add it.`];
  return ["senderEmail", "mailDomain", "allowedEmailDomains"]
    .filter((key) => home && file.get(key) !== home.get(key))
    .map(
      (key) =>
        `${replica} must have the same ${key} as ${home!.region}, whose users sign in there while ` +
        `${home!.region} is down.`,
    );
};

/** Browsers bind passkeys to one domain. */
const onePasskeyDomain = ({ regions }: Environment): string[] => {
  const named = groups(regions, "passkeyDomain");
  return named.size > 1
    ? [`all regions must have the same passkeyDomain, but ${listed(named)}.`]
    : [];
};

const checks = [
  oneHome,
  onePasskeyDomain,
  oneDomain,
  oneReplica,
  allOrNoClientCertificates,
  edgeAgrees,
  shiftsLeadSomewhere,
  someRegionServes,
];

/** Regions by their value of a setting. */
function groups(files: readonly RegionFile[], key: string): Map<string, RegionFile[]> {
  const byValue = new Map<string, RegionFile[]>();
  for (const file of files) {
    const value = file.get(key);
    byValue.set(value, [...(byValue.get(value) ?? []), file]);
  }
  return byValue;
}

/** Such as `us-east-1 has "a", eu-west-1 and sa-east-1 have "b"`. */
const listed = (values: ReadonlyMap<string, readonly RegionFile[]>): string =>
  [...values]
    .map(
      ([value, files]) => `${names(files)} ${files.length > 1 ? "have" : "has"} ${value || '""'}`,
    )
    .join("; ");

const names = (files: readonly RegionFile[]): string =>
  files.map(({ region }) => region).join(", ");

/** A setting that is a list, or an empty list if its value is invalid. */
function list(text = ""): string[] {
  const value = decoded(text || "[]");
  return Array.isArray(value) ? value.map(String) : [];
}

function shiftTarget(text: string): string | undefined {
  const value = decoded(text || "{}") as { to?: unknown } | null;
  return typeof value?.to === "string" ? value.to : undefined;
}
