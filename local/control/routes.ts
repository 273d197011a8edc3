import { curlOf } from "../calls/curl.ts";
import { readCall } from "../routes/readCall.ts";
import { apiNameOf } from "../routes/readRoutes.ts";
import { reportRoutes, type RoutedRegion } from "../routes/report.ts";
import type { CallToTry, TokenToHandOut, TryResponse } from "../routes/triedCall.ts";
import { sendCall } from "../routes/tryCall.ts";
import type { PlatformState } from "../stateFile.ts";
import { unknownName } from "./controlError.ts";
import type { Endpoint } from "./endpoint.ts";
import { handOutToken, refuse } from "./tokens.ts";

interface RoutesOptions {
  readonly regions: () => readonly RoutedRegion[];
  readonly state: () => PlatformState;
}

/** Limit of what a form sends, in bytes: API Gateway's of a body, and the rest of the call. */
const maxBytes = 11_000_000;

/** `GET routes`, and `POST try`: a call of one, signed in. */
export const routeEndpoints = ({ regions, state }: RoutesOptions): Endpoint[] => [
  { method: "GET", path: "routes", handle: () => reportRoutes(regions()) },
  {
    method: "POST",
    path: "try",
    handle: async (request): Promise<TryResponse> => {
      const call = readCall(await request.json(maxBytes));
      const { method, body } = call;
      const url = `${addressOf(call, regions(), state())}${call.path}`;
      const { headers, notes } = await signedIn(call, url, state());
      const { certificate } = state();
      const tried = await sendCall({ url, method, body, headers, certificate });
      return { ...tried, curl: commandOf(url, call, certificate), notes };
    },
  },
];

/** A call's headers with what proves who calls. @throws ControlError 409 if there is no such token or key */
async function signedIn(
  { as, signs, region, method, headers = {}, body }: CallToTry,
  url: string,
  state: PlatformState,
): Promise<{ headers: Readonly<Record<string, string>>; notes: string[] }> {
  if (signs) {
    const { signCall } = await import("../tokens/signCall.ts");
    const signed = signCall({ url, method, headers, body }, region!, state);
    return { headers: withoutHost(await signed.catch(refuse)), notes: [] };
  }
  if (!as) return { headers, notes: [] };
  const { token, notes } = await handOutToken(as, state);
  return { headers: { authorization: `Bearer ${token}`, ...headers }, notes };
}

/** It follows from the URL. */
const withoutHost = ({ host: _, ...headers }: Readonly<Record<string, string>>) => headers;

/** Where a call goes, without its path. */
function addressOf(
  { region, api, stage }: CallToTry,
  regions: readonly RoutedRegion[],
  { edge }: PlatformState,
): string {
  if (region === undefined) return edge;
  const found = regions.find(({ name }) => name === region);
  const names = regions.map(({ name }) => name);
  if (!found) throw unknownName("region", region, names);
  const { apis: models, resources } = found.definition;
  const nameOf = (model: (typeof models)[number]) => apiNameOf(model, resources);
  const index = models.findIndex(
    (model) =>
      (api === undefined || nameOf(model) === api) &&
      (stage === undefined || model.stage.name === stage),
  );
  const model = models[index];
  const url = found.apis.find(
    (each) => each.restApi === model?.id && each.stage === model.stage.name,
  )?.url;
  if (url !== undefined) return url;
  const known = models.map((each) => `${nameOf(each)} (${each.stage.name})`);
  throw unknownName("API", `${api ?? ""} (${stage ?? ""})`, known);
}

/** The call as a command that gets its own token. */
function commandOf(
  url: string,
  { method, headers = {}, body, as, signs, region }: CallToTry,
  certificate: string | undefined,
): string {
  const request = {
    headers: Object.entries(headers),
    body: body ?? null,
    bytes: 0,
    truncated: false,
  };
  const { origin } = new URL(url);
  const command = curlOf({ method, target: url.slice(origin.length), request }, origin);
  const trusted = certificate === undefined ? "" : ` --cacert ${quoted(certificate)}`;
  if (signs && region !== undefined) return `${command}${trusted}${signatureOptions(region)}`;
  if (!as) return `${command}${trusted}`;
  return `${command}${trusted} -H "authorization: Bearer $(npm run -s token${optionsOf(as)})"`;
}

/** With the key of `.local/platform.json`, in the project's folder. */
const signatureOptions = (region: string): string =>
  ` --aws-sigv4 ${quoted(`aws:amz:${region}:execute-api`)} --user "$(node -p 'const {accessKey:k}=JSON.parse(fs.readFileSync(".local/platform.json")).regions["${region}"];k.accessKeyId+":"+k.secretAccessKey')"`;

function optionsOf({
  user,
  groups = [],
  client,
  machine,
  scopes = [],
  access,
}: TokenToHandOut): string {
  const options = [
    ...(user === undefined ? [] : ["--user", user]),
    ...groups.flatMap((group) => ["--group", group]),
    ...(client === undefined ? [] : ["--client", client]),
    ...(machine === undefined ? [] : ["--machine", machine]),
    ...scopes.flatMap((scope) => ["--scope", scope]),
    ...(access && scopes.length === 0 ? ["--access"] : []),
  ];
  return options.length === 0 ? "" : ` -- ${options.map(shellWord).join(" ")}`;
}

const shellWord = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : quoted(text));

/** For a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
