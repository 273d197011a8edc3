import { groupBy } from "../../model/groupBy.ts";
import type { ResourceView } from "../../model/resourceView.ts";
import type { StackView } from "../../model/stackView.ts";

export const functionType = "aws:lambda/function:Function";
const aliasType = "aws:lambda/alias:Alias";

/**
 * The functions of a stack that a property names: by name or ARN, with a version or an alias or
 * without, or within the ARN that API Gateway calls them by.
 */
export function functionsNamed(
  stack: StackView,
  resource: ResourceView,
  path: string,
): readonly ResourceView[] {
  const aliases = stack.referred(resource, path, aliasType);
  const byArn = stack.derived(functionsByArn);
  const arns = resource.hintsAt(path).flatMap((value) => arnIn(String(value)));
  return [
    ...stack.referred(resource, path, functionType),
    ...aliases.flatMap((alias) => stack.referred(alias, "functionName", functionType)),
    ...arns.flatMap((arn) => byArn.get(arn) ?? []),
  ];
}

const functionsByArn = (stack: StackView) =>
  groupBy(stack.ofType(functionType), (func) => func.hintsAt("arn").map(String));

/** A function's own ARN, within a longer one. */
const arnIn = (text: string): string[] =>
  /arn:[\w-]+:lambda:[\w-]+:\d*:function:[\w-]+/.exec(text)?.slice(0, 1) ?? [];
