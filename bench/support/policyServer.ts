import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/analyzer_pb.js";
import type * as analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import structs from "google-protobuf/google/protobuf/struct_pb.js";
import type { ExportedResource } from "../../commands/policy/judgeExport.ts";

const require = createRequire(import.meta.url);
const sdk = dirname(require.resolve("@pulumi/pulumi/package.json"));
/** Number of resources that the engine checks at a time. */
const inFlight = 16;
/** Bytes. */
const longestMessage = 400 * 1024 * 1024;

/** A policy pack, served and called as by the engine. */
export class PolicyServer {
  readonly #process: ChildProcess;
  readonly #client: InstanceType<typeof services.AnalyzerClient>;

  /** @param folder - absolute path of the pack */
  static async start(folder: string): Promise<PolicyServer> {
    // The engine's address, which a pack never calls.
    const args = [join(sdk, "cmd/run-policy-pack"), "127.0.0.1:1", folder];
    const child = spawn(process.execPath, args, {
      cwd: folder,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [port] = (await once(createInterface(child.stdout), "line")) as [string];
    const client = new services.AnalyzerClient(
      `127.0.0.1:${port.trim()}`,
      credentials.createInsecure(),
      {
        "grpc.max_receive_message_length": longestMessage,
        "grpc.max_send_message_length": longestMessage,
      },
    );
    return new PolicyServer(child, client);
  }

  private constructor(child: ChildProcess, client: InstanceType<typeof services.AnalyzerClient>) {
    this.#process = child;
    this.#client = client;
  }

  /** Remediates and checks each resource, then checks the stack. @returns the number of violations */
  async check(resources: readonly ExportedResource[]): Promise<number> {
    let violations = 0;
    const queue = [...resources];
    const work = async () => {
      for (let next = queue.pop(); next; next = queue.pop()) {
        const request = analyzeRequest(next);
        await this.#call("remediate", request);
        violations += (await this.#call("analyze", request)).getDiagnosticsList().length;
      }
    };
    await Promise.all(Array.from({ length: inFlight }, work));
    const request = new messages.AnalyzeStackRequest();
    request.setResourcesList(resources.map(analyzerResource));
    return violations + (await this.#call("analyzeStack", request)).getDiagnosticsList().length;
  }

  stop(): void {
    this.#client.close();
    this.#process.kill();
  }

  #call(
    method: "analyze" | "analyzeStack" | "remediate",
    request: analyzer.AnalyzeRequest | analyzer.AnalyzeStackRequest,
  ): Promise<analyzer.AnalyzeResponse> {
    return new Promise((resolve, reject) => {
      type Call = (
        request: object,
        callback: (error: Error | null, response: analyzer.AnalyzeResponse) => void,
      ) => void;
      (this.#client[method] as Call).call(this.#client, request, (error, response) =>
        error ? reject(error) : resolve(response),
      );
    });
  }
}

function analyzeRequest({ asked }: ExportedResource): analyzer.AnalyzeRequest {
  const request = new messages.AnalyzeRequest();
  request.setType(asked.type);
  request.setName(asked.name);
  request.setUrn(asked.urn);
  request.setProperties(structOf(asked.props));
  request.setOptions(new messages.AnalyzerResourceOptions());
  return request;
}

function analyzerResource({ deployed }: ExportedResource): analyzer.AnalyzerResource {
  const resource = new messages.AnalyzerResource();
  resource.setType(deployed.type);
  resource.setName(deployed.name);
  resource.setUrn(deployed.urn);
  // The aws provider includes the id in the outputs.
  resource.setProperties(structOf({ ...deployed.props, id: deployed.id }));
  resource.setOptions(new messages.AnalyzerResourceOptions());
  return resource;
}

const structOf = (props: object) =>
  structs.Struct.fromJavaScript(props as Parameters<typeof structs.Struct.fromJavaScript>[0]);
