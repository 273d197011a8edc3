import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  AdminAddUserToGroupCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolClientsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { run } from "../../commands/machines/index.ts";
import { run as shorthand } from "../../commands/token/call.ts";
import { run as token } from "../../commands/token/index.ts";
import type { PlatformState } from "../../local/stateFile.ts";
import { runCommand } from "../../project/testing/runCommand.ts";
import { PlatformProcess } from "../support/platformProcess.ts";
import { copyProject } from "../support/projectCopy.ts";
import { App, newUser } from "../support/users.ts";

const home = "us-east-1";
const regions = [home, "eu-west-1"];

const identity = `identity: {
    messages: "messages/",
    revocation: { withinSeconds: 2 },
    groups: { admins: { scopes: ["orders/write"] } },
    machines: { billing: { scopes: ["orders/read"] } },
  },`;
const routes = `routes: {
    "POST /sign-out": signOut(),
    "POST /sign-out/here": signOut({ sessions: "own" }),
    "GET /write": lambdaProxy("orders", { scopes: ["orders/write"], servicePath: "/ready" }),
    "GET /read": lambdaProxy("orders", { scopes: ["orders/read"], servicePath: "/ready" }),`;

/** A copy of the project whose sessions can be ended, with a group and a machine. */
async function copyWithRevocation(): Promise<string> {
  const folder = await copyProject();
  const file = join(folder, "stacks/platform.ts");
  let text = await readFile(file, "utf8");
  for (const [from, to] of [
    ["lambdaProxy, sqs", "lambdaProxy, signOut, sqs"],
    ['identity: { messages: "messages/" },', identity],
    ["routes: {", routes],
  ] as const) {
    assert.ok(text.includes(from), from);
    text = text.replace(from, to);
  }
  await writeFile(file, text);
  return folder;
}

