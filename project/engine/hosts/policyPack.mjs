// @ts-check
import { Client, credentials, Server, ServerCredentials } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";

/** @import { sendUnaryData, ServerUnaryCall } from "@grpc/grpc-js" */
/** @typedef {Record<string, string>} Variables - environment variables */

/** The engine's limit, in bytes. */
const longestMessage = 400 * 1024 * 1024;
const limits = {
  "grpc.max_receive_message_length": longestMessage,
  "grpc.max_send_message_length": longestMessage,
};

/** Messages are passed on as bytes. */
const same = (/** @type {Buffer} */ bytes) => bytes;

/**
 * Serves a policy pack to the engine. A pack reads its stack from environment variables when it starts,
 * but the engine names the stack in a call. So the pack is started at the engine's first call after
 * the handshake.
 *
 * Source: `PolicyProxy` in Pulumi's sdk/policy_proxy.go.
 *
 * @param {(env: Variables) => Promise<number>} startPack - called once; returns the pack's port
 * @returns {Promise<{ port: number, close: () => void }>} the port for the engine
 */
export function servePolicyPack(startPack) {
  /** @type {Promise<Client> | undefined} */
  let pack;
  const started = async (/** @type {Variables} */ env) =>
    new Client(`127.0.0.1:${await startPack(env)}`, credentials.createInsecure(), limits);

  const passOn =
    (/** @type {string} */ path, /** @type {(request: Buffer) => Variables} */ variables) =>
    async (
      /** @type {ServerUnaryCall<Buffer, Buffer>} */ { request },
      /** @type {sendUnaryData<Buffer>} */ callback,
    ) => {
      try {
        const client = await (pack ??= started(variables(request)));
        client.makeUnaryRequest(path, same, same, request, callback);
      } catch (error) {
        const { message } = /** @type {Error} */ (error);
        callback(new Error(`policy pack not started: ${message}`));
      }
    };

  const server = new Server(limits);
  for (const [name, method] of Object.entries(services.AnalyzerService)) {
    const variables = name === "configureStack" ? stackVariables : () => ({});
    // The response to a handshake has no fields.
    const handler =
      name === "handshake"
        ? (/** @type {unknown} */ _, /** @type {sendUnaryData<Buffer>} */ callback) =>
            callback(null, Buffer.alloc(0))
        : passOn(method.path, variables);
    server.register(method.path, handler, same, same, "unary");
  }
  return new Promise((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve({ port, close: () => server.forceShutdown() }),
    ),
  );
}

/**
 * The stack's variables for the SDK in a policy pack.
 *
 * @param {Buffer} bytes - an `AnalyzerStackConfigureRequest`
 * @returns {Variables}
 */
function stackVariables(bytes) {
  const stack = analyzer.AnalyzerStackConfigureRequest.deserializeBinary(bytes);
  const variables = {
    PULUMI_NODEJS_ORGANIZATION: stack.getOrganization(),
    PULUMI_NODEJS_PROJECT: stack.getProject(),
    PULUMI_NODEJS_STACK: stack.getStack(),
    PULUMI_NODEJS_DRY_RUN: String(stack.getDryRun()),
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(stack.getConfigMap().entries())),
  };
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
}
