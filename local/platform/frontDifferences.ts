import type { Region } from "../region/index.ts";
import type { LoadedStacks } from "../sources/source.ts";

/** Types of resources that the edge, the distributions and the sign-in pages read once, at the start. */
const typesAtStart =
  /^aws:(cloudfront|route53)\/|^aws:apigateway\/(domainName|basePathMapping):|^aws:cognito\/userPoolDomain:/;

/** What the parts in front of the regions are made of: values by the names of resources and stages. */
export function frontParts(
  { regions, edges }: LoadedStacks,
  served: readonly Region[],
): Map<string, string> {
  const parts = [...regions, ...edges].flatMap(({ region, resources }) =>
    resources
      .filter(({ type }) => typesAtStart.test(type))
      .map(({ type, name, id, inputs }): [string, string] => [
        `${type} "${name}" (${region})`,
        JSON.stringify([id, inputs]),
      ]),
  );
  const stages = served.flatMap(({ name, apis }) =>
    apis.map((api): [string, string] => [
      `stage ${api.name}/${api.stage} (${name})`,
      JSON.stringify(api),
    ]),
  );
  return new Map([...parts, ...stages]);
}

/** Names of parts that differ. */
export const differingParts = (
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => before.get(name) !== after.get(name),
  );
