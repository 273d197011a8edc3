import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:https";
import { createServer as createTcpServer, type AddressInfo, type Server } from "node:net";
import type { TLSSocket } from "node:tls";
import { selfSigned } from "../../../selfSigned.ts";
import { createModel, serve, type TestGateway } from "../../testing/gateway.ts";
import { send } from "../../testing/http.ts";

const { certificate: cert, privateKey: key } = selfSigned("127.0.0.1");
const clientCertificate = selfSigned("ApiGateway");

/** These tests do not show that certificates of a known authority are accepted. */
describe("an HTTPS endpoint", () => {
  let endpoint: Server;
  let gateway: TestGateway | undefined;
  /** The common names of the clients whose requests arrived. */
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

  const call = async (server: Server, type: string, options = {}) => {
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

  // INTEGRATION_FAILURE is documented, its status is UNCONFIRMED. The caller learns nothing about the endpoint.
  for (const type of ["http_proxy", "http"]) {
    it(`with an untrusted certificate receives no request from ${type}`, async () => {
      const response = await call(startEndpoint(), type);

      assert.equal(response.status, 500);
      assert.equal(response.headers["x-amzn-errortype"], "InternalServerErrorException");
      assert.doesNotMatch(response.text, /certificate|self|127/);
      assert.match(gateway!.logLines[0]!, /^INTEGRATION_FAILURE - .*self-signed certificate/);
      assert.deepEqual(callers, []);
    });
  }

  it("without TLS receives nothing readable", async () => {
    let received = "";
    const plain = createTcpServer((socket) => {
      socket.on("data", (bytes: Buffer) => {
        received += bytes.toString("latin1");
        socket.end("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      });
      socket.on("error", () => undefined);
    });

    const { status } = await call(plain, "http_proxy");

    assert.equal(status, 504);
    assert.doesNotMatch(received, /secret|POST/);
    assert.match(gateway!.logLines[0]!, /^INTEGRATION_FAILURE /);
  });

  it("that closes the connection leads to 504", async () => {
    const { status } = await call(
      createTcpServer((socket) => socket.destroy()),
      "http_proxy",
    );

    assert.equal(status, 504);
  });

  describe("that requires a client certificate", () => {
    const mutual = {
      requestCert: true,
      rejectUnauthorized: true,
      ca: clientCertificate.certificate,
    };
    // The gateway trusts only the authorities of Node.js; this makes it trust the endpoint.
    const trustAll = "NODE_TLS_REJECT_UNAUTHORIZED";
    beforeEach(() => (process.env[trustAll] = "0"));
    afterEach(() => delete process.env[trustAll]);

    it("receives the stage's client certificate", async () => {
      const response = await call(startEndpoint(mutual), "http_proxy", { clientCertificate });

      assert.equal(response.status, 200, response.text);
      assert.deepEqual(callers, ["ApiGateway"]);
    });

    for (const [title, clientCertificate] of [
      ["none", undefined],
      ["another client's", selfSigned("ApiGateway")],
    ] as const) {
      it(`refuses a request with ${title === "none" ? "no" : title} certificate`, async () => {
        const response = await call(startEndpoint(mutual), "http_proxy", { clientCertificate });

        // The endpoint sends an alert or resets the connection.
        assert.ok([500, 504].includes(response.status), response.text);
        assert.deepEqual(callers, []);
      });
    }
  });
});
