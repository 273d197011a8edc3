import assert from "node:assert/strict";
import { buffer } from "node:stream/consumers";
import { useProxiedService } from "./proxiedService.ts";

for (const streaming of [false, true]) {
  describe(`large bodies through the ${streaming ? "streaming " : ""}function`, function () {
    this.timeout(60_000);
    const received: number[] = [];
    const proxied = useProxiedService(
      (incoming, response) => {
        void buffer(incoming).then(({ length }) => {
          received.push(length);
          response.end();
        });
      },
      { streaming },
    );
    beforeEach(() => received.splice(0));

    /** Sends a body that is not text, of which base64 makes a third more. */
    const post = async (bytes: number) => {
      const response = await fetch(`${proxied.gateway.url}/files`, {
        method: "POST",
        body: Buffer.alloc(bytes, 0xff),
      });
      const { status, headers } = response;
      return {
        status,
        type: headers.get("content-type"),
        error: headers.get("x-amzn-errortype"),
        text: await response.text(),
      };
    };

    it("reach the service while their event has less than 6 MB", async () => {
      assert.equal((await post(4_710_000)).status, 200);
      assert.deepEqual(received, [4_710_000]);
    });

    const tooLong = {
      ...{ status: 413, type: "application/json", error: "BadRequestException" },
      text: '{"message": "Request Too Long"}',
    };
    for (const bytes of [4_718_592, 10_485_760]) {
      it(`are refused as Lambda does: ${bytes} bytes`, async () => {
        assert.deepEqual(await post(bytes), tooLong);
        assert.deepEqual(received, []);
      });
    }

    it("are refused by API Gateway itself over 10 MB", async () => {
      assert.deepEqual(await post(10_485_761), {
        ...{ status: 413, type: "text; charset=utf-8", error: null },
        text: "HTTP content length exceeded 10485760 bytes.",
      });
      assert.deepEqual(received, []);
    });
  });
}
