import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { request as sendRequest } from "node:http";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  ForgotPasswordCommand,
  GetUserCommand,
  ListUserPoolClientsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { PlatformState } from "../../local/stateFile.ts";
import { PlatformProcess } from "../support/platformProcess.ts";
import { copyProject } from "../support/projectCopy.ts";
import { App, claimsOf } from "../support/users.ts";

const home = "us-east-1";
const secondary = "eu-west-1";

/** A team's code in a trigger, which tells where it ran. */
const whereabouts = `
export async function handler(event: any): Promise<void> {
  const details = (event.response.claimsAndScopeOverrideDetails ??= {});
  const id = (details.idTokenGeneration ??= {});
  const ranIn = [process.env.AWS_REGION, process.env.LEVEL, process.env.ORDERS_ORDERS_TABLE !== undefined];
  id.claimsToAddOrOverride = { ...id.claimsToAddOrOverride, ranIn: ranIn.join() };
}
`;
const options = `
  replication: "managed",
  logs: { deliveryErrors: true },
  audit: {},
  triggers: {
    preTokenGeneration: {
      entry: "functions/whereabouts.ts",
      environment: { LEVEL: "1" },
      tables: { "orders.orders": ["GetItem"] },
    },
  }`;

/** A copy of the project whose platform has a replicated user pool, with the team's code in a trigger. */
async function copyWithReplica(): Promise<string> {
  const folder = await copyProject();
  const change = async (file: string, from: string, to: string) => {
    const text = await readFile(join(folder, file), "utf8");
    assert.ok(text.includes(from), file);
    await writeFile(join(folder, file), text.replace(from, to));
  };
  const identity = 'identity: { messages: "messages/"';
  await change("stacks/platform.ts", identity, `${identity}, ${options}`);
  await writeFile(join(folder, "functions/whereabouts.ts"), whereabouts);
  for (const region of [home, secondary]) {
    const setting = `config:\n  palisade:identityReplica: ${secondary}`;
    await change(`stacks/Pulumi.local-${region}.yaml`, "config:", setting);
  }
  const domain =
    "palisade:signInDomain: auth.example.com\n  palisade:signInHostedZone: Z0123456789";
  await change(`stacks/Pulumi.local-${home}.yaml`, "config:", `config:\n  ${domain}`);
  return folder;
}

/** The id and secret of the machine client, for HTTP's scheme Basic. */
async function machineCredentials({ regions }: PlatformState): Promise<string> {
  const { aws: endpoint, accessKey, userPoolId: UserPoolId } = regions[home]!;
  const cognito = new CognitoIdentityProviderClient({
    endpoint,
    region: home,
    credentials: accessKey!,
  });
  const { UserPoolClients } = await cognito.send(
    new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 60 }),
  );
  const machine = UserPoolClients!.find(({ ClientName }) => ClientName!.includes("machine"))!;
  const { ClientId, ClientSecret } = (
    await cognito.send(
      new DescribeUserPoolClientCommand({ UserPoolId, ClientId: machine.ClientId }),
    )
  ).UserPoolClient!;
  return Buffer.from(`${ClientId}:${ClientSecret}`).toString("base64");
}

/** A machine's token from the sign-in domain. `undefined` while nothing responds there. */
function machineToken(edge: string, basic: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const headers = {
      host: "auth.example.com",
      authorization: `Basic ${basic}`,
      "content-type": "application/x-www-form-urlencoded",
    };
    const request = sendRequest(`${edge}/oauth2/token`, { method: "POST", headers });
    request.once("error", reject);
    request.once("response", (response) => {
      if (response.statusCode === 200) {
        json(response).then(
          (body) => resolve((body as { access_token: string }).access_token),
          reject,
        );
      } else {
        response.resume();
        resolve(undefined);
      }
    });
    request.end("grant_type=client_credentials&scope=orders/read");
  });
}

/** The status of a call with a token in a region. */
const callIn = async ({ regions }: PlatformState, region: string, token: string) => {
  const headers = { authorization: token };
  const response = await fetch(`${regions[region]!.api}/orders`, { headers });
  await response.arrayBuffer();
  return response.status;
};

