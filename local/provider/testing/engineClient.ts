import * as grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import type * as types from "@pulumi/pulumi/proto/provider_pb.js";
import type { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import structs, {
  type JavaScriptValue,
  type Struct,
} from "google-protobuf/google/protobuf/struct_pb.js";
import type { Properties } from "../../graph/resource.ts";

export const urnOf = (type: string, name: string) =>
  `urn:pulumi:dev-us-east-1::palisade::palisade:network:PrivateNetwork$${type}::${name}`;

export const struct = (properties: Properties) =>
  structs.Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);

export const plainOf = (given: Struct | undefined) =>
  given?.toJavaScript() as Properties | undefined;

type Method<Response> = (
  request: unknown,
  done: (error: Error | null, response: Response) => void,
) => void;

export interface CheckMore {
  readonly olds?: Properties;
  readonly seed?: string;
  readonly urn?: string;
}

/** Calls a provider like the engine. */
export class Engine {
  readonly #client: grpc.Client;

  constructor(port: number) {
    const credentials = grpc.credentials.createInsecure();
    this.#client = new services.ResourceProviderClient(`127.0.0.1:${port}`, credentials);
  }

  ask<Response>(method: string, request: unknown): Promise<Response> {
    const methods = this.#client as unknown as Record<string, Method<Response>>;
    return new Promise((resolve, reject) => {
      methods[method]!.call(this.#client, request, (error, response) =>
        error ? reject(error) : resolve(response),
      );
    });
  }

  configure(args: Properties): Promise<types.ConfigureResponse> {
    const request = new messages.ConfigureRequest();
    request.setArgs(struct(args));
    return this.ask("configure", request);
  }

  check(type: string, name: string, news: Properties, more: CheckMore) {
    const request = new messages.CheckRequest();
    request.setUrn(more.urn ?? urnOf(type, name));
    request.setNews(struct(news));
    if (more.olds) request.setOlds(struct(more.olds));
    if (more.seed !== undefined) request.setRandomseed(Buffer.from(more.seed));
    return this.ask<types.CheckResponse>("check", request);
  }

  diff(type: string, before: Properties, after: Properties, ignored: string[] = []) {
    const request = new messages.DiffRequest();
    request.setUrn(urnOf(type, "it"));
    request.setOldInputs(struct(before));
    request.setNews(struct(after));
    request.setIgnorechangesList(ignored);
    return this.ask<types.DiffResponse>("diff", request);
  }

  create(type: string, inputs: Properties, preview = false): Promise<types.CreateResponse> {
    const request = new messages.CreateRequest();
    request.setUrn(urnOf(type, "it"));
    request.setProperties(struct(inputs));
    request.setPreview(preview);
    return this.ask("create", request);
  }

  update(
    type: string,
    id: string,
    states: { olds: Properties; oldInputs: Properties; news: Properties },
    preview = false,
  ): Promise<types.UpdateResponse> {
    const request = new messages.UpdateRequest();
    request.setUrn(urnOf(type, "it"));
    request.setId(id);
    request.setOlds(struct(states.olds));
    request.setOldInputs(struct(states.oldInputs));
    request.setNews(struct(states.news));
    request.setPreview(preview);
    return this.ask("update", request);
  }

  read(type: string, id: string, outputs: Properties = {}): Promise<types.ReadResponse> {
    const request = new messages.ReadRequest();
    request.setUrn(urnOf(type, "it"));
    request.setId(id);
    request.setProperties(struct(outputs));
    return this.ask("read", request);
  }

  delete(type: string, id: string, outputs: Properties): Promise<Empty> {
    const request = new messages.DeleteRequest();
    request.setUrn(urnOf(type, "it"));
    request.setId(id);
    request.setProperties(struct(outputs));
    return this.ask("delete", request);
  }

  close(): void {
    this.#client.close();
  }
}
