import { app } from "../index.ts";
import { audit, guide, own, type Refusal, reference, sender } from "./refusal.ts";

const attributePage = guide("Working with user attributes");
const clientPage = reference("CreateUserPoolClient");
const threats = guide("Advanced security with threat protection");
const many = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`a${index}`, { type: "string" }]),
  );

/** Wrong attributes, clients, groups, plans, logs and replication. */
export const refusedParts: readonly Refusal[] = [
  // Attributes
  [
    { attributes: { tenant: { type: "string" } } },
    /attributes\.tenant is not a valid name; .* custom:tenant/,
    own,
  ],
  [
    { attributes: { email: { type: "string" } } },
    /attributes\.email is not a valid name; .* Every user has it/,
    own,
  ],
  [
    { attributes: { ["a".repeat(21)]: { type: "string" } } },
    /is not a valid name; allowed: at most 20/,
    attributePage,
  ],
  [
    { attributes: { "custom:a": { type: "string" } } },
    /is not a valid name; .* Cognito adds custom:/,
    attributePage,
  ],
  [
    { attributes: many(50) },
    /attributes is 50; allowed: at most 49 beside custom:tenant/,
    guide("Quotas in Amazon Cognito"),
  ],
  [
    { attributes: { a: { type: "text" } } },
    /attributes\.a\.type is "text"; allowed: "string", "number"/,
    reference("SchemaAttributeType"),
  ],
  [
    { attributes: { a: { type: "string", required: true } } },
    /unknown option "attributes\.a\.required"/,
    attributePage,
  ],
  [
    { attributes: { a: { type: "string", maximum: 2049 } } },
    /attributes\.a\.maximum is 2049; .* 0 to 2,048/,
    attributePage,
  ],
  [
    { attributes: { a: { type: "number", minimum: 2, maximum: 1 } } },
    /attributes\.a\.minimum is 2; allowed: at most/,
    own,
  ],
  [
    { attributes: { a: { type: "date", maximum: 1 } } },
    /attributes\.a\.maximum is 1; allowed: nothing for type "date"/,
    reference("SchemaAttributeType"),
  ],
  // Clients
  [
    { clients: { Web: app() } },
    /clients\.Web is not a valid name; allowed: at most 24 lower-case/,
    own,
  ],
  [{ clients: { machine: app() } }, /clients\.machine is not a valid name/, own],
  [{ clients: { web: { kind: "spa" } } }, /clients\.web\.kind is "spa"; allowed: "app"/, own],
  [
    { clients: { web: app({ reads: ["department"] }) } },
    /clients\.web\.reads\[0\] is "department"; allowed: a standard/,
    clientPage,
  ],
  [
    { clients: { web: app({ reads: ["custom:tenant"] }) } },
    /reads\[0\] is "custom:tenant"; .* Write "tenant"/,
    own,
  ],
  [
    { clients: { web: app({ writes: ["tenant"] }) } },
    /writes\[0\] is "tenant"; .* whose data they see/,
    own,
  ],
  [
    { clients: { web: app({ writes: [] }) } },
    /writes is .*; allowed: a list of at least one attribute, each once\. Cognito reads an empty list as all/,
    clientPage,
  ],
  [
    { clients: { web: app({ writes: ["email_verified"] }) } },
    /writes\[0\] is "email_verified"; allowed: no verified flag/,
    clientPage,
  ],
  [
    { clients: { web: app({ tokens: { accessMinutes: 4 } }) } },
    /tokens\.accessMinutes is 4; .* 5 to 1,440/,
    clientPage,
  ],
  [
    { clients: { web: app({ tokens: { idMinutes: 1441 } }) } },
    /tokens\.idMinutes is 1441/,
    clientPage,
  ],
  [
    { clients: { web: app({ tokens: { refreshDays: 3651 } }) } },
    /tokens\.refreshDays is 3651/,
    clientPage,
  ],
  [
    { clients: { web: app({ tokens: { rotation: { graceSeconds: 61 } } }) } },
    /rotation\.graceSeconds is 61; allowed: a whole number from 0 to 60/,
    reference("RefreshTokenRotationType"),
  ],
  [
    { clients: { billing: app() }, machines: { billing: { scopes: ["a/b"] } } },
    /clients\.billing is not a valid name; allowed: a name that no machine has/,
    own,
  ],
  [
    { machines: { billing: { scopes: [] } } },
    /machines\.billing\.scopes is \[\]; .* 1 to 50/,
    guide("Scopes, M2M, and resource servers"),
  ],
  [
    { machines: { a1: { scopes: Array.from({ length: 26 }, (_, index) => `s${index}/read`) } } },
    /machines is .*26 identifiers.*; allowed: at most 25/,
    guide("Quotas in Amazon Cognito"),
  ],
  [
    {},
    /allowPasswordAuth is true; allowed: false for a directory with deletionProtection/,
    own,
    { allowPasswordAuth: true, deletionProtection: true },
  ],
  ...[
    { identifier: "orders api", scopes: { read: "Read" } },
    { identifier: "o".repeat(257), scopes: { read: "Read" } },
    { identifier: "orders", scopes: { "read/all": "Read" } },
    { identifier: "orders", scopes: { read: "R".repeat(257) } },
  ].map((machineScopes): Refusal => [
    {},
    /machineScopes\.(identifier|scopes).* is .*allowed: /,
    reference("CreateResourceServer"),
    { machineScopes },
  ]),
  // Groups
  [{ groups: { "all staff": {} } }, /is not a valid name; allowed: at most 64 letters/, own],
  [
    { groups: { admins: { precedence: -1 } } },
    /groups\.admins\.precedence is -1/,
    reference("CreateGroup"),
  ],
  [
    { groups: { admins: { description: "a".repeat(2049) } } },
    /groups\.admins\.description is/,
    reference("CreateGroup"),
  ],
  [
    {
      groups: { admins: {}, staff: {} },
      triggers: { preTokenGeneration: { requiredGroups: ["staff", "admin"] } },
    },
    /requiredGroups\[1\] is "admin"; allowed: the groups: admins, staff\. Did you mean "admins"\?/,
    own,
  ],
  [
    {
      groups: { admins: {} },
      triggers: { postConfirmation: { groups: { "a.example": "sales" } } },
    },
    /postConfirmation\.groups\.a\.example is "sales"; .* Add it to identity\.groups/,
    own,
  ],
  [
    {
      groups: { admins: {} },
      triggers: { preTokenGeneration: { claimsFrom: { groups: { Admins: { role: "a" } } } } },
    },
    /claimsFrom\.groups\.Admins is not a valid name; allowed: the groups: admins\. Did you mean/,
    own,
  ],
  [
    { groups: {}, triggers: { preTokenGeneration: { requiredGroups: ["staff"] } } },
    /requiredGroups\[0\] is "staff"; allowed: nothing without groups/,
    own,
  ],
  // Plan, risks, logs
  [
    { plan: "LITE" },
    /plan is "LITE"; allowed: "ESSENTIALS", "PLUS"/,
    guide("User pool feature plans"),
  ],
  [
    { threatProtection: "audit" },
    /threatProtection is "audit"; allowed: nothing without plan: "PLUS"/,
    threats,
  ],
  [
    { plan: "ESSENTIALS", threatProtection: "enforced" },
    /threatProtection is "enforced"; allowed: nothing without/,
    threats,
  ],
  [
    { ...audit, threatProtection: "on" },
    /threatProtection is "on"; allowed: "audit", "enforced"/,
    threats,
  ],
  [
    { ...audit, threatProtection: { mode: "audit", actions: { high: "BLOCK" } } },
    /threatProtection\.actions is .*; allowed: nothing with mode "audit"/,
    threats,
  ],
  [
    {
      ...audit,
      mfa: { mode: "OFF" },
      threatProtection: { mode: "enforced", actions: { high: "MFA_REQUIRED" } },
    },
    /threatProtection\.actions\.high is "MFA_REQUIRED"; allowed: BLOCK or NO_ACTION without a second/,
    reference("AccountTakeoverActionType"),
  ],
  [
    { ...audit, threatProtection: { mode: "enforced", blockedAddresses: ["198.51.100.1"] } },
    /blockedAddresses\[0\] is "198.51.100.1"; allowed: a range/,
    reference("RiskExceptionConfigurationType"),
  ],
  [
    {
      ...audit,
      threatProtection: { mode: "enforced", skippedAddresses: Array(201).fill("10.0.0.0/8") },
    },
    /skippedAddresses is .*; allowed: a list of at most 200 ranges/,
    reference("RiskExceptionConfigurationType"),
  ],
  [{ logs: {} }, /logs is {}; allowed: at least one of deliveryErrors and events/, own],
  [
    { logs: { events: true } },
    /logs\.events is true; allowed: false without threatProtection/,
    guide("Exporting logs from Amazon Cognito user pools"),
  ],
  [
    { logs: { deliveryErrors: true, retentionDays: 2 } },
    /logs\.retentionDays is 2/,
    'Amazon CloudWatch Logs API Reference, "PutRetentionPolicy"',
  ],
  // Replication
  [
    { issuer: "UPDATED" },
    /issuer is "UPDATED"; allowed: nothing without replication/,
    reference("IssuerConfigurationType"),
  ],
  [
    { replication: "managed", mfa: { mode: "ON" } },
    /mfa\.mode is "ON"; allowed: OFF or OPTIONAL for a replicated pool whose only factor is totp\. AWS's limit/,
    guide("Multi-Region replication for user pools"),
  ],
  [
    { replication: "managed", mfa: { factors: ["email"] }, recovery: ["email", "phone"] },
    /mfa\.factors is \["email"\]; allowed: email only beside "totp" or "sms" for a replicated pool\. AWS's limit/,
    "aws-cloudformation/cloudformation-coverage-roadmap #2221",
    sender,
  ],
];
