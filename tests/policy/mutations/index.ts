import { apiMutations } from "./api.ts";
import { dataMutations } from "./data.ts";
import { identityMutations } from "./identity.ts";
import type { Mutations } from "./mutation.ts";
import { networkMutations } from "./network.ts";
import { serviceMutations } from "./services.ts";

/** Each exposes something of a region's stack that keeps to every rule. */
export const mutations: Mutations = {
  ...networkMutations,
  ...serviceMutations,
  ...apiMutations,
  ...identityMutations,
  ...dataMutations,
};
