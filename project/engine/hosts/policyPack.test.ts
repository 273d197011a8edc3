import assert from "node:assert/strict";
import { Client, credentials, Server, ServerCredentials } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import { servePolicyPack } from "./policyPack.mjs";

// Source: `PolicyProxy` in Pulumi's sdk/policy_proxy.go, through which its Node.js host runs packs.
// tests/engine/engine.test.ts shows that a real pack knows its stack.

const { configureStack, getAnalyzerInfo, handshake } = services.AnalyzerService;
const same = (bytes: Buffer) => bytes;

describe("the language host's policy packs", () => {
  let pack: Server;
  let packPort: number;
  let starts: Record<string, string>[];
  const closed: (() => void)[] = [];

  before(async () => {
    pack = new Server();
    for (const { path } of [configureStack, getAnalyzerInfo]) {
      const respond = (_: unknown, callback: (error: null, response: Buffer) => void) =>
        callback(null, Buffer.from(path));
      pack.register(path, respond, same, same, "unary");
    }
    packPort = await new Promise((resolve, reject) =>
      pack.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(port),
      ),
    );
  });
  beforeEach(() => (starts = []));
  after(() => {
    for (const close of closed) close();
    pack.forceShutdown();
  });

  async function engine(startPack: (env: Record<string, string>) => Promise<number>) {
    const { port, close } = await servePolicyPack(startPack);
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
    closed.push(() => client.close(), close);
    return ({ path }: { path: string }, request = Buffer.alloc(0)) =>
      new Promise<string>((resolve, reject) =>
        client.makeUnaryRequest(path, same, same, request, (error, response) =>
          error ? reject(error) : resolve(String(response)),
        ),
      );
  }

  const startPack = async (env: Record<string, string>) => {
    starts.push(env);
    return packPort;
  };

  const stack = new analyzer.AnalyzerStackConfigureRequest();
  stack.setProject("shop");
  stack.setStack("dev");
  stack.setDryRun(true);
  stack.getConfigMap().set("shop:colour", "red");
  const configured = Buffer.from(stack.serializeBinary());

  it("start once, with the stack and its config", async () => {
    const call = await engine(startPack);

    await call(handshake);
    assert.deepEqual(starts, []);
    const responses = [await call(configureStack, configured), await call(getAnalyzerInfo)];

    assert.deepEqual(responses, [configureStack.path, getAnalyzerInfo.path]);
    assert.deepEqual(starts, [
      {
        PULUMI_NODEJS_PROJECT: "shop",
        PULUMI_NODEJS_STACK: "dev",
        PULUMI_NODEJS_DRY_RUN: "true",
        PULUMI_CONFIG: '{"shop:colour":"red"}',
      },
    ]);
  });

  it("start without a stack if the engine names none", async () => {
    const call = await engine(startPack);

    assert.equal(await call(getAnalyzerInfo), getAnalyzerInfo.path);
    assert.deepEqual(starts, [{}]);
  });

  it("pass on why they did not start", async () => {
    const call = await engine(() => Promise.reject(new Error("it ended with exit code 1")));

    await assert.rejects(
      call(getAnalyzerInfo),
      /policy pack not started: it ended with exit code 1/,
    );
  });
});
