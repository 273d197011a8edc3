import type { OptionFault } from "../shared/errors.ts";

/** Variable with the address of a service that another one calls, such as `CATALOG_URL`. */
export const callVariable = (callee: string): string =>
  `${callee.toUpperCase().replaceAll("-", "_")}_URL`;

/** A service, as far as its calls are concerned. */
interface Caller {
  readonly calls?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** Faults of the calls of a service: to itself, to services that do not exist, and taken variables. */
export function callFaults(
  caller: string,
  { calls = [], environment = {} }: Caller,
  services: readonly string[],
): OptionFault[] {
  const others = services.filter((service) => service !== caller);
  return calls.flatMap((callee, index) => {
    const variable = callVariable(callee);
    return [
      ...(others.includes(callee)
        ? []
        : [
            {
              argument: `calls[${index}]`,
              given: callee,
              allowed: others.join(", ") || "nothing, because there is no other service",
              fix: callee === caller ? "A service calls itself at localhost and its PORT." : "",
            },
          ]),
      ...(Object.hasOwn(environment, variable)
        ? [
            {
              argument: `environment.${variable}`,
              given: environment[variable],
              allowed: `variables other than those of calls: ${variable} is the address of "${callee}"`,
              fix: "Rename it.",
            },
          ]
        : []),
    ];
  });
}
