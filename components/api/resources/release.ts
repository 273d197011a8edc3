import { ComponentArgumentError } from "../../shared/errors.ts";
import { hostVariableOf } from "../integrations/hostVariable.ts";
import { RouteError } from "../route/routeError.ts";
import type { Route } from "../route/route.ts";
import { sourcesOf } from "../templates/source.ts";

/** Values by name that routes read and releases may differ in. */
export type StageVariables = Record<string, string>;

/** What is live on a stage. */
export interface ReleaseArgs {
  /**
   * Values by name, not for secrets: `from.stageVariable("…")` reads them, and
   * `https://${stageVariables.…}` is an `httpProxy`'s host. Up to 100, of 512 characters.
   * @default none
   */
  stageVariables?: StageVariables;
  /** What the program describes, tried out on a part of the calls. @default every call gets it */
  canary?: CanaryRelease | undefined;
}

/**
 * A canary release: the stage stays as it was deployed before, and a part of the calls gets what the
 * program describes now. Without it again all calls do (promotion); with the program as it was
 * before, none do (rollback).
 */
export interface CanaryRelease {
  /** Part of the calls, 0 to 100. At 0 none, while the canary stays deployed. */
  percent: number;
  /** Values of the canary in place of the stage's own. @default the stage's */
  stageVariables?: StageVariables;
}

/** Source: API Gateway Developer Guide, "Amazon API Gateway important notes" and its quotas page. */
const limits = { variables: 100, nameLength: 64, valueLength: 512 };

/**
 * @throws ComponentArgumentError for a variable or percentage that API Gateway would refuse
 * @throws RouteError for a route that reads a variable that there is not
 */
export function checkRelease(
  component: string,
  { stageVariables = {}, canary }: ReleaseArgs,
  routes: readonly Route[],
): void {
  checkVariables(component, "stageVariables", stageVariables);
  if (canary) checkCanary(component, canary, stageVariables);
  const releases = [stageVariables, { ...stageVariables, ...canary?.stageVariables }];
  for (const route of routes) {
    for (const name of variablesOf(route)) {
      if (Object.hasOwn(stageVariables, name)) continue;
      throw new RouteError(
        route.key,
        `it reads the stage variable "${name}", which there is not`,
        `Add it to stageVariables${oneOf(Object.keys(stageVariables))}.`,
      );
    }
    const host = hostVariable(route);
    for (const { [host ?? ""]: value } of host === undefined ? [] : releases)
      checkHost(route, value!);
  }
}

function checkVariables(component: string, argument: string, variables: StageVariables): void {
  const refuse = (given: unknown, allowed: string, fix: string) => {
    throw new ComponentArgumentError({ component, argument, given, allowed, fix });
  };
  const count = Object.keys(variables).length;
  if (count > limits.variables) {
    refuse(
      `${count} variables`,
      `${limits.variables} at most`,
      "Put what changes rarely into the program.",
    );
  }
  for (const [name, value] of Object.entries(variables)) {
    if (!/^\w+$/.test(name) || name.length > limits.nameLength) {
      refuse(name, "names of letters, digits and _, 64 at most", "Rename it.");
    }
    if (!/^[A-Za-z0-9\-._~:/?#&=,]+$/.test(value) || value.length > limits.valueLength) {
      refuse(
        `${name}=${value}`,
        "1 to 512 letters, digits and - . _ ~ : / ? # & = ,",
        "API Gateway takes no other characters: encode them.",
      );
    }
  }
}

function checkCanary(
  component: string,
  { percent, stageVariables = {} }: CanaryRelease,
  known: StageVariables,
): void {
  if (typeof percent !== "number" || !(percent >= 0 && percent <= 100)) {
    throw new ComponentArgumentError({
      component,
      argument: "canary.percent",
      given: percent,
      allowed: "0 to 100",
      fix: "Begin with 5 or 10; leave the canary out to give every call the new release.",
    });
  }
  checkVariables(component, "canary.stageVariables", stageVariables);
  const unknown = Object.keys(stageVariables).find((name) => !Object.hasOwn(known, name));
  if (unknown === undefined) return;
  throw new ComponentArgumentError({
    component,
    argument: "canary.stageVariables",
    given: unknown,
    allowed: "variables that the stage has too, which would be empty there otherwise",
    fix: `Add it to stageVariables${oneOf(Object.keys(known))}.`,
  });
}

/** Names of the stage variables that a route reads. */
function variablesOf(route: Route): string[] {
  const read = sourcesOf(route.integration).flatMap((source) =>
    source.from === "stageVariable" ? [source.name] : [],
  );
  const host = hostVariable(route);
  return host === undefined ? read : [...read, host];
}

const hostVariable = ({ integration }: Route): string | undefined =>
  integration.kind === "httpProxy" ? hostVariableOf(integration.url) : undefined;

function checkHost({ key }: Route, value: string): void {
  if (/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/i.test(value)) return;
  throw new RouteError(
    key,
    `its host is the stage variable's "${value}", which is no host name`,
    "Give the host alone, such as rates.example.com.",
  );
}

const oneOf = (names: string[]): string =>
  names.length > 0 ? `, or use one of: ${names.join(", ")}` : "";
