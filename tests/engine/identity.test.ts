import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DeployedProject, inShort } from "../support/deployedProject.ts";
import { policyArguments } from "../support/policyArguments.ts";

const home = "dev-us-east-1";
const replica = "dev-eu-west-1";

/** Options that make something of their own in the replica's region, or change the pool's state. */
const options = `
  replication: "managed",
  plan: "PLUS",
  sms: {},
  mfa: { mode: "OPTIONAL", factors: ["totp", "sms"] },
  passwordless: { sms: true, passkeys: true },
  signIn: "emailOrPhone",
  threatProtection: "enforced",
  logs: { deliveryErrors: true, events: true },
  audit: { attempts: true },
  providers: { Acme: { kind: "saml", metadataUrl: "https://id.acme.example/metadata" } },
  clients: { web: { kind: "app", pages: true, providers: ["Acme"] } },
  triggers: {
    preTokenGeneration: {
      entry: "functions/claims.ts",
      claimsFrom: { groups: { staff: { role: "staff" } } },
      tables: { "orders.orders": ["GetItem"] },
    },
  }`;
const claims = "export async function handler(): Promise<void> {}\n";
const sender =
  "config:\n  palisade:mailDomain: mail.example.com\n  palisade:mailHostedZone: Z0123456789";
/** The engine's stand-in for AWS does not replicate: this shows resources, order and policies. */
describe("a replicated user pool on the real engine", function () {
  this.timeout(240_000);
  let deployed: DeployedProject;
  let pack: string[];

  before(async function () {
    deployed = await DeployedProject.start(this, ["us-east-1", "eu-west-1"]);
    await deployed.init(home, replica);
    pack = await policyArguments(deployed.project.folder);
    const identity = 'identity: { messages: "messages/"';
    await deployed.replace("stacks/platform.ts", identity, `${identity}, ${options}`);
    await writeFile(join(deployed.project.folder, "functions/claims.ts"), claims);
    for (const stack of [home, replica]) {
      const setting =
        `${sender}\n  palisade:identityReplica: eu-west-1\n` +
        "  palisade:senderEmail: a@mail.example.com\n  palisade:passkeyDomain: auth.example.com";
      await deployed.replace(`stacks/Pulumi.${stack}.yaml`, "config:", setting);
    }
    const callback = "config:\n  palisade:callbackUrls: { web: [https://example.com/] }";
    await deployed.replace(`stacks/Pulumi.${home}.yaml`, "config:", callback);
    const domain =
      "config:\n  palisade:signInDomain: auth.example.com\n  palisade:signInHostedZone: Z0123456789";
    await deployed.replace(`stacks/Pulumi.${home}.yaml`, "config:", domain);
  });
  after(() => deployed?.close());

  const types = async (region: string) =>
    (await deployed.inventory(region)).map(({ type, id }) => `${type} ${id.replace(/_\w+/, "_…")}`);

  it("is deployed by the home region's stack, and passes the policies", async () => {
    const { stdout } = await deployed.succeed("up", home, ...pack);

    assert.doesNotMatch(stdout, /\[mandatory\]/);
    const atHome = await types("us-east-1");
    assert.ok(atHome.includes("aws:cloudcontrol/resource:Resource us-east-1_…"));
    assert.ok(atHome.includes("aws:cloudcontrol/resource:Resource us-east-1_…|eu-west-1"));
    assert.ok(atHome.includes("aws:cloudcontrol/resource:Resource us-east-1_…|auth.example.com"));
    assert.ok(!atHome.some((each) => each.startsWith("aws:cognito/userPool:")));
    const elsewhere = await types("eu-west-1");
    assert.ok(elsewhere.some((each) => each.startsWith("aws:kms/replicaKey:ReplicaKey mrk-")));
  });

  it("gets its triggers from the replica's stack, which changes nothing at home", async () => {
    const { stdout } = await deployed.succeed("up", replica, ...pack);

    assert.doesNotMatch(stdout, /\[mandatory\]/);
    await deployed.succeed("up", home, "--expect-no-changes");
    await deployed.succeed("up", replica, "--expect-no-changes");
  });

  it("is made inactive by one update of the replica's stack, before it is removed", async () => {
    const file = `stacks/Pulumi.${replica}.yaml`;
    const inactive = "config:\n  palisade:identityReplicaStatus: INACTIVE";
    await deployed.replace(file, "config:", inactive);

    assert.deepEqual((await deployed.changes(replica)).map(inShort), [
      "update aws:cloudcontrol/resource:Resource dev-users",
    ]);
  });
});
