import { table } from "../table.ts";
import { type Environment, setting } from "./environment.ts";

/** What workflows read; a part of the command's interface. */
export interface EnvironmentList {
  readonly environment: string;
  readonly home: string;
  /** The home region first. */
  readonly regions: readonly string[];
  /** The regions without the home region. */
  readonly others: readonly string[];
  /** Whether there is an edge. */
  readonly edge: boolean;
  /** All stacks, in the order of a deployment. */
  readonly stacks: readonly { readonly name: string; readonly region: string }[];
}

export const environmentList = ({ name, home, regions, edge }: Environment): EnvironmentList => {
  const names = regions.map(({ region }) => region);
  return {
    environment: name,
    home: home ?? "",
    regions: names,
    others: names.filter((region) => region !== home),
    edge: edge !== undefined,
    stacks: [...regions, ...(edge ? [edge] : [])].map((stack) => ({
      name: stack.name,
      region: stack.region,
    })),
  };
};

/** An environment's regions as a table. */
export function regionTable({ project, home, regions, edge }: Environment): string {
  const rows = regions.map((stack) => {
    const get = (key: string) => setting(project, stack, key);
    const zones = JSON.parse(get("zones") || "[]") as string[];
    const roles = [
      ...(stack.region === home ? ["home"] : []),
      ...(get("canary") === "true" ? ["canary"] : []),
    ];
    return [
      stack.region,
      roles.join(", "),
      zones.map((zone) => zone.slice(stack.region.length)).join(" "),
      get("cidrBlock"),
      get("production") === "true" ? "yes" : "no",
      traffic(get),
    ];
  });
  const domain = regions[0] && setting(project, regions[0], "domainName");
  const name = edge && setting(project, edge, "domainName");
  return [
    table(["region", "", "zones", "range", "production", "traffic"], rows),
    ...(domain ? ["", `domain  ${domain}`] : []),
    ...(edge ? ["", `edge    ${name || "a name of CloudFront's"}`] : []),
  ].join("\n");
}

function traffic(get: (key: string) => string): string {
  const shift = JSON.parse(get("shift") || "{}") as { to?: string; percent?: number };
  const state = get("traffic") || "on";
  return shift.to ? `${state}, ${shift.percent}% to ${shift.to}` : state;
}
