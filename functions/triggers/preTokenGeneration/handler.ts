import type {
  PreTokenGenerationV2TriggerEvent,
  PreTokenGenerationV3TriggerEvent,
} from "aws-lambda";
import { environmentOf } from "../../shared/environment.ts";
import { admissionOf } from "../admittedAddress/index.ts";
import { guarded } from "../guarded.ts";
import { accessTokenClaims, type Claims, idTokenClaims } from "./claims.ts";
import { groupRulesOf } from "./groups.ts";
import { type ScopesByGroup, scopesOf } from "./scopes.ts";
import { tableClaimsOf } from "./tableClaims.ts";

const environment = environmentOf(process.env);
const admission = admissionOf(environment);
const groupRules = groupRulesOf(environment);
const readClaims = tableClaimsOf(environment);
const scopesByGroup = environment.json<ScopesByGroup>("SCOPES_BY_GROUP") ?? {};

/**
 * Adds the claims that identify the caller to both tokens, with those of groups and of a table, and the scopes of groups
 * to the access token. Refuses tokens to users whose address is no longer admitted, or who are not in a required group.
 * No trigger runs when a user changes their address or their groups, but this one runs at every sign-in and refresh.
 * Tokens of machines stay as they are. Fails closed.
 *
 * Source: Cognito Developer Guide, "Pre token generation Lambda trigger", versions two and three.
 */
export const handler = guarded<PreTokenGenerationV2TriggerEvent | PreTokenGenerationV3TriggerEvent>(
  async (event) => {
    if (event.triggerSource === "TokenGeneration_ClientCredentials") return event;
    const { userAttributes, groupConfiguration } = event.request;
    const groups = groupConfiguration.groupsToOverride ?? [];
    await admission.checkSignIn(userAttributes["email"]);
    groupRules.check(groups);
    const more = { ...groupRules.claimsOf(groups), ...(await readClaims(userAttributes["sub"]!)) };
    const scopesToAdd = scopesOf(groups, scopesByGroup);
    event.response = {
      claimsAndScopeOverrideDetails: {
        idTokenGeneration: claimsToAdd({ ...idTokenClaims(userAttributes), ...more }),
        accessTokenGeneration: {
          ...claimsToAdd({ ...accessTokenClaims(userAttributes), ...more }),
          ...(scopesToAdd.length > 0 && { scopesToAdd }),
        },
      },
    };
    return event;
  },
);

/** Cognito takes any JSON, unlike the types of its events. */
const claimsToAdd = (claims: Claims) => ({
  claimsToAddOrOverride: claims as Record<string, string>,
});
