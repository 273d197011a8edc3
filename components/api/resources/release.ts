import {
  between,
  mapOf,
  type OptionRules,
  options,
  required,
  type Rule,
  text,
} from "../../shared/options.ts";
import { hostVariableOf } from "../integrations/httpProxy.ts";
import type { Route } from "../route/route.ts";
import { type ApiFault, RouteError } from "../route/routeError.ts";
import { sourcesOf } from "../templates/source.ts";

/** Values by name that routes read and in which releases may differ. */
export type StageVariables = Record<string, string>;

/** The live settings of a stage. */
export interface ReleaseArgs {
  /**
   * Values by name, not for secrets: `from.stageVariable("…")` reads them, and
   * `https://${stageVariables.…}` is an `httpProxy`'s host. At most 100, of 512 characters.
   * @default none
   */
  stageVariables?: StageVariables;
  /** Tries the program's API out on a share of the calls. @default every call gets it */
  canary?: CanaryRelease | undefined;
}

/**
 * A canary release: the stage keeps its previous deployment, and a share of the calls gets the API that
 * the program describes now. Removing it gives all calls the new API (promotion); reverting the
 * program as well gives all calls the previous one (rollback).
 */
export interface CanaryRelease {
  /** Share of the calls, 0 to 100 percent. With 0 the canary stays deployed without calls. */
  percent: number;
  /** Values that override the stage's for the canary. @default the stage's */
  stageVariables?: StageVariables;
}

/** Source: API Gateway Developer Guide, "Amazon API Gateway important notes" and its quotas page. */
const eachVariable = mapOf(
  text(
    /^[A-Za-z0-9\-._~:/?#&=,]{1,512}$/,
    "1 to 512 letters, digits and - . _ ~ : / ? # & = ,",
    "Encode other characters.",
  ),
  text(/^\w{1,64}$/, "names of at most 64 letters, digits and _"),
);

const maxVariables = 100;

const variablesRule: Rule = (given, argument) => {
  const faults = eachVariable(given, argument);
  const count = faults.length > 0 ? 0 : Object.keys(given as object).length;
  if (count <= maxVariables) return faults;
  return [{ argument, given: `${count} variables`, allowed: `at most ${maxVariables}` }];
};

export const releaseRules: OptionRules<ReleaseArgs> = {
  stageVariables: variablesRule,
  canary: options<CanaryRelease>({
    percent: required(
      between(0, 100, "Begin with 5 or 10; remove the canary to give every call the new release."),
    ),
    stageVariables: variablesRule,
  }),
};

/** Faults of variables that only the canary has, or that routes read and nothing defines. */
export function releaseFaults(
  { stageVariables = {}, canary }: ReleaseArgs,
  routes: readonly Route[],
): ApiFault[] {
  const names = Object.keys(stageVariables);
  const fix = (name: string) =>
    `Add ${name} to stageVariables${names.length > 0 ? `, or use one of: ${names.join(", ")}` : ""}.`;
  const onlyOfCanary = Object.keys(canary?.stageVariables ?? {})
    .filter((name) => !names.includes(name))
    .map((name) => ({
      argument: `canary.stageVariables.${name}`,
      given: name,
      allowed: "variables that the stage defines too, so that its own calls have a value",
      fix: fix(name),
    }));
  const ofRoutes = routes.flatMap((route) => {
    const host = hostVariable(route);
    const undefinedOnes = [...variablesOf(route), ...(host === undefined ? [] : [host])]
      .filter((name) => !names.includes(name))
      .map((name) => {
        const problem = `it reads the undefined stage variable "${name}"`;
        return new RouteError(route.key, problem, fix(name));
      });
    const hosts = [stageVariables, canary?.stageVariables ?? {}].flatMap((variables) =>
      host !== undefined && Object.hasOwn(variables, host) ? [variables[host]!] : [],
    );
    return [...undefinedOnes, ...hosts.flatMap((value) => hostErrors(route, value))];
  });
  return [...onlyOfCanary, ...ofRoutes];
}

/** Names of the stage variables that a route's mappings and templates read. */
const variablesOf = ({ integration }: Route): string[] =>
  sourcesOf(integration).flatMap((source) =>
    source.from === "stageVariable" ? [source.name] : [],
  );

const hostVariable = ({ integration }: Route): string | undefined =>
  integration.kind === "httpProxy" ? hostVariableOf(integration.url) : undefined;

function hostErrors({ key }: Route, value: string): RouteError[] {
  if (/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/i.test(value)) return [];
  const problem = `its host is a stage variable with the value "${value}", which is not a host name`;
  return [new RouteError(key, problem, "Set it to a host alone, such as rates.example.com.")];
}