/** Shows what docs/tokens.md promises, in both regions. */
describe("a platform whose sessions can be ended", function () {
  this.timeout(180_000);
  let folder: string;
  let platform: PlatformProcess;
  let state: PlatformState;

  before(async () => {
    folder = await copyWithRevocation();
    platform = PlatformProcess.in(folder, "--env", "local", "--port", "0");
    state = await platform.ready();
  });
  after(async () => {
    await platform.stop();
    await rm(folder, { recursive: true });
  });

  const call = async (region: string, line: string, token: string) => {
    const [method = "", path = ""] = line.split(" ");
    const headers = { authorization: token };
    const response = await fetch(`${state.regions[region]!.api}${path}`, { method, headers });
    await response.arrayBuffer();
    return response.status;
  };
  /** Calls until the region has heard of the revocation. */
  const untilRefused = async (region: string, token: string) => {
    for (;;) {
      const status = await call(region, "GET /orders", token);
      if (status === 401) return;
      assert.equal(status, 200);
    }
  };

  it("ends one session in every region, and no other", async () => {
    const app = App.of(state);
    const { idToken: phone } = await newUser(state, "ann@example.com");
    const { IdToken: laptop, RefreshToken } = await app.signIn("ann@example.com");
    for (const region of regions) assert.equal(await call(region, "GET /orders", phone), 200);

    assert.equal(await call("eu-west-1", "POST /sign-out/here", phone), 204);

    for (const region of regions) await untilRefused(region, phone);
    for (const region of regions) assert.equal(await call(region, "GET /orders", laptop!), 200);
    const { AuthenticationResult } = await app.refresh(RefreshToken!);
    assert.equal(await call(home, "GET /orders", AuthenticationResult!.IdToken!), 200);
  });

  it("ends all sessions of a user, also their refreshed tokens, until the next sign-in", async () => {
    const app = App.of(state);
    const { idToken: phone } = await newUser(state, "bob@example.com");
    const { IdToken: laptop, RefreshToken } = await app.signIn("bob@example.com");
    const { idToken: other } = await newUser(state, "cleo@example.com");

    assert.equal(await call(home, "POST /sign-out", phone), 204);

    for (const region of regions) {
      await untilRefused(region, phone);
      await untilRefused(region, laptop!);
      assert.equal(await call(region, "GET /orders", other), 200);
    }
    const { AuthenticationResult } = await app.refresh(RefreshToken!);
    for (const region of regions) await untilRefused(region, AuthenticationResult!.IdToken!);
    // Within the second of the sign-out, a sign-in ends too.
    let status = 401;
    while (status === 401) {
      const { IdToken } = await app.signIn("bob@example.com");
      status = await call(home, "GET /orders", IdToken!);
    }
    assert.equal(status, 200);
  });

  it("gives scopes to groups and machines, and accepts no client but its own", async () => {
    const { cognito, UserPoolId, endpoint } = atHome();
    await newUser(state, "dora@example.com");
    const app = App.of(state);
    const before = (await app.signIn("dora@example.com")).AccessToken!;
    assert.equal(await call(home, "GET /write", before), 401);

    const member = { UserPoolId, Username: "dora@example.com", GroupName: "admins" };
    await cognito.send(new AdminAddUserToGroupCommand(member));
    const admin = (await app.signIn("dora@example.com")).AccessToken!;
    const billing = await firstSecret("machine-billing");
    const machine = await machineToken(billing, "orders/read");

    for (const region of regions) {
      assert.equal(await call(region, "GET /write", admin), 200);
      assert.equal(await call(region, "GET /read", admin), 401);
      assert.equal(await call(region, "GET /read", machine!), 200);
      assert.equal(await call(region, "GET /write", machine!), 401);
    }
    assert.equal(await machineToken(billing, "orders/write"), undefined);

    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: "by hand",
        ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
      }),
    );
    const stranger = new App(endpoint, home, UserPoolClient!.ClientId!);
    const { IdToken } = await stranger.signIn("dora@example.com");
    assert.equal(await call(home, "GET /orders", IdToken!), 401);
  });

  it("replaces a machine's secret without a gap", async () => {
    const before = await firstSecret("machine-billing");
    const machines = (...args: string[]) => runCommand(run, [...args, "--url", state.edge], folder);
    const works = async (secret: MachineSecret) =>
      (await machineToken(secret, "orders/read")) !== undefined;

    const rotated = await machines("rotate", "billing", "--out", "billing.json");

    assert.equal(rotated.code, 0, rotated.stderr);
    const file = join(folder, "billing.json");
    const after = JSON.parse(await readFile(file, "utf8")) as MachineSecret;
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal(after.clientId, before.clientId);
    assert.deepEqual([await works(before), await works(after)], [true, true]);
    const again = await machines("rotate", "billing", "--out", "more.json");
    assert.match(again.stderr, /billing has two secrets, of .* and .*retire it first/);
    const onto = await machines("rotate", "machine", "--out", "billing.json");
    assert.match(onto.stderr, /billing\.json exists/);

    const retired = await machines("retire", "billing");

    assert.equal(retired.code, 0, retired.stderr);
    assert.deepEqual([await works(before), await works(after)], [false, true]);
    assert.match((await machines("retire", "billing")).stderr, /one secret, which it needs/);
    assert.match((await machines("retire", "nobody")).stderr, /Use one of: billing, machine\./);
    const listed = await machines("list");
    assert.match(listed.stdout, /^billing  \w+  secret of \d{4}-.*\nmachine  \w+  secret of /);
    for (const { stdout, stderr } of [rotated, again, onto, retired, listed]) {
      for (const { clientSecret } of [before, after]) {
        assert.ok(!`${stdout}${stderr}`.includes(clientSecret));
      }
    }
  });

  it("gives tokens of users in a group and of machines to whoever runs it, and calls with them", async () => {
    const at = ["--url", state.edge];
    const printed = (run: typeof token, ...args: string[]) =>
      runCommand(run, [...args, ...at], folder);
    const write = ["--group", "admins", "--scope", "orders/write"];

    const byNpm = ["run", "-s", "token", "--", "--user", "ida@example.com", ...at];
    const id = await promisify(execFile)("npm", byNpm, { cwd: folder });
    const access = await printed(token, "--user", "ida@example.com", ...write);
    const machine = await printed(token, "--machine", "billing");

    for (const each of [id, access, machine]) assert.match(each.stdout, /^[\w-]+(\.[\w-]+){2}\n$/);
    const statuses = async (line: string) =>
      Promise.all([id, access, machine].map(({ stdout }) => call(home, line, stdout.trim())));
    assert.deepEqual(await statuses("GET /orders"), [200, 401, 401]);
    assert.deepEqual(await statuses("GET /write"), [401, 200, 401]);
    assert.deepEqual(await statuses("GET /read"), [401, 401, 200]);
    const placed = await printed(shorthand, "POST", "/orders", "-d", '{"item":"tea","quantity":2}');
    assert.deepEqual(
      [placed.code, (JSON.parse(placed.stdout) as { item: string }).item],
      [0, "tea"],
    );
    assert.match(placed.stderr, /^201 Created us-east-1$/m);
    const near = ["--no-token", "--region", "eu-west-1"];
    const refused = await printed(shorthand, "GET", "/orders", ...near);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /^401 Unauthorized\nThe request lacks what identifies the caller/);
    const unknown = await printed(token, "--machine", "biling");
    assert.match(unknown.stderr, /Did you mean "billing"\?/);
  });

  function atHome() {
    const { aws: endpoint, accessKey, userPoolId: UserPoolId } = state.regions[home]!;
    const config = { endpoint, region: home, credentials: accessKey! };
    return { cognito: new CognitoIdentityProviderClient(config), UserPoolId, endpoint };
  }

  /** The id and the secret that the program gave a machine. */
  async function firstSecret(name: string) {
    const { cognito, UserPoolId } = atHome();
    const { UserPoolClients } = await cognito.send(
      new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 60 }),
    );
    const { ClientId } = UserPoolClients!.find(({ ClientName }) => ClientName!.includes(name))!;
    const { UserPoolClient } = await cognito.send(
      new DescribeUserPoolClientCommand({ UserPoolId, ClientId }),
    );
    return { clientId: ClientId!, clientSecret: UserPoolClient!.ClientSecret! };
  }

  /** A machine's token; `undefined` if it is refused. */
  async function machineToken({ clientId, clientSecret }: MachineSecret, scope: string) {
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
    const response = await fetch(`${atHome().endpoint}/oauth2/token`, {
      method: "POST",
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({ grant_type: "client_credentials", scope }),
    });
    return ((await response.json()) as { access_token?: string }).access_token;
  }
});

interface MachineSecret {
  readonly clientId: string;
  readonly clientSecret: string;
}
