import type { LoadedStacks } from "../sources/source.ts";

/** Types of resources that the edge, the distributions and the sign-in pages read once, at the start. */
const typesAtStart =
  /^aws:(cloudfront|route53)\/|^aws:apigateway\/(domainName|basePathMapping):|^aws:cognito\/userPoolDomain:/;

/** What the parts in front of the regions are made of: values by the names of resources. */
export const frontParts = ({ regions, edges }: LoadedStacks): Map<string, string> =>
  new Map(
    [...regions, ...edges].flatMap(({ region, resources }) =>
      resources
        .filter(({ type }) => typesAtStart.test(type))
        .map(({ type, name, id, inputs }): [string, string] => [
          `${type} "${name}" in ${region}`,
          JSON.stringify([id, inputs]),
        ]),
    ),
  );

/** Names of parts that differ. */
export const differingParts = (
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => before.get(name) !== after.get(name),
  );
