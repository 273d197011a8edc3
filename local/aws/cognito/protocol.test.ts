import assert from "node:assert/strict";
import { type Answer, CognitoError, withError, withJson } from "./protocol.ts";

const answer: Answer = {
  status: 200,
  headers: ["Content-Length", "2", "access-control-allow-origin", "*", "Transfer-Encoding", "x"],
  body: Buffer.from("{}"),
};

describe("answer", () => {
  it("gets another body and keeps the headers that are not about the body", () => {
    const changed = withJson(answer, { a: "ü" });

    assert.deepEqual(changed, {
      status: 200,
      headers: ["access-control-allow-origin", "*", "content-length", "10"],
      body: Buffer.from('{"a":"ü"}'),
    });
  });

  it("becomes an error, typed in the body and in the header", () => {
    const failed = withError(answer, new CognitoError("InvalidParameterException", "No."));

    assert.equal(failed.status, 400);
    assert.deepEqual(failed.headers.slice(-2), ["x-amzn-errortype", "InvalidParameterException"]);
    assert.deepEqual(JSON.parse(failed.body.toString()), {
      __type: "InvalidParameterException",
      message: "No.",
    });
  });
});
