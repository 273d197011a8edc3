import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import type * as analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";

/** In bytes; the same as the engine's limit. */
const longestMessage = 400 * 1024 * 1024;
const runner = join(
  dirname(createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json")),
  "cmd/run-policy-pack",
);

/** The methods of `analyzer.proto` in Pulumi's repository that the engine calls. */
interface Responses {
  readonly analyze: analyzer.AnalyzeResponse;
  readonly analyzeStack: analyzer.AnalyzeResponse;
  readonly configure: object;
  readonly getAnalyzerInfo: analyzer.AnalyzerInfo;
  readonly remediate: analyzer.RemediateResponse;
}

/** A policy pack in a process, started by Pulumi's runner as the engine's Node.js host does. */
export class ServedPack {
  /** The id of the process. */
  readonly pid: number;
  readonly #process: ChildProcess;
  readonly #client: InstanceType<typeof services.AnalyzerClient>;

  /**
   * @param folder - absolute path of the pack
   * @throws Error with the pack's output if it ends before it serves
   */
  static async start(folder: string): Promise<ServedPack> {
    // The engine's address, which a pack never calls.
    const child = spawn(process.execPath, [runner, "127.0.0.1:1", folder], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    const port = await new Promise<string>((resolve, reject) => {
      createInterface(child.stdout).once("line", resolve);
      child.once("error", reject);
      child.once("close", () => reject(new Error(`The pack did not start. ${errors}`)));
    });
    return new ServedPack(child, port.trim());
  }

  private constructor(child: ChildProcess, port: string) {
    this.#process = child;
    this.pid = child.pid!;
    this.#client = new services.AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
      "grpc.max_receive_message_length": longestMessage,
      "grpc.max_send_message_length": longestMessage,
    });
  }

  /** Calls a method. @throws the pack's error */
  call<M extends keyof Responses>(method: M, request: object): Promise<Responses[M]> {
    return new Promise((resolve, reject) => {
      type Call = (
        request: object,
        callback: (error: Error | null, response: Responses[M]) => void,
      ) => void;
      (this.#client[method] as unknown as Call).call(this.#client, request, (error, response) =>
        error ? reject(error) : resolve(response),
      );
    });
  }

  stop(): void {
    this.#client.close();
    this.#process.kill();
  }
}
