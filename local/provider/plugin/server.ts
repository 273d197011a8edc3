import * as grpc from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import type * as requests from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import structs, { type Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { nameOf, stackOf } from "../../../project/urn.ts";
import type { Properties } from "../../graph/resource.ts";
import type { Checked } from "../awsProvider.ts";
import type { Existing, ProviderService, StackResource } from "./service.ts";

/** A configured provider, as the engine uses it. */
export type EngineProvider = Pick<
  ProviderService,
  "check" | "diff" | "create" | "previewUpdate" | "update" | "delete" | "read" | "call"
> &
  Partial<Pick<ProviderService, "previewCreate">>;

interface ProviderServerOptions {
  /** Version that is reported to the engine. */
  readonly version: string;
  /** Creates the service for a provider's configuration, such as its region. */
  readonly configure: (inputs: Properties) => Promise<EngineProvider>;
}

export interface ProviderServer {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Stops at once and aborts requests in progress. */
  close(): void;
}

/**
 * Serves the provider to the engine by gRPC.
 *
 * The response to `configure` accepts neither secrets nor references, so the engine sends JSON, with
 * Pulumi's signatures for unknown values, assets and archives.
 */
export function startProviderServer({
  version,
  configure,
}: ProviderServerOptions): Promise<ProviderServer> {
  let service: EngineProvider | undefined;
  const configured = (): EngineProvider => {
    if (!service) throw new Error("The engine must call Configure before other methods.");
    return service;
  };

  const methods = {
    handshake: method(() => new messages.ProviderHandshakeResponse()),
    getPluginInfo: method(() => {
      const response = new plugin.PluginInfo();
      response.setVersion(version);
      return response;
    }),
    checkConfig: method((request: requests.CheckRequest) =>
      checkResponse({ inputs: properties(request.getNews()), failures: [] }),
    ),
    diffConfig: method((request: requests.DiffRequest) => {
      const before = properties(request.getOldInputs() ?? request.getOlds());
      const after = properties(request.getNews());
      const replaces = before["region"] === after["region"] ? [] : ["region"];
      return diffResponse({ changed: replaces, replaces, deleteBeforeReplace: false });
    }),
    configure: method(async (request: requests.ConfigureRequest) => {
      service = await configure(properties(request.getArgs()));
      const response = new messages.ConfigureResponse();
      response.setSupportspreview(true);
      return response;
    }),
    check: method(async (request: requests.CheckRequest) => {
      const olds = request.getOlds();
      const seed = Buffer.from(request.getRandomseed_asU8()).toString("hex");
      const inputs = properties(request.getNews());
      return checkResponse(
        await configured().check(
          resourceOf(request),
          inputs,
          seed === "" ? request.getUrn() : seed,
          olds && properties(olds),
        ),
      );
    }),
    diff: method((request: requests.DiffRequest) => {
      const ignored = (inputs: Properties) => without(inputs, request.getIgnorechangesList());
      const before = ignored(properties(request.getOldInputs()));
      const after = ignored(properties(request.getNews()));
      const outputs = ignored(properties(request.getOlds()));
      const id = request.getId();
      return diffResponse(configured().diff(resourceOf(request), before, after, id, outputs));
    }),
    create: method(async (request: requests.CreateRequest) => {
      const [resource, inputs] = [resourceOf(request), properties(request.getProperties())];
      const response = new messages.CreateResponse();
      // Generated outputs are unknown until the creation.
      const { id, outputs } = request.getPreview()
        ? { id: "", outputs: configured().previewCreate?.(resource, inputs) ?? inputs }
        : await configured().create(resource, inputs);
      response.setId(id);
      response.setProperties(structs.Struct.fromJavaScript(plain(outputs)));
      return response;
    }),
    update: method(async (request: requests.UpdateRequest) => {
      const existing = existingOf(request, request.getOlds(), request.getOldInputs());
      const inputs = properties(request.getNews());
      const outputs = request.getPreview()
        ? configured().previewUpdate(resourceOf(request), existing.outputs, inputs)
        : await configured().update(
            resourceOf(request),
            existing,
            inputs,
            request.getIgnorechangesList(),
          );
      const response = new messages.UpdateResponse();
      response.setProperties(structs.Struct.fromJavaScript(plain(outputs)));
      return response;
    }),
    delete: method(async (request: requests.DeleteRequest) => {
      const existing = existingOf(request, request.getProperties(), request.getOldInputs());
      await configured().delete(resourceOf(request), existing);
      return new empty.Empty();
    }),
    read: method(async (request: requests.ReadRequest) => {
      const outputs = properties(request.getProperties());
      const found = await configured().read(resourceOf(request), request.getId(), outputs);
      const response = new messages.ReadResponse();
      if (!found) return response;
      response.setId(request.getId());
      response.setProperties(structs.Struct.fromJavaScript(plain(found.outputs)));
      response.setInputs(structs.Struct.fromJavaScript(plain(found.inputs)));
      return response;
    }),
    invoke: method(async (request: requests.InvokeRequest) => {
      const response = new messages.InvokeResponse();
      const inputs = properties(request.getArgs());
      const result = await configured().call(request.getTok(), inputs);
      response.setReturn(structs.Struct.fromJavaScript(plain(result)));
      return response;
    }),
    cancel: method(() => new empty.Empty()),
    attach: method(() => new empty.Empty()),
  };

  const server = new grpc.Server({ "grpc.max_receive_message_length": longestMessage });
  server.addService(services.ResourceProviderService, methods as grpc.UntypedServiceImplementation);
  return new Promise((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, port) =>
      error ? reject(error) : resolve({ port, close: () => server.forceShutdown() }),
    );
  });
}

