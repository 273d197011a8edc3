import assert from "node:assert/strict";
import { identityReplicaFaults } from "./identityReplica.ts";

const managed = {
  definition: { identity: { replication: "managed" } },
  region: "us-east-1",
} as const;
const signInDomain = { name: "auth.example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" };
const ofApi = "a name that the API does not have";

describe("the settings of a replicated user pool in a region", () => {
  for (const [what, args, argument, allowed] of [
    ["a domain", { ...managed, signInDomain }, undefined, undefined],
    [
      "a domain beside the API's",
      { ...managed, signInDomain, domain: { name: "api.example.com" } },
      undefined,
      undefined,
    ],
    [
      "a domain without replication",
      { ...managed, definition: {}, signInDomain },
      undefined,
      undefined,
    ],
    [
      "a domain without replication outside the home region",
      { ...managed, definition: {}, home: {}, signInDomain },
      "signInDomain",
      "nothing outside the home region",
    ],
    [
      "a replica without replication",
      { ...managed, definition: {}, identityReplica: "us-west-2" },
      "identityReplica",
      'nothing without identity.replication: "managed"',
    ],
    [
      "a domain outside the home region",
      { ...managed, home: {}, signInDomain },
      "signInDomain",
      "nothing outside the home region",
    ],
    [
      "the API's name",
      { ...managed, signInDomain, domain: { name: "auth.example.com" } },
      "signInDomain.name",
      ofApi,
    ],
    [
      "an alias of the API",
      {
        ...managed,
        signInDomain,
        domain: { name: "a.example.com", aliases: ["auth.example.com"] },
      },
      "signInDomain.name",
      ofApi,
    ],
    [
      "a region's name",
      {
        ...managed,
        signInDomain: { ...signInDomain, name: "eu-west-1.example.com" },
        domain: { name: "example.com" },
      },
      "signInDomain.name",
      ofApi,
    ],
  ] as const) {
    it(`${argument ? "do not allow" : "allow"} ${what}`, () => {
      const faults = identityReplicaFaults(args).map((fault) => [fault.argument, fault.allowed]);

      assert.deepEqual(faults, argument ? [[argument, allowed]] : []);
    });
  }
});
