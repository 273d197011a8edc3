import type { OptionFault } from "../shared/errors.ts";

/** Variable with the address of a service that another one calls, such as `CATALOG_URL`. */
export const callVariable = (callee: string): string =>
  `${callee.toUpperCase().replaceAll("-", "_")}_URL`;

/** A service, as far as its calls are concerned. */
interface Caller {
  readonly calls?: readonly string[];
}

/** Faults of the calls of a service: to itself, and to services that do not exist. */
export function callFaults(
  caller: string,
  { calls = [] }: Caller,
  services: readonly string[],
): OptionFault[] {
  const others = services.filter((service) => service !== caller);
  return calls.flatMap((callee, index) =>
    others.includes(callee)
      ? []
      : [
          {
            argument: `calls[${index}]`,
            given: callee,
            allowed: others.join(", ") || "nothing, because there is no other service",
            fix: callee === caller ? "A service calls itself at localhost and its PORT." : "",
          },
        ],
  );
}
