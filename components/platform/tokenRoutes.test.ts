import assert from "node:assert/strict";
import { lambdaProxy, signOut } from "../api/index.ts";
import { definePlatform, type PlatformDefinition } from "./index.ts";

const services = { orders: { directory: "services/orders" } };

const define = (more: Partial<PlatformDefinition>) =>
  definePlatform({ name: "Test", services, routes: {}, ...more } as PlatformDefinition);

const wants = (...scopes: string[]) => ({ "GET /x": lambdaProxy("orders", { scopes }) });

const many = (count: number, identifier: string, from = 0): string[] =>
  Array.from({ length: count }, (_, index) => `${identifier}/s${from + index}`);

const servers = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `server${index}/read`);

describe("a platform's tokens", () => {
  const machines = { billing: { scopes: ["orders/read"] } };
  const machineScopes = { identifier: "orders", scopes: { write: "Place orders" } };

  const accepted: [title: string, definition: Partial<PlatformDefinition>][] = [
    ["a scope of a machine", { routes: wants("orders/read"), identity: { machines } }],
    ["one of several scopes", { routes: wants("a/b", "orders/read"), identity: { machines } }],
    [
      "a scope of the machine client",
      { routes: wants("orders/write"), identity: { machines }, machineScopes },
    ],
    ["a scope of Cognito's own", { routes: wants("openid"), identity: { machines } }],
    [
      "a scope of a group",
      { routes: wants("a/b"), identity: { groups: { admins: { scopes: ["a/b"] } } } },
    ],
    [
      "any scope beside groups without scopes",
      { routes: wants("a/b"), identity: { groups: { admins: {} } } },
    ],
    ["any scope, for clients of your own", { routes: wants("a/b") }],
    ["any scope beside a machine client", { routes: wants("a/b"), machineScopes }],
    [
      "sign-out with revocation",
      { routes: { "POST /x": signOut() }, identity: { revocation: {} } },
    ],
  ];
  for (const [title, definition] of accepted) {
    it(`may open a route with ${title}`, () => {
      assert.doesNotThrow(() => define(definition));
    });
  }

  const refused: [title: string, definition: Partial<PlatformDefinition>, message: RegExp][] = [
    [
      "a scope that nobody gives",
      { routes: wants("orders/reed", "a/b"), identity: { machines } },
      /"GET \/x": no token ever has its scope: orders\/reed, a\/b\. Did you mean "orders\/read"\?/,
    ],
    [
      "a scope unlike all others",
      { routes: wants("catalog/list"), identity: { machines } },
      /no token ever has its scope: catalog\/list\. Give one to identity\.groups/,
    ],
    [
      "sign-out without revocation",
      { routes: { "POST /x": signOut() } },
      /"POST \/x".*tokens work until they expire\. Set identity: \{ revocation: \{\} \}/,
    ],
    [
      "revocation without tokens",
      {
        routes: { "GET /x": lambdaProxy("orders", { auth: "none" }) },
        identity: { revocation: {} },
      },
      /identity\.revocation is \{\}.*Remove it, or give a route auth: "cognito"/,
    ],
    [
      "a delay that a function is not needed for",
      { identity: { revocation: { withinSeconds: 301 } } },
      /identity\.revocation\.withinSeconds is 301; allowed: a whole number from 2 to 300/,
    ],
    [
      "a machine without scopes",
      { identity: { machines: { a1: { scopes: [] } } } },
      /machines\.a1\.scopes is \[\]/,
    ],
    [
      "a scope without an identifier",
      { identity: { machines: { a1: { scopes: ["read"] } } } },
      /machines\.a1\.scopes\[0\] is "read"; allowed: <identifier>\/<name>/,
    ],
    [
      "a machine with more scopes than a client may have",
      { identity: { machines: { a1: { scopes: many(51, "orders") } } } },
      /a list of 1 to 50 different scopes/,
    ],
    [
      "more resource servers than a pool may have",
      {
        identity: {
          machines: { a1: { scopes: servers(20) }, a2: { scopes: servers(26).slice(20) } },
        },
      },
      /identity\.machines is "scopes of 26 identifiers"; allowed: at most 25/,
    ],
    [
      "more scopes than a resource server may have",
      {
        identity: {
          machines: {
            a1: { scopes: many(50, "orders") },
            a2: { scopes: many(50, "orders", 50) },
            a3: { scopes: ["orders/one-more"] },
          },
        },
      },
      /"101 scopes of \\"orders\\""; allowed: at most 100/,
    ],
    [
      "a group's scope with a space",
      { identity: { groups: { admins: { scopes: ["a/b c/d"] } } } },
      /groups\.admins\.scopes\[0\] is "a\/b c\/d"; allowed: <identifier>/,
    ],
    [
      "scopes of groups that don't fit into the trigger's variables",
      { identity: { groups: { admins: { scopes: many(300, "orders") } } } },
      /identity\.groups is "\d+ bytes of scopes"; allowed: at most 2048 bytes/,
    ],
    [
      "a machine with a client's name",
      { identity: { machines, clients: { billing: { kind: "app" } } } },
      /identity\.machines\.billing is not a valid name; allowed: names that no client has/,
    ],
    [
      "a machine whose resources have a client's name",
      { identity: { machines, clients: { "machine-billing": { kind: "app" } } } },
      /identity\.machines\.billing is not a valid name/,
    ],
    [
      "a machine with a name that fits no resource",
      { identity: { machines: { A: { scopes: ["a/b"] } } } },
      /machines\.A is not a valid name/,
    ],
  ];
  for (const [title, definition, message] of refused) {
    it(`refuse ${title}`, () => {
      assert.throws(() => define(definition), message);
    });
  }
});
