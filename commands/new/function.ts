import { functionNames } from "../../components/platform/names.ts";
import { parseExpression } from "../../project/schedules/expression.ts";
import type { Changes } from "./changes.ts";
import { Definition, definitionFile, type Line } from "./definition.ts";
import { NewError } from "./newError.ts";
import { checkRoutes } from "./routeKeys.ts";
import { functionFiles } from "./templates/function.ts";

/** What calls a new function. */
export interface FunctionOptions {
  /** Key of its route. @default `GET /<name>`, unless it has a schedule */
  readonly route?: string;
  /** Expression of its schedule, such as `rate(1 hour)`. @default none */
  readonly schedule?: string;
}

/** Adds a function of the team's code. @returns its routes */
export async function newFunction(
  changes: Changes,
  name: string,
  { route, schedule }: FunctionOptions,
): Promise<string[]> {
  if (!functionNames.pattern.test(name)) {
    throw new NewError(`"${name}" is no name for a function. Use ${functionNames.allowed}.`);
  }
  if (schedule !== undefined && route !== undefined) {
    throw new NewError("Use --route or --schedule: each gets a handler of its own.");
  }
  if (schedule !== undefined) parseExpression(schedule);
  const definition = new Definition(await changes.read(definitionFile));
  if (definition.names("functions").includes(name)) {
    throw new NewError(
      `There is a function "${name}" already, in ${definitionFile}. Choose another name.`,
    );
  }
  const key = schedule === undefined ? (route ?? `GET /${name}`) : undefined;
  if (key !== undefined) checkRoutes(definition.names("routes"), key);
  for (const [path, text] of Object.entries(functionFiles(name, schedule))) {
    changes.create(path, text);
  }
  const timer =
    schedule === undefined
      ? ""
      : `, schedules: { timer: { expression: ${JSON.stringify(schedule)} } }`;
  const lines: Line[] = [
    { part: "functions", key: name, value: `{ entry: "handlers/${name}.ts"${timer} }` },
    ...(key === undefined ? [] : [{ part: "routes", key, value: `lambda("${name}")` } as const]),
  ];
  const integration = key === undefined ? undefined : "lambda";
  await changes.change(definitionFile, () => definition.with(lines, integration));
  return key === undefined ? [] : [key];
}
