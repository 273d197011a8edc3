import type { ExportedResource } from "../../commands/policy/judgeExport.ts";
import {
  analyzeRequest,
  analyzeStackRequest,
  stackResource,
} from "../../policy/testing/requests.ts";
import type { ServedPack } from "../../policy/testing/servedPack.ts";

/** Number of resources that the engine checks at a time. */
const inFlight = 16;

/**
 * Remediates and checks each resource, then checks the stack, as the engine does.
 *
 * @returns the number of violations
 */
export async function checkWith(
  pack: ServedPack,
  resources: readonly ExportedResource[],
): Promise<number> {
  let violations = 0;
  const queue = [...resources];
  const work = async () => {
    for (let next = queue.pop(); next; next = queue.pop()) {
      const { type, name, props } = next.asked;
      const request = analyzeRequest(type, name, props);
      await pack.call("remediate", request);
      violations += (await pack.call("analyze", request)).getDiagnosticsList().length;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  const stack = analyzeStackRequest(
    // The aws provider includes the id in the outputs.
    resources.map(({ deployed: { type, name, id, props } }) =>
      stackResource(type, name, { ...props, id }),
    ),
  );
  return violations + (await pack.call("analyzeStack", stack)).getDiagnosticsList().length;
}
