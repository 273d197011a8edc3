// @ts-check
// The service of a Node.js language host: what the engine asks it for.
// Not supported: installing dependencies, generating code, debuggers.
import { Server, ServerCredentials } from "@grpc/grpc-js";
import language from "@pulumi/pulumi/proto/language_pb.js";
import services from "@pulumi/pulumi/proto/language_grpc_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import plugins from "@pulumi/pulumi/proto/plugin_pb.js";
import { pluginCommand } from "./commands.mjs";
import { readPort, start, stopAll } from "./children.mjs";
import { servePolicyPack } from "./policyPack.mjs";

/** @import { ServerUnaryCall, ServerWritableStream, sendUnaryData } from "@grpc/grpc-js" */
/** @import { Command } from "./commands.mjs" */
/** @import { LanguageHandshakeRequest, RunPluginRequest, RunRequest } from "@pulumi/pulumi/proto/language_pb.js" */

/**
 * Runs a program until it ends.
 *
 * @callback RunProgram
 * @param {RunRequest} request
 * @param {string} engine - the engine's address
 * @param {AbortSignal} cancelled
 * @returns {Promise<number>} its exit code
 */

/**
 * Runs a plugin until it ends.
 *
 * @callback RunPlugin
 * @param {Command} command
 * @param {(command: Command) => ReturnType<typeof start>} startPlugin
 * @param {(bytes: Buffer) => void} print - to the engine, which reads the port from the first line
 * @returns {Promise<number>} its exit code
 */

/** Exit code of a program that has already reported its error to the engine. */
export const errorTold = 32;

/**
 * Serves the engine on a free port of 127.0.0.1.
 *
 * @param {RunProgram} runProgram
 * @param {string} [engine] - the engine's address, unless its handshake names another one
 * @returns {Promise<{ port: number, close: () => void }>}
 */
export function serveLanguage(runProgram, engine = "") {
  let address = engine;

  /**
   * @param {ServerUnaryCall<LanguageHandshakeRequest, unknown>} call
   * @param {sendUnaryData<unknown>} callback
   */
  function handshake(call, callback) {
    address = call.request.getEngineAddress();
    callback(null, new language.LanguageHandshakeResponse());
  }

  /**
   * @param {ServerUnaryCall<RunRequest, unknown>} call
   * @param {sendUnaryData<unknown>} callback
   */
  async function run(call, callback) {
    const response = new language.RunResponse();
    const cancelled = new AbortController();
    call.on("cancelled", () => cancelled.abort());
    try {
      const code = await runProgram(call.request, address, cancelled.signal);
      if (code === errorTold) response.setBail(true);
      else if (code !== 0) response.setError(`Program exited with non-zero exit code: ${code}`);
    } catch (error) {
      response.setError(/** @type {Error} */ (error).message);
    }
    callback(null, response);
  }

  const server = new Server();
  server.addService(services.LanguageRuntimeService, {
    handshake,
    getPluginInfo,
    getRequiredPackages,
    run,
    runPlugin,
    cancel,
  });
  return new Promise((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve({ port, close: () => server.forceShutdown() }),
    ),
  );
}

/**
 * @param {unknown} _call
 * @param {sendUnaryData<unknown>} callback
 */
function getPluginInfo(_call, callback) {
  callback(null, new plugins.PluginInfo());
}

/**
 * Returns none: the engine then loads a plugin when the first resource needs it.
 *
 * @param {unknown} _call
 * @param {sendUnaryData<unknown>} callback
 */
function getRequiredPackages(_call, callback) {
  callback(null, new language.GetRequiredPackagesResponse());
}

/** @param {ServerWritableStream<RunPluginRequest, unknown>} call */
async function runPlugin(call) {
  const send = (/** @type {(response: language.RunPluginResponse) => void} */ fill) => {
    const response = new language.RunPluginResponse();
    fill(response);
    call.write(response);
  };
  const print = (/** @type {Buffer} */ bytes) => send((response) => response.setStdout(bytes));
  const startPlugin = (/** @type {Command} */ command) => {
    const child = start(command, "pipe");
    call.on("cancelled", () => child.kill("SIGINT"));
    child.stderr?.on("data", (chunk) => send((response) => response.setStderr(chunk)));
    return child;
  };
  try {
    const command = pluginCommand(call.request);
    const run = call.request.getKind() === "analyzer" ? runPolicyPack : runProvider;
    const code = await run(command, startPlugin, print);
    send((response) => response.setExitcode(code));
    call.end();
  } catch (error) {
    call.destroy(/** @type {Error} */ (error));
  }
}

/** @type {RunPlugin} */
function runProvider(command, startPlugin, print) {
  const child = startPlugin(command);
  child.stdout?.on("data", print);
  return child.exited;
}

/** @type {RunPlugin} */
function runPolicyPack(command, startPlugin, print) {
  return new Promise((resolve, reject) => {
    const startPack = async (/** @type {Record<string, string>} */ stack) => {
      const child = startPlugin({ ...command, env: { ...command.env, ...stack } });
      child.exited.then(resolve, reject);
      return readPort(child, print);
    };
    servePolicyPack(startPack).then(({ port }) => print(Buffer.from(`${port}\n`)), reject);
  });
}

/**
 * @param {unknown} _call
 * @param {sendUnaryData<unknown>} callback
 */
function cancel(_call, callback) {
  stopAll();
  callback(null, new empty.Empty());
}
