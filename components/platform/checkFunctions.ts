import type { ParsedApi } from "../api/index.ts";
import { RouteError } from "../api/index.ts";
import { timeoutOf } from "../api/integrations/transfer.ts";
import { type FunctionDefinition, functionFaults, functionRules } from "../functions/index.ts";
import { ComponentArgumentError, type Faults, type OptionFault } from "../shared/errors.ts";
import { isObject, options } from "../shared/options.ts";
import type { PlatformDefinition } from "./definition.ts";
import { grantedTableFaults } from "./grantedTables.ts";
import { functionNames } from "./names.ts";

/** Reports functions that can't be created as they are defined, and routes that don't fit them. */
export function checkFunctions(
  definition: PlatformDefinition,
  { routes }: ParsedApi,
  faults: Faults,
): void {
  const functions = isObject(definition.functions) ? definition.functions : {};
  for (const [name, each] of Object.entries(functions)) {
    const component = `Function "${name}"`;
    const wrong = [
      ...(functionNames.pattern.test(name) ? [] : [badName(name)]),
      ...options(functionRules, functionFaults)(each, ""),
      ...tableFaults(each, definition),
    ];
    faults.add(...wrong.map((fault) => new ComponentArgumentError({ component, ...fault })));
  }
  if (!faults.any) faults.add(...sharedParts(functions as Functions));
  for (const { key, integration } of routes) {
    if (integration.kind !== "lambda") continue;
    const { function: name } = integration;
    const target = Object.hasOwn(functions, name) ? functions[name] : undefined;
    const problem = isObject(target)
      ? mismatch(target, integration)
      : missing(name, Object.keys(functions));
    if (problem) faults.add(new RouteError(key, problem[0], problem[1]));
  }
}

const badName = (given: string): OptionFault => ({
  argument: "name",
  given,
  allowed: functionNames.allowed,
});

type Functions = Readonly<Record<string, FunctionDefinition>>;

/** Parts that a function has alone: the names of its resources, and the queue that it consumes. */
function* partsOf(name: string, { vpc = true, schedules = {}, queue }: FunctionDefinition) {
  yield { part: `policy ${name}`, argument: "name", given: name };
  if (vpc) yield { part: `policy ${name}-code`, argument: "name", given: name };
  for (const schedule of Object.keys(schedules)) {
    yield { part: `schedule ${name}-${schedule}`, argument: "schedules", given: schedule };
  }
  if (queue) yield { part: `queue ${queue.from}`, argument: "queue.from", given: queue.from };
}

/** Reports parts that two functions would share. */
function sharedParts(functions: Functions): ComponentArgumentError[] {
  const owners = new Map<string, string>();
  return Object.entries(functions).flatMap(([name, definition]) =>
    [...partsOf(name, definition)].flatMap(({ part, ...fault }) => {
      const owner = owners.get(part);
      if (owner === undefined) owners.set(part, name);
      if (owner === undefined) return [];
      const allowed = `another: function "${owner}" has the ${part}, and no other function can have it`;
      return [new ComponentArgumentError({ component: `Function "${name}"`, ...fault, allowed })];
    }),
  );
}

type Problem = readonly [what: string, fix: string];

const missing = (name: string, names: readonly string[]): Problem => [
  `there is no function "${name}"`,
  names.length > 0 ? `Use one of: ${names.join(", ")}.` : "Add it to the platform's functions.",
];

function mismatch(
  { streaming = false, timeoutSeconds = 10 }: FunctionDefinition,
  route: Parameters<typeof timeoutOf>[0],
): Problem | undefined {
  if (streaming !== (route.streaming ?? false)) {
    return streaming
      ? ["its function streams and it does not", "Set streaming: true on the route."]
      : [
          "it streams and its function does not",
          "Set streaming: true on the function, whose handler must stream.",
        ];
  }
  if (typeof timeoutSeconds !== "number" || timeoutSeconds * 1_000 <= timeoutOf(route))
    return undefined;
  return [
    `its function may take ${timeoutSeconds} s, and API Gateway waits ${timeoutOf(route)} ms`,
    "Lower the function's timeoutSeconds, or raise the route's timeoutMs.",
  ];
}

function tableFaults(given: FunctionDefinition, definition: PlatformDefinition): OptionFault[] {
  return isObject(given) ? grantedTableFaults(given.tables, definition) : [];
}
