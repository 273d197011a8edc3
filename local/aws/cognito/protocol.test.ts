import assert from "node:assert/strict";
import { type CognitoResponse, CognitoError, withError, withJson } from "./protocol.ts";

const response: CognitoResponse = {
  status: 200,
  headers: ["Content-Length", "2", "access-control-allow-origin", "*", "Transfer-Encoding", "x"],
  body: Buffer.from("{}"),
};

describe("CognitoResponse", () => {
  it("gets another body and keeps headers that do not describe it", () => {
    const changed = withJson(response, { a: "ü" });

    assert.deepEqual(changed, {
      status: 200,
      headers: ["access-control-allow-origin", "*", "content-length", "10"],
      body: Buffer.from('{"a":"ü"}'),
    });
  });

  it("becomes an error with its type in body and header", () => {
    const failed = withError(response, new CognitoError("InvalidParameterException", "No."));

    assert.equal(failed.status, 400);
    assert.deepEqual(failed.headers.slice(-2), ["x-amzn-errortype", "InvalidParameterException"]);
    assert.deepEqual(JSON.parse(failed.body.toString()), {
      __type: "InvalidParameterException",
      message: "No.",
    });
  });
});
