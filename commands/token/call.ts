import { STATUS_CODES } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { InvalidArgumentError, Option } from "commander";
import type { CallRecord } from "../../local/calls/record.ts";
import { printable } from "../../local/inside.ts";
import type { PlatformState } from "../../local/stateFile.ts";
import { commandLine, exitCodeOf, type Io, processIo } from "../../project/command.ts";
import { EdgeClient } from "../running/edgeClient.ts";
import { type TokenOptions, withTokenOptions } from "./options.ts";
import { findRoute } from "../../local/routes/findRoute.ts";
import type { RouteInfo, RoutesReport } from "../../local/routes/routeInfo.ts";
import { signCall } from "../../local/tokens/signCall.ts";
import { unknown } from "../../local/tokens/tokenError.ts";
import { homeRegion } from "../../local/userPoolRegion.ts";
import { tokenOf } from "../../local/tokens/tokens.ts";
import { runningPlatform } from "./runningPlatform.ts";

interface CallOptions extends TokenOptions {
  readonly data?: string;
  readonly header: Readonly<Record<string, string>>;
  /** Calls this region's API instead of the edge. */
  readonly region?: string;
  /** Whether to sign in. */
  readonly token: boolean;
}

/** `npm run -s call -- POST /orders -d '{"item":"tea"}'`: a call of the platform on this machine, signed in. */
export const run = (argv: readonly string[], io: Io = processIo): Promise<number> =>
  exitCodeOf(io, async () => {
    const command = withTokenOptions(commandLine("npm run call", io))
      .description(
        "Signs in and calls the platform that runs on this machine; a route with IAM authorization gets a signature in " +
          "place of a token. The status goes to standard error, the body to " +
          "standard output. The exit code is 0 for a status of 2xx.",
      )
      .argument("<method>", "such as GET", method)
      .argument("<path>", "such as /orders", path)
      .option("-d, --data <body>", "body; JSON, unless a header says otherwise")
      .option("-H, --header <name: value>", "header; may be repeated", header, {})
      .option("--region <name>", "call the API of this region, not the edge")
      .addOption(
        new Option("--no-token", "don't sign in").conflicts([
          ...["user", "group", "client", "machine", "scope", "id", "access"],
        ]),
      )
      .parse(argv, { from: "user" });
    const [given, wanted] = command.processedArgs as [string, string];
    const options = command.opts<CallOptions>();
    const state = await runningPlatform(io.cwd, options.url);
    const { data: body } = options;
    const asked = { method: given, path: wanted, body };
    const {
      target,
      path: sent,
      headers,
    } = await sentCall(asked, state, options, (text) => io.err(`${text}\n`));
    const client = await EdgeClient.of(target);
    try {
      const response = await client.send(sent, { method: given, headers, body });
      const { status, region, body: content } = response;
      const words = [status, STATUS_CODES[status], region].filter((each) => each !== undefined);
      io.err(`${words.join(" ")}\n`);
      if (status >= 400) io.err(await reasonOf(response.requestId, state));
      io.out(content === "" || content.endsWith("\n") ? content : `${content}\n`);
      return status >= 200 && status < 300 ? 0 : 1;
    } finally {
      client.close();
    }
  });

/** Where to call: regions have no certificate. */
function targetOf(
  { certificate, ...state }: PlatformState,
  region: string | undefined,
): PlatformState {
  if (region === undefined) return { ...state, ...(certificate !== undefined && { certificate }) };
  const found = state.regions[region];
  if (!found) throw unknown("region", region, Object.keys(state.regions));
  return { ...state, edge: found.api };
}

interface SentCall {
  readonly target: PlatformState;
  readonly path: string;
  /** Those that were given go before. */
  readonly headers: Record<string, string>;
}

/** The call with what proves who calls: a token, or for a route with IAM authorization a signature. */
async function sentCall(
  { method, path, body }: { method: string; path: string; body: string | undefined },
  state: PlatformState,
  options: CallOptions,
  say: (text: string) => void,
): Promise<SentCall> {
  const { data, header: given, region, token } = options;
  const headers = {
    ...(data !== undefined && { "content-type": "application/json" }),
    ...given,
  };
  const target = targetOf(state, region);
  if (!token || given["authorization"] !== undefined) return { target, path, headers };
  const route = findRoute(await routesOf(state), { method, path }, region === undefined);
  if (route?.auth.kind !== "IAM") {
    const authorization = `Bearer ${await tokenOf(state, options, say)}`;
    return { target, path, headers: { authorization, ...headers } };
  }
  const home = homeRegion(state);
  const signedFor = region ?? (route.regions.includes(home) ? home : route.regions[0]!);
  // A signature is for one region, so it is called at its own address, which has no base path.
  const own = targetOf(state, signedFor);
  const ownPath = region === undefined ? path.slice(route.basePath?.length ?? 0) : path;
  const call = { url: `${own.edge}${ownPath}`, method, headers, body };
  const signed = await signCall(call, signedFor, state);
  say(`Signed by the account's root key, for ${signedFor}: the route takes no token.`);
  return { target: own, path: ownPath, headers: signed };
}

async function routesOf(state: PlatformState): Promise<readonly RouteInfo[]> {
  const client = await EdgeClient.of(state);
  try {
    const { body } = await client.send("/_palisade/routes");
    return (JSON.parse(body) as RoutesReport).routes;
  } finally {
    client.close();
  }
}

function method(text: string): string {
  if (/^[a-z]+$/i.test(text)) return text.toUpperCase();
  throw new InvalidArgumentError("Must be a method, such as GET or POST.");
}

function path(text: string): string {
  if (/^\/[\x21-\x7e]*$/.test(text)) return text;
  throw new InvalidArgumentError(
    "Must be a path that begins with / and whose spaces and special characters are encoded, such as /orders?item=green%20tea.",
  );
}

function header(text: string, earlier: Record<string, string>): Record<string, string> {
  const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):\s*([^\r\n]*)$/.exec(text) ?? [];
  if (name !== undefined && value !== undefined) {
    return { ...earlier, [name.toLowerCase()]: value };
  }
  throw new InvalidArgumentError('Must be a name and a value, such as "x-api-key: …".');
}

/** Why a call failed, as the console tells it, which knows more than the response. Empty if it is not known. */
async function reasonOf(id: string | undefined, state: PlatformState): Promise<string> {
  if (id === undefined) return "";
  const edge = await EdgeClient.of(state);
  try {
    const path = `/_palisade/calls/${id}`;
    let found = await edge.send(path);
    // The call is recorded when its response has been sent, which may be after it has arrived.
    for (let more = 4; more > 0 && found.status === 404; more--) {
      await delay(20);
      found = await edge.send(path);
    }
    const { error } = JSON.parse(found.body) as Partial<CallRecord>;
    if (error === undefined) return "";
    const { detail, hint = "" } = error;
    return `${printable(`${detail} ${hint}`.trim())}\nSee ${state.console}calls/${id}\n`;
  } catch {
    // The call's own status and body are told in any case.
    return "";
  } finally {
    edge.close();
  }
}
