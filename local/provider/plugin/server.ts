import * as grpc from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import type * as requests from "@pulumi/pulumi/proto/provider_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { nameOf, stackOf } from "../../../project/urn.ts";
import type { Properties } from "../../graph/resource.ts";
import type { Checked } from "../awsProvider.ts";
import type { Existing, ProviderService, StackResource } from "./service.ts";

/** A provider that is configured: what the engine asks it. */
export type EngineProvider = Pick<
  ProviderService,
  "check" | "diff" | "create" | "previewUpdate" | "update" | "delete" | "read" | "call"
>;

export interface ProviderServerOptions {
  /** Version that the engine is told. */
  readonly version: string;
  /** Makes the service for a provider's configuration, such as its region. */
  readonly configure: (inputs: Properties) => Promise<EngineProvider>;
}

export interface ProviderServer {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Ends it at once, with whatever it is asked at the moment. */
  close(): void;
}

/**
 * Serves the provider to the engine by gRPC.
 *
 * The engine keeps secrets and references to itself, since `configure` accepts neither: what comes
 * in is JSON with unknown values, assets and archives under Pulumi's signatures.
 */
export function startProviderServer({
  version,
  configure,
}: ProviderServerOptions): Promise<ProviderServer> {
  let service: EngineProvider | undefined;
  const configured = (): EngineProvider => {
    if (!service) throw new Error("The provider is used before it is configured.");
    return service;
  };

  const methods = {
    handshake: answer(() => new messages.ProviderHandshakeResponse()),
    getPluginInfo: answer(() => {
      const response = new plugin.PluginInfo();
      response.setVersion(version);
      return response;
    }),
    checkConfig: answer((request: requests.CheckRequest) =>
      checkResponse({ inputs: properties(request.getNews()), failures: [] }),
    ),
    diffConfig: answer((request: requests.DiffRequest) => {
      const before = properties(request.getOldInputs() ?? request.getOlds());
      const after = properties(request.getNews());
      const replaces = before["region"] === after["region"] ? [] : ["region"];
      return diffResponse({ changed: replaces, replaces, deleteBeforeReplace: false });
    }),
    configure: answer(async (request: requests.ConfigureRequest) => {
      service = await configure(properties(request.getArgs()));
      const response = new messages.ConfigureResponse();
      response.setSupportspreview(true);
      return response;
    }),
    check: answer(async (request: requests.CheckRequest) => {
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
    diff: answer((request: requests.DiffRequest) => {
      const ignored = (inputs: Properties) => without(inputs, request.getIgnorechangesList());
      const before = ignored(properties(request.getOldInputs()));
      const after = ignored(properties(request.getNews()));
      return diffResponse(configured().diff(resourceOf(request), before, after));
    }),
    create: answer(async (request: requests.CreateRequest) => {
      const inputs = properties(request.getProperties());
      const response = new messages.CreateResponse();
      // What AWS will make up is unknown until then.
      const { id, outputs } = request.getPreview()
        ? { id: "", outputs: inputs }
        : await configured().create(resourceOf(request), inputs);
      response.setId(id);
      response.setProperties(Struct.fromJavaScript(plain(outputs)));
      return response;
    }),
    update: answer(async (request: requests.UpdateRequest) => {
      const existing = existingOf(request, request.getOlds(), request.getOldInputs());
      const inputs = properties(request.getNews());
      const outputs = request.getPreview()
        ? configured().previewUpdate(resourceOf(request), existing.outputs, inputs)
        : await configured().update(resourceOf(request), existing, inputs);
      const response = new messages.UpdateResponse();
      response.setProperties(Struct.fromJavaScript(plain(outputs)));
      return response;
    }),
    delete: answer(async (request: requests.DeleteRequest) => {
      const existing = existingOf(request, request.getProperties(), request.getOldInputs());
      await configured().delete(resourceOf(request), existing);
      return new Empty();
    }),
    read: answer(async (request: requests.ReadRequest) => {
      const outputs = properties(request.getProperties());
      const found = await configured().read(resourceOf(request), request.getId(), outputs);
      const response = new messages.ReadResponse();
      if (!found) return response;
      response.setId(request.getId());
      response.setProperties(Struct.fromJavaScript(plain(found.outputs)));
      response.setInputs(Struct.fromJavaScript(plain(found.inputs)));
      return response;
    }),
    invoke: answer(async (request: requests.InvokeRequest) => {
      const response = new messages.InvokeResponse();
      const inputs = properties(request.getArgs());
      const result = await configured().call(request.getTok(), inputs);
      response.setReturn(Struct.fromJavaScript(plain(result)));
      return response;
    }),
    cancel: answer(() => new Empty()),
    attach: answer(() => new Empty()),
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

/** Bytes; as much as the engine itself takes. */
const longestMessage = 400 * 1024 * 1024;

/** A method that answers its request with what the function returns, or with its error. */
function answer<Request, Response>(method: (request: Request) => Response | Promise<Response>) {
  return (call: { request: Request }, callback: grpc.sendUnaryData<Response>): void => {
    Promise.resolve(call.request)
      .then(method)
      .then((response) => callback(null, response))
      .catch((error: Error) =>
        callback({ code: grpc.status.UNKNOWN, message: `${error.name}: ${error.message}` }),
      );
  };
}

const properties = (struct: Struct | undefined): Properties =>
  (struct?.toJavaScript() ?? {}) as Properties;

/** Without what protobuf's structs have no form for. */
const plain = (values: Properties) =>
  JSON.parse(JSON.stringify(values)) as Parameters<typeof Struct.fromJavaScript>[0];

const without = (inputs: Properties, ignored: string[]): Properties =>
  Object.fromEntries(Object.entries(inputs).filter(([property]) => !ignored.includes(property)));

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
  response.setInputs(Struct.fromJavaScript(plain(inputs)));
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

/** Prints the port of a provider for the engine and serves until the process is killed. */
export async function servePlugin(options: ProviderServerOptions): Promise<void> {
  const { port } = await startProviderServer(options);
  // As a text: numbers get colours.
  console.log(String(port));
}
