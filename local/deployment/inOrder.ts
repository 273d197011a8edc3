import type { KeptResource } from "./keptStack.ts";

/** Acts on each resource after it has done so on those that it depends on; on others at the same time. */
export async function inOrder(
  resources: ReadonlyMap<string, KeptResource>,
  act: (resource: KeptResource) => Promise<void>,
): Promise<void> {
  const acts = new Map<string, Promise<void>>();
  const start = (resource: KeptResource): Promise<void> => {
    const { urn, dependencies } = resource.registration;
    const started = acts.get(urn);
    if (started) return started;
    const before = dependencies.flatMap((dependency) => {
      const other = resources.get(dependency);
      return other ? [start(other)] : [];
    });
    const acting = Promise.all(before).then(() => act(resource));
    acts.set(urn, acting);
    return acting;
  };
  const results = await Promise.allSettled([...resources.values()].map(start));
  const failed = results.find(({ status }) => status === "rejected") as
    PromiseRejectedResult | undefined;
  if (failed) throw failed.reason;
}
