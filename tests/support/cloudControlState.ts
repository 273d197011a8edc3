import type { InputFailure } from "../../local/provider/schema/index.ts";
import { loadTypeSchemas } from "../../local/provider/schema/index.ts";
import type { Recorded } from "./recordResources.ts";

/** What AWS's schemas refuse in the settings of all resources of Cloud Control, and how many there are. */
export async function checkCloudControl(
  recorded: readonly Recorded[],
): Promise<{ readonly count: number; readonly failures: readonly InputFailure[] }> {
  const schemas = await loadTypeSchemas("us-east-1", console.log);
  const type = "aws:cloudcontrol/resource:Resource";
  const all = recorded.flatMap((each) =>
    each.names("Resource").map((name) => each.inputs("Resource", name)),
  );
  return { count: all.length, failures: all.flatMap((inputs) => schemas.check(type, inputs)) };
}
