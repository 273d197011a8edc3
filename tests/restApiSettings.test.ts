import assert from "node:assert/strict";
import { lambdaProxy } from "../components/api/index.ts";
import { type FlatApiArgs, recordApi } from "../components/api/testing/recordApi.ts";
import type { Properties } from "../local/graph/resource.ts";
import { provide } from "../local/provider/testing/provided.ts";
import { StubAws } from "../local/provider/testing/stubs.ts";

const passing = { "GET /orders": lambdaProxy("orders") };
const reading = {
  "POST /orders": lambdaProxy("orders", { validate: { body: { type: "object" } } }),
};

/** An API's settings after an update, as AWS's provider sets them. */
async function settingsAfter(
  before: Partial<FlatApiArgs>,
  after: Partial<FlatApiArgs>,
  change: (inputs: Properties) => Properties = (inputs) => inputs,
): Promise<Properties> {
  const inputsOf = async (args: Partial<FlatApiArgs>) =>
    change((await recordApi(args)).inputs("RestApi", "api"));
  const type = "aws:apigateway/restApi:RestApi";
  const api = await provide(new StubAws().context(), type, "api", await inputsOf(before));
  await api.update(await inputsOf(after));
  const { binaryMediaTypes, minimumCompressionSize, disableExecuteApiEndpoint } = api.outputs;
  return { binaryMediaTypes, minimumCompressionSize, disableExecuteApiEndpoint };
}

// Source: terraform-provider-aws, internal/service/apigateway/rest_api.go: after an import, the provider
// sets the arguments again, and for each that is not given the state before. `provide` does the same.
describe("settings of an API that an update changes", () => {
  it("bodies are text once a route reads them, and binary again without it", async () => {
    const { binaryMediaTypes: listed } = await settingsAfter(
      { routes: passing },
      { routes: reading },
    );
    const { binaryMediaTypes: all } = await settingsAfter({ routes: reading }, { routes: passing });

    assert.ok((listed as string[]).includes("image/png"));
    assert.ok(!(listed as string[]).includes("*/*"));
    assert.deepEqual(all, ["*/*"]);
  });

  it("compression begins, changes and ends", async () => {
    const sizeAfter = async (before: number | undefined, after: number | undefined) => {
      const args = (minimumCompressionBytes: number | undefined) => ({
        routes: passing,
        ...(minimumCompressionBytes !== undefined && { minimumCompressionBytes }),
      });
      return (await settingsAfter(args(before), args(after)))["minimumCompressionSize"];
    };

    assert.deepEqual(
      [
        await sizeAfter(undefined, 0),
        await sizeAfter(1024, 2048),
        await sizeAfter(1024, undefined),
      ],
      ["0", "2048", ""],
    );
  });

  it("the API's own address opens again", async () => {
    const closed = { routes: passing, disableExecuteApiEndpoint: true };

    const { disableExecuteApiEndpoint } = await settingsAfter(closed, { routes: passing });

    assert.equal(disableExecuteApiEndpoint, false);
  });

  it("would stay as they were if only the document had them", async () => {
    const onlyDocument = ({ body }: Properties): Properties => ({ body });

    const { binaryMediaTypes } = await settingsAfter(
      { routes: passing },
      { routes: reading },
      onlyDocument,
    );

    assert.deepEqual(binaryMediaTypes, ["*/*"]);
  });
});
