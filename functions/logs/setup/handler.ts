import { type DomainAccess, domainOf } from "./domain.ts";
import { type Setup, setUp } from "./setUp.ts";

/** Invoked by a deployment. What it throws fails the deployment. */
export const handler = async (event: DomainAccess & Setup): Promise<{ done: true }> => {
  await setUp(domainOf(event), event);
  return { done: true };
};
