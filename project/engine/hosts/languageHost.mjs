// @ts-check
// Replaces Pulumi's Node.js language host, which cannot be built with the engine: the engine starts
// it, reads its port from the first line, and asks it to run programs and policy packs.
// Not supported: installing dependencies, generating code, debuggers.
import { Server, ServerCredentials } from "@grpc/grpc-js";
import language from "@pulumi/pulumi/proto/language_pb.js";
import services from "@pulumi/pulumi/proto/language_grpc_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import plugins from "@pulumi/pulumi/proto/plugin_pb.js";
import { pluginCommand, programCommand } from "./commands.mjs";
import { readPort, start, stopAll } from "./children.mjs";
import { servePolicyPack } from "./policyPack.mjs";

/** @import { ServerUnaryCall, ServerWritableStream, sendUnaryData } from "@grpc/grpc-js" */
/** @import { Command } from "./commands.mjs" */
/** @import { LanguageHandshakeRequest, RunPluginRequest, RunRequest } from "@pulumi/pulumi/proto/language_pb.js" */

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
const errorTold = 32;

let engineAddress = process.argv.slice(2).findLast((argument) => !argument.startsWith("-")) ?? "";

/**
 * @param {ServerUnaryCall<LanguageHandshakeRequest, unknown>} call
 * @param {sendUnaryData<unknown>} callback
 */
function handshake(call, callback) {
  engineAddress = call.request.getEngineAddress();
  callback(null, new language.LanguageHandshakeResponse());
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

/**
 * @param {ServerUnaryCall<RunRequest, unknown>} call
 * @param {sendUnaryData<unknown>} callback
 */
async function run(call, callback) {
  const response = new language.RunResponse();
  try {
    const child = start(programCommand(call.request, engineAddress), "inherit");
    call.on("cancelled", () => child.kill("SIGINT"));
    const code = await child.exited;
    if (code === errorTold) response.setBail(true);
    else if (code !== 0) response.setError(`Program exited with non-zero exit code: ${code}`);
  } catch (error) {
    response.setError(/** @type {Error} */ (error).message);
  }
  callback(null, response);
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

const server = new Server();
server.addService(services.LanguageRuntimeService, {
  handshake,
  getPluginInfo,
  getRequiredPackages,
  run,
  runPlugin,
  cancel,
});
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(String(port));
});

// The engine holds the other end of stdin, which closes when the engine ends.
process.stdin.resume().on("end", () => {
  stopAll();
  process.exit();
});
