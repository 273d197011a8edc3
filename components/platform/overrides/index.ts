import { type ObservabilityOptions, observabilityRule } from "../../observability/index.ts";
import type { OptionFault } from "../../shared/errors.ts";
import type { OptionRules } from "../../shared/options.ts";
import type { Platform } from "../definition.ts";
import {
  faultOverrideFaults,
  type FaultOverrides,
  faultOverridesRule,
  withFaults,
} from "./faults.ts";
import {
  type FunctionSizes,
  functionSizesRule,
  type ServiceSizes,
  serviceSizesRule,
  sizeFaults,
  withSizes,
} from "./sizes.ts";

/** What a stack has in place of the platform's definition, so that environments and regions can differ. */
export interface Overrides {
  /** Sizes by service; each option replaces the definition's. @default the definition's */
  services?: ServiceSizes;
  /** Sizes by function; each option replaces the definition's. @default the definition's */
  functions?: FunctionSizes;
  /**
   * Failures to inject, by service or by route (`"METHOD /path"`), in place of the definition's; `false` injects
   * none. @default the definition's
   */
  faults?: FaultOverrides;
  /** Options of observability; each replaces the definition's. @default the definition's */
  observability?: ObservabilityOptions;
}

export const overrideRules: OptionRules<Overrides> = {
  services: serviceSizesRule,
  functions: functionSizesRule,
  faults: faultOverridesRule,
  observability: observabilityRule,
};

/** Faults of overrides together with the definition that they change. */
export const overrideFaults = ({
  definition,
  production,
  services = {},
  functions = {},
  faults = {},
}: Overrides & { definition: Platform; production: boolean }): OptionFault[] => [
  ...sizeFaults(definition, services, functions),
  ...faultOverrideFaults(faults, definition, production),
];

/** The definition as a stack has it; the same object without overrides. */
export function overridden(definition: Platform, overrides: Overrides): Platform {
  const { services = {}, functions = {}, faults = {}, observability = {} } = overrides;
  const all = [services, functions, faults, observability];
  if (all.every((each) => Object.keys(each).length === 0)) return definition;
  const changed = withFaults(withSizes(definition, services, functions), faults);
  return { ...changed, observability: { ...definition.observability, ...observability } };
}