/** The engine's limit, in bytes. */
const longestMessage = 400 * 1024 * 1024;

/** Wraps a function as a gRPC method that responds with its result or its error. */
function method<Request, Response>(respond: (request: Request) => Response | Promise<Response>) {
  return (call: { request: Request }, callback: grpc.sendUnaryData<Response>): void => {
    Promise.resolve(call.request)
      .then(respond)
      .then((response) => callback(null, response))
      .catch((error: Error) =>
        callback({ code: grpc.status.UNKNOWN, message: `${error.name}: ${error.message}` }),
      );
  };
}

const properties = (struct: Struct | undefined): Properties =>
  (struct?.toJavaScript() ?? {}) as Properties;

/** Removes values that protobuf's structs can't represent. */
const plain = (values: Properties) =>
  JSON.parse(JSON.stringify(values)) as Parameters<typeof structs.Struct.fromJavaScript>[0];

/** @param ignored - properties, or keys within them such as `tags.owner` */
const without = (inputs: Properties, ignored: string[]): Properties =>
  Object.fromEntries(
    Object.entries(inputs)
      .filter(([property]) => !ignored.includes(property))
      .map(([property, value]) => {
        const keys = ignored
          .filter((path) => path.startsWith(`${property}.`))
          .map((path) => path.slice(property.length + 1));
        const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
        return [property, keys.length > 0 && isObject ? without(value as Properties, keys) : value];
      }),
  );

interface ResourceRequest {
  getUrn(): string;
}

function resourceOf(request: ResourceRequest): StackResource {
  const urn = request.getUrn();
  return { stack: stackOf(urn), ...nameOf(urn) };
}

const existingOf = (
  request: { getId(): string },
  outputs: Struct | undefined,
  inputs: Struct | undefined,
): Existing => ({
  id: request.getId(),
  outputs: properties(outputs),
  inputs: properties(inputs),
});

function checkResponse({ inputs, failures }: Checked): requests.CheckResponse {
  const response = new messages.CheckResponse();
  response.setInputs(structs.Struct.fromJavaScript(plain(inputs)));
  for (const { property, reason } of failures) {
    const failure = new messages.CheckFailure();
    failure.setProperty(property);
    failure.setReason(reason);
    response.addFailures(failure);
  }
  return response;
}

function diffResponse(difference: ReturnType<ProviderService["diff"]>): requests.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  const response = new messages.DiffResponse();
  response.setChanges(difference.changed.length > 0 ? DIFF_SOME : DIFF_NONE);
  response.setDiffsList([...difference.changed]);
  response.setReplacesList([...difference.replaces]);
  response.setDeletebeforereplace(difference.deleteBeforeReplace);
  return response;
}

/** Serves a provider until the process is killed, and prints its port for the engine. */
export async function servePlugin(options: ProviderServerOptions): Promise<void> {
  const { port } = await startProviderServer(options);
  // Node.js prints numbers in colour, but not strings.
  console.log(String(port));
}
