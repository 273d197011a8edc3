import { createRequire } from "node:module";
import { join } from "node:path";
import type { PolicyResourceOptions } from "@pulumi/policy";
import type * as analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";

// The framework keeps two things of the engine's requests to itself: which values are secret, and
// the configuration of rules that it does not know. So the requests are also noted here as they come in.

/** A resource of the engine, with its inputs, or in a stack with its outputs. */
export type EngineResource = analyzer.AnalyzeRequest | analyzer.AnalyzerResource;

/** By a list in the request that the framework passes on as it is. */
const noted = new WeakMap<object, EngineResource>();

/** The resource as the engine sent it; `undefined` outside of a served pack. */
export function engineResource(
  urn: string,
  options: PolicyResourceOptions | undefined,
): EngineResource | undefined {
  const resource = options && noted.get(options.ignoreChanges);
  return resource?.getUrn() === urn ? resource : undefined;
}

const note = (resource: EngineResource): void => {
  const options = resource.getOptions();
  if (options) noted.set(options.getIgnorechangesList(), resource);
};

type Check = (config: analyzer.ConfigureAnalyzerRequest) => void;
const checks: Check[] = [];

/** Checks each configuration from the engine, which gets the check's error. */
export const checkEngineConfig = (check: Check): void => void checks.push(check);

/** Begins to note requests. Takes effect for a `PolicyPack` that is made later. */
export function noteRequests(): void {
  const { analyze, analyzeStack, configure } = frameworkService();
  if (started.has(analyze)) return;
  started.add(analyze);
  onRequest(analyze, (request: analyzer.AnalyzeRequest) => note(request));
  onRequest(analyzeStack, (request: analyzer.AnalyzeStackRequest) =>
    request.getResourcesList().forEach(note),
  );
  onRequest(configure, (request: analyzer.ConfigureAnalyzerRequest) => {
    try {
      for (const check of checks) check(request);
    } catch (error) {
      // An error from here would lose its message; the framework returns one from there.
      request.getPolicyconfigMap = () => {
        throw error;
      };
    }
  });
}

const started = new WeakSet<object>();

interface Method {
  requestDeserialize(bytes: Buffer): never;
}

function onRequest<Request>(method: Method, read: (request: Request) => void): void {
  const deserialize = method.requestDeserialize;
  method.requestDeserialize = (bytes) => {
    const request = deserialize(bytes);
    read(request);
    return request;
  };
}

/**
 * The service that the framework of this process serves. A pack of another project has its own
 * framework; like the framework, this finds the pack in the working directory.
 */
function frameworkService(): Record<"analyze" | "analyzeStack" | "configure", Method> {
  const pack = join(process.cwd(), "package.json");
  const framework = resolved(pack, "@pulumi/policy") ?? import.meta.filename;
  const require = createRequire(framework);
  return (require("@pulumi/pulumi/proto/analyzer_grpc_pb.js") as { AnalyzerService: never })
    .AnalyzerService;
}

function resolved(from: string, name: string): string | undefined {
  try {
    return createRequire(from).resolve(name);
  } catch {
    return undefined;
  }
}
