import { concurrencyFaults, type FunctionSize, functionSizeRules } from "../../functions/size.ts";
import {
  proxyOptionFaults,
  type ProxyOptions,
  proxyOptionRules,
} from "../../ingress/proxyOptions.ts";
import { type Scaling, scalingFaults, scalingRule } from "../../service/scaling.ts";
import { type TaskSize, taskSizeFaults, taskSizeRules } from "../../service/taskSize.ts";
import type { OptionFault } from "../../shared/errors.ts";
import { join, mapOf, type OptionRules, options } from "../../shared/options.ts";
import type { Platform, ServiceDefinition } from "../definition.ts";

type ProxySize = Pick<ProxyOptions, "memoryMb" | "reservedConcurrency" | "provisionedConcurrency">;

/** Size and number of a service's tasks, and size of its proxy function. */
interface ServiceSize extends TaskSize {
  /** Replaces the definition's `scaling` and `desiredCount`. @default the definition's */
  scaling?: Scaling;
  /** @default the definition's */
  proxy?: ProxySize;
}

/** Sizes by service. */
export type ServiceSizes = Readonly<Record<string, ServiceSize>>;

/** Sizes by function, without the time limit, which its routes and queues depend on. */
export type FunctionSizes = Readonly<Record<string, Omit<FunctionSize, "timeoutSeconds">>>;

const proxySizeRules: OptionRules<ProxySize> = {
  memoryMb: proxyOptionRules.memoryMb,
  reservedConcurrency: proxyOptionRules.reservedConcurrency,
  provisionedConcurrency: proxyOptionRules.provisionedConcurrency,
};

export const serviceSizesRule = mapOf(
  options<ServiceSize>(
    { ...taskSizeRules, scaling: scalingRule, proxy: options(proxySizeRules) },
    scalingFaults,
  ),
);

const { timeoutSeconds: _, ...functionSizes } = functionSizeRules;

export const functionSizesRule = mapOf(options<FunctionSizes[string]>(functionSizes));

/** Unknown names, and sizes that do not fit what the definition says. */
export const sizeFaults = (
  platform: Platform,
  services: ServiceSizes,
  functions: FunctionSizes,
): OptionFault[] => [
  ...faultsByName("services", services, platform.services, (size, service) => {
    const merged = resized(service, size);
    return [
      ...taskSizeFaults(merged),
      ...proxyOptionFaults(merged.proxy ?? {}).map((fault) => ({
        ...fault,
        argument: `proxy.${fault.argument}`,
      })),
    ];
  }),
  ...faultsByName("functions", functions, platform.functions ?? {}, (size, own) =>
    concurrencyFaults({ ...own, ...size }),
  ),
];

function faultsByName<Size, Defined>(
  option: string,
  sizes: Readonly<Record<string, Size>>,
  defined: Readonly<Record<string, Defined>>,
  check: (size: Size, definition: Defined) => readonly OptionFault[],
): OptionFault[] {
  const known = Object.keys(defined);
  return Object.entries(sizes).flatMap(([name, size]) => {
    const path = join(option, name);
    if (known.includes(name)) {
      const faults = check(size, defined[name]!);
      return faults.map((fault) => ({ ...fault, argument: `${path}.${fault.argument}` }));
    }
    const allowed = known.join(", ") || `none: the platform has no ${option}`;
    return [{ argument: path, given: name, allowed, isName: true }];
  });
}

/** The platform with these sizes in place of those of its definition, option by option. */
export const withSizes = (
  platform: Platform,
  services: ServiceSizes,
  functions: FunctionSizes,
): Platform => ({
  ...platform,
  services: mapWith(platform.services, services, resized),
  functions:
    platform.functions &&
    mapWith(platform.functions, functions, (own, size) => ({ ...own, ...size })),
});

/** A number of tasks is either fixed or follows the load, whichever the stack says. */
function resized(service: ServiceDefinition, { proxy, ...size }: ServiceSize): ServiceDefinition {
  const { desiredCount, scaling, ...rest } = service;
  const isCounted = size.desiredCount !== undefined || size.scaling !== undefined;
  return {
    ...rest,
    ...(!isCounted && {
      ...(desiredCount !== undefined && { desiredCount }),
      ...(scaling && { scaling }),
    }),
    ...size,
    ...((service.proxy ?? proxy) && { proxy: { ...service.proxy, ...proxy } }),
  };
}

const mapWith = <Defined, Change>(
  defined: Readonly<Record<string, Defined>>,
  changes: Readonly<Record<string, Change>>,
  change: (defined: Defined, by: Change) => Defined,
): Record<string, Defined> =>
  Object.fromEntries(
    Object.entries(defined).map(([name, each]) => [
      name,
      Object.hasOwn(changes, name) ? change(each, changes[name]!) : each,
    ]),
  );
