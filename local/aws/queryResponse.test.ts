import assert from "node:assert/strict";
import { asJson } from "./queryResponse.ts";

const response = (body: string, type = "text/xml; charset=utf-8") => ({
  status: 200,
  headers: new Map([["content-type", [type]]]),
  body: Buffer.from(body),
});

describe("asJson", () => {
  it("converts a result as AWS does for callers that accept JSON", () => {
    const { headers, body } = asJson(
      response(`<?xml version="1.0"?>
        <PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
          <PublishResult><MessageId>1 &lt;&amp;&#x41;&#66;</MessageId><SequenceNumber/></PublishResult>
          <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>
        </PublishResponse>`),
    );

    assert.deepEqual(headers.get("content-type"), ["application/json"]);
    assert.deepEqual(JSON.parse(body.toString()), {
      PublishResponse: {
        PublishResult: { MessageId: "1 <&AB", SequenceNumber: "" },
        ResponseMetadata: { RequestId: "r" },
      },
    });
  });

  it("omits the root of an error", () => {
    const { body } = asJson(
      response("<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>"),
    );

    assert.deepEqual(JSON.parse(body.toString()), { Error: { Code: "Throttling" } });
  });

  it("leaves other responses unchanged", () => {
    const json = response("{}", "application/json");

    assert.equal(asJson(json), json);
  });
});
