import type { OptionFault } from "../shared/errors.ts";
import { secretFaults, type SecretReference, tableVariable } from "../service/index.ts";
import { callVariable } from "./serviceCalls.ts";

/** The options of a service that variables are made of. */
interface Variables {
  readonly environment?: Record<string, string>;
  readonly secrets?: Record<string, SecretReference>;
  readonly tables?: object;
  readonly calls?: readonly string[];
  readonly assertion?: object;
}

/** What the platform's own variables of a service are. */
const platformVariables = ({ tables = {}, calls = [], assertion }: Variables) => ({
  PORT: "the port on which it listens",
  ...Object.fromEntries(
    Object.keys(tables).map((name) => [tableVariable(name), `the name of the table "${name}"`]),
  ),
  ...Object.fromEntries(calls.map((name) => [callVariable(name), `the address of "${name}"`])),
  ...(assertion && {
    ASSERTION_AUDIENCE: "its name in assertions",
    ASSERTION_JWKS: "the keys of assertions",
  }),
});

/** Variables that a service would have twice. */
export function variableFaults(service: Variables): OptionFault[] {
  const { environment = {}, secrets } = service;
  const ours: Readonly<Record<string, string>> = platformVariables(service);
  return [
    ...Object.entries(environment).flatMap(([variable, given]) =>
      Object.hasOwn(ours, variable)
        ? [
            {
              argument: `environment.${variable}`,
              given,
              allowed: `variables other than the platform's own: ${variable} is ${ours[variable]}`,
              fix: "Rename it.",
            },
          ]
        : [],
    ),
    ...secretFaults({ secrets, environment: { ...ours, ...environment } }),
  ];
}
