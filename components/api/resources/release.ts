import { ComponentArgumentError, type Faults } from "../../shared/errors.ts";
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
import { RouteError } from "../route/routeError.ts";
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
const variablesRule: Rule = (given, argument) =>
  Object.keys((given ?? {}) as object).length > 100
    ? [
        {
          argument,
          given: `${Object.keys(given as object).length} variables`,
          allowed: "at most 100",
        },
      ]
    : mapOf(
        text(
          /^[A-Za-z0-9\-._~:/?#&=,]{1,512}$/,
          "1 to 512 letters, digits and - . _ ~ : / ? # & = ,",
          "Encode other characters.",
        ),
        text(/^\w{1,64}$/, "names of at most 64 letters, digits and _"),
      )(given, argument);

export const releaseRules: OptionRules<ReleaseArgs> = {
  stageVariables: variablesRule,
  canary: options<CanaryRelease>({
    percent: required(
      between(0, 100, "Begin with 5 or 10; remove the canary to give every call the new release."),
    ),
    stageVariables: variablesRule,
  }),
};

/** Reports variables of the canary that the stage lacks, and undefined ones that routes read. */
export function checkRelease(
  component: string,
  { stageVariables = {}, canary }: ReleaseArgs,
  routes: readonly Route[],
  faults: Faults,
): void {
  const known = Object.keys(stageVariables);
  const orUse = known.length > 0 ? `, or use one of: ${known.join(", ")}` : "";
  for (const name of Object.keys(canary?.stageVariables ?? {})) {
    if (Object.hasOwn(stageVariables, name)) continue;
    faults.add(
      new ComponentArgumentError({
        component,
        argument: `canary.stageVariables.${name}`,
        given: name,
        allowed: "variables that the stage defines too, so that its own calls have a value",
        fix: `Add it to stageVariables${orUse}.`,
      }),
    );
  }
  for (const route of routes) {
    for (const name of variablesOf(route)) {
      if (Object.hasOwn(stageVariables, name)) continue;
      const problem = `it reads the undefined stage variable "${name}"`;
      faults.add(new RouteError(route.key, problem, `Add it to stageVariables${orUse}.`));
    }
    const host = hostVariable(route);
    if (host === undefined || !Object.hasOwn(stageVariables, host)) continue;
    for (const variables of [stageVariables, canary?.stageVariables ?? {}]) {
      const value = variables[host];
      if (value !== undefined) faults.check(() => checkHost(route, value));
    }
  }
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

/** @throws RouteError for a value that can't be a host */
function checkHost({ key }: Route, value: string): void {
  if (/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/i.test(value)) return;
  throw new RouteError(
    key,
    `its host is a stage variable with the value "${value}", which is not a host name`,
    "Set it to a host alone, such as rates.example.com.",
  );
}