const isUnreachable = (error: Error) =>
  /socket hang up|ECONNRESET|ECONNREFUSED/.test(String(error));

/** Shows what docs/identity.md promises while the home region's Cognito is down. */
describe("a platform with a replicated user pool", function () {
  this.timeout(180_000);
  let folder: string;
  let platform: PlatformProcess;
  let state: PlatformState;
  let atHome: App;
  let atReplica: App;
  const user = "jane@example.com";

  const identity = async (change: "stop" | "start") => {
    const url = `${state.edge}/_palisade/regions/${home}/identity/${change}`;
    assert.equal((await fetch(url, { method: "POST" })).status, 200);
  };

  before(async () => {
    folder = await copyWithReplica();
    platform = PlatformProcess.in(folder, "--env", "local", "--port", "0");
    state = await platform.ready();
    const { clientId } = state.regions[home]!;
    atHome = new App(state.regions[home]!.aws, home, clientId);
    atReplica = new App(state.regions[secondary]!.aws, secondary, clientId);
    await atHome.signUp(user);
    const { messages } = (await (
      await fetch(`${state.edge}/_palisade/messages?to=${user}`)
    ).json()) as { messages: { text?: string; body?: string }[] };
    const code = /\b\d{6}\b/.exec(JSON.stringify(messages.at(-1)))?.[0];
    await atHome.confirm(user, code!);
  });
  after(async () => {
    await platform.stop();
    await rm(folder, { recursive: true });
  });

  it("accepts tokens of both regions in both, each made by the region's own functions", async () => {
    for (const [app, where] of [
      [atHome, home],
      [atReplica, secondary],
    ] as const) {
      const { IdToken, AccessToken } = await app.signIn(user);
      assert.equal(claimsOf(IdToken!)["ranIn"], `${where},1,true`);
      for (const region of [home, secondary]) {
        assert.equal(await callIn(state, region, IdToken!), 200);
        assert.equal(await callIn(state, region, AccessToken!), 401);
      }
    }
  });

  it("refuses at the replica what only the home region does, by name", async () => {
    await assert.rejects(atReplica.signUp("new@example.com"), {
      name: "UnsupportedOperationException",
      message:
        /^SignUp is not accepted by the replica of us-east-1_\w+ in eu-west-1\. Use us-east-1/,
    });
  });

  describe("while the home region's Cognito is down", () => {
    let running: string;
    let basic: string;
    before(async () => {
      basic = await machineCredentials(state);
      assert.ok(await machineToken(state.edge, basic));
      running = (await atHome.signIn(user)).IdToken!;
      await identity("stop");
    });
    after(() => identity("start"));

    it("accepts running tokens in each region", async () => {
      assert.equal(await callIn(state, home, running), 200);
      assert.equal(await callIn(state, secondary, running), 200);
    });

    it("signs users in at the replica, whose tokens work in each region", async () => {
      await assert.rejects(atHome.signIn(user), isUnreachable);
      const { IdToken, AccessToken } = await atReplica.signIn(user);
      const { Username } = await atReplica.client.send(new GetUserCommand({ AccessToken }));

      assert.ok(Username);
      assert.equal(claimsOf(IdToken!)["ranIn"], `${secondary},1,true`);
      assert.equal(await callIn(state, home, IdToken!), 200);
      assert.equal(await callIn(state, secondary, IdToken!), 200);
    });

    it("gives machines tokens at the sign-in domain as soon as its health check fails", async () => {
      let token: string | undefined;
      while (token === undefined) token = await machineToken(state.edge, basic);

      const payload = JSON.parse(
        Buffer.from(token.split(".")[1]!, "base64url").toString(),
      ) as Record<string, unknown>;
      // MiniStack has only the original issuer.
      assert.equal(String(payload["iss"]).split("/").at(-1), state.regions[home]!.userPoolId);
      assert.equal(payload["scope"], "orders/read");
    });

    it("can't recover a password", async () => {
      const { clientId: ClientId } = state.regions[home]!;
      const recover = new ForgotPasswordCommand({ ClientId, Username: user });

      await assert.rejects(atHome.client.send(recover), isUnreachable);
      await assert.rejects(atReplica.client.send(recover), {
        name: "UnsupportedOperationException",
      });
    });
  });
});
