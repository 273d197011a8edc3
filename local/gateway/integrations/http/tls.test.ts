import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:https";
import { createServer as createTcpServer, type AddressInfo, type Server } from "node:net";
import type { TLSSocket } from "node:tls";
import { selfSigned } from "../../../selfSigned.ts";
import { createModel, serve, type TestGateway } from "../../testing/gateway.ts";
import { send } from "../../testing/http.ts";

const { certificate: cert, privateKey: key } = selfSigned("127.0.0.1");
const own = selfSigned("ApiGateway");

/** These tests do not prove that certificates of a known authority are accepted. */
describe("an HTTPS endpoint", () => {
  let endpoint: Server;
  let gateway: TestGateway | undefined;
  /** Names of those whose requests came through. */
  let callers: string[];

  afterEach(async () => {
    endpoint.close();
    await gateway?.abort();
    gateway = undefined;
  });

  const startEndpoint = (options: object = {}) => {
    callers = [];
    return createServer({ cert, key, ...options }, ({ socket }, response) => {
      callers.push(String((socket as TLSSocket).getPeerCertificate().subject?.CN));
      response.end("{}");
    });
  };

  const ask = async (server: Server, type: string, options = {}) => {
    endpoint = server.listen(0, "127.0.0.1");
    await once(endpoint, "listening");
    const integration = {
      type,
      httpMethod: "POST",
      uri: `https://127.0.0.1:${(endpoint.address() as AddressInfo).port}/`,
      timeoutInMillis: 5000,
      responses: { default: { statusCode: "200" } },
    };
    const document = {
      paths: { "/": { post: { "x-amazon-apigateway-integration": integration } } },
    };
    const accessLogFormat =
      "$context.error.responseType $context.integration.status $context.integration.error";
    gateway = await serve(createModel(document, { accessLogFormat }), {}, options);
    return send(gateway.port, "/dev", { method: "POST", body: '{"secret":1}' });
  };

  // Facts 2.5: INTEGRATION_FAILURE; which status is UNCONFIRMED. The caller learns nothing of the endpoint.
  for (const type of ["http_proxy", "http"]) {
    it(`whose certificate nobody knows is sent nothing by ${type}`, async () => {
      const response = await ask(startEndpoint(), type);

      assert.equal(response.status, 500);
      assert.equal(response.headers["x-amzn-errortype"], "InternalServerErrorException");
      assert.doesNotMatch(response.text, /certificate|self|127/);
      assert.match(gateway!.logLines[0]!, /^INTEGRATION_FAILURE - .*self-signed certificate/);
      assert.deepEqual(callers, []);
    });
  }

  it("that speaks no TLS is sent nothing that can be read", async () => {
    let received = "";
    const plain = createTcpServer((socket) => {
      socket.on("data", (bytes: Buffer) => {
        received += bytes.toString("latin1");
        socket.end("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      });
      socket.on("error", () => undefined);
    });

    const { status } = await ask(plain, "http_proxy");

    assert.equal(status, 504);
    assert.doesNotMatch(received, /secret|POST/);
    assert.match(gateway!.logLines[0]!, /^INTEGRATION_FAILURE /);
  });

  it("that hangs up is 504", async () => {
    const { status } = await ask(
      createTcpServer((socket) => socket.destroy()),
      "http_proxy",
    );

    assert.equal(status, 504);
  });

  describe("that asks who calls", () => {
    const mutual = { requestCert: true, rejectUnauthorized: true, ca: own.certificate };
    // The gateway trusts the authorities that Node.js brings; only so does it trust this endpoint.
    const trustAll = "NODE_TLS_REJECT_UNAUTHORIZED";
    beforeEach(() => (process.env[trustAll] = "0"));
    afterEach(() => delete process.env[trustAll]);

    it("is shown the stage's client certificate", async () => {
      const response = await ask(startEndpoint(mutual), "http_proxy", { clientCertificate: own });

      assert.equal(response.status, 200, response.text);
      assert.deepEqual(callers, ["ApiGateway"]);
    });

    for (const [what, clientCertificate] of [
      ["none", undefined],
      ["a stranger's", selfSigned("ApiGateway")],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const response = await ask(startEndpoint(mutual), "http_proxy", { clientCertificate });

        // An alert or a reset, whichever comes first.
        assert.ok([500, 504].includes(response.status), response.text);
        assert.deepEqual(callers, []);
      });
    }
  });
});
