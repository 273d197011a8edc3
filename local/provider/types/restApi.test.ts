import assert from "node:assert/strict";
import type { Properties } from "../../graph/resource.ts";
import { restApiSettings } from "./restApi.ts";

const body = (extensions: object) => JSON.stringify({ openapi: "3.0.1", ...extensions });
const everything = body({
  info: { description: "the document's" },
  servers: [{ "x-amazon-apigateway-endpoint-configuration": { disableExecuteApiEndpoint: true } }],
  "x-amazon-apigateway-api-key-source": "AUTHORIZER",
  "x-amazon-apigateway-binary-media-types": ["image/png"],
  "x-amazon-apigateway-minimum-compression-size": 0,
  "x-amazon-apigateway-policy": { Statement: [] },
});
const ofEverything = {
  apiKeySource: "AUTHORIZER",
  binaryMediaTypes: ["image/png"],
  description: "the document's",
  disableExecuteApiEndpoint: true,
  minimumCompressionSize: "0",
  policy: '{"Statement":[]}',
};
const ofNothing = {
  apiKeySource: "HEADER",
  binaryMediaTypes: [],
  description: "",
  disableExecuteApiEndpoint: false,
  minimumCompressionSize: "",
  policy: "",
};

// Source: terraform-provider-aws, internal/service/apigateway/rest_api.go.
describe("the settings of a REST API", () => {
  for (const [what, inputs, before, expected] of [
    ["come from a new API's document", { body: everything }, {}, ofEverything],
    ["have AWS's defaults without one", {}, {}, ofNothing],
    // The key's source always has a value.
    [
      "are the document's after an import, but for those that were set",
      { body: everything },
      ofNothing,
      { ...ofEverything, apiKeySource: "HEADER" },
    ],
    [
      "stay although the document has none any more",
      { body: body({}) },
      ofEverything,
      ofEverything,
    ],
    [
      "are the arguments, whatever the document and the state say",
      {
        body: everything,
        apiKeySource: "HEADER",
        binaryMediaTypes: ["*/*"],
        description: "ours",
        minimumCompressionSize: "-1",
      },
      { ...ofEverything, minimumCompressionSize: "1024" },
      {
        ...ofEverything,
        apiKeySource: "HEADER",
        binaryMediaTypes: ["*/*"],
        description: "ours",
        minimumCompressionSize: "",
      },
    ],
    [
      "end with an argument that is false, if the document ends them too",
      { body: body({}), disableExecuteApiEndpoint: false },
      ofEverything,
      { ...ofEverything, disableExecuteApiEndpoint: false },
    ],
  ] as [string, Properties, Properties, Properties][]) {
    it(what, () => assert.deepEqual(restApiSettings(inputs, before, ["body"]), expected));
  }

  it("do not come from a document that did not change", () => {
    assert.deepEqual(restApiSettings({ body: everything }, ofNothing, ["tags"]), ofNothing);
  });
});
