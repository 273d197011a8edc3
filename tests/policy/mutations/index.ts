import { apiMutations } from "./api.ts";
import { dataMutations } from "./data.ts";
import { identityMutations } from "./identity.ts";
import type { Mutations } from "./mutation.ts";
import { networkMutations } from "./network.ts";
import { serviceMutations } from "./services.ts";

/** Mutations that each expose something in a compliant region stack. */
export const mutations: Mutations = {
  ...networkMutations,
  ...serviceMutations,
  ...apiMutations,
  ...identityMutations,
  ...dataMutations,
};
