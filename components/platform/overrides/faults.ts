import { type FaultInjectionOptions, faultInjectionRule } from "../../ingress/resilience.ts";
import type { OptionFault } from "../../shared/errors.ts";
import { falseOr, join, mapOf, type Rule } from "../../shared/options.ts";
import type { Platform } from "../definition.ts";

/** Failures by service or route; `false` injects none. */
export type FaultOverrides = Readonly<Record<string, FaultInjectionOptions | false>>;

const anyName = mapOf(falseOr(faultInjectionRule));

/** Without a type, `pulumi config set --path` writes fractions as text. */
export const faultOverridesRule: Rule = (given, path) =>
  anyName(given, path).map((fault) =>
    /^[\d.]+$/.test(String(fault.given)) && typeof fault.given === "string"
      ? { ...fault, fix: "pulumi config set writes a number with --type float." }
      : fault,
  );

/** Names that the platform does not have, and failures that callers of a production stack could choose. */
export function faultOverrideFaults(
  faults: FaultOverrides,
  { services, api }: Platform,
  production: boolean,
): OptionFault[] {
  const routes = api.routes.filter(({ integration }) => integration.kind === "lambdaProxy");
  const known = [...Object.keys(services), ...routes.map(({ key }) => key)];
  return Object.entries(faults).flatMap(([name, options]): OptionFault[] => {
    const argument = join("faults", name);
    if (!known.includes(name)) {
      const allowed = `services and their routes: ${known.join(", ")}`;
      return [{ argument, given: name, allowed, isName: true }];
    }
    return production && options && options.byHeader
      ? [
          {
            argument: `${argument}.byHeader`,
            given: true,
            allowed: "false in production",
            fix: "Callers must not be able to cause failures there. Set shares instead.",
          },
        ]
      : [];
  });
}

/** The platform with these failures in place of those of its definition. */
export function withFaults(platform: Platform, faults: FaultOverrides): Platform {
  const { services, api } = platform;
  const injected = Object.entries(services).map(([name, service]) => {
    if (!Object.hasOwn(faults, name)) return [name, service] as const;
    const resilience = { ...service.proxy?.resilience, faultInjection: faults[name] };
    return [name, { ...service, proxy: { ...service.proxy, resilience } }] as const;
  });
  const routes = api.routes.map((route) => {
    const { key, integration } = route;
    if (integration.kind !== "lambdaProxy" || !Object.hasOwn(faults, key)) return route;
    const resilience = { ...integration.resilience, faultInjection: faults[key] };
    return { ...route, integration: { ...integration, resilience } };
  });
  return { ...platform, services: Object.fromEntries(injected), api: { ...api, routes } };
}
