import assert from "node:assert/strict";
import { useCloud } from "../../local/provider/testing/cloud.ts";
import { clientOf, failure, nasty, notFound, outcome } from "./client.ts";
import { serveShop, type ServedShop } from "./servedShop.ts";

describe("routes to objects and tables", function () {
  this.timeout(120_000);
  const cloud = useCloud("eu-west-1");
  let shop: ServedShop;
  before(async () => {
    shop = await serveShop(cloud.aws);
  });
  after(() => shop?.close());
  const call = clientOf(() => shop.gateway.url);

  describe("s3", () => {
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x00, 0x80, 0x0a]);
    const headers = { "Content-Type": "image/png" };

    it("returns unchanged bytes with length and ETag, whatever the client accepts", async () => {
      const put = await call("PUT", "/files/a/b%20c.png", png, headers);
      for (const accept of ["*/*", "image/png", "application/json"]) {
        const got = await call("GET", "/files/a/b%20c.png", undefined, { accept });

        assert.equal(got.status, 200, got.text);
        assert.deepEqual(got.bytes, png);
        assert.equal(got.headers.get("content-length"), String(png.length));
        assert.equal(got.headers.get("etag"), put.headers.get("etag"));
        assert.equal(got.headers.get("x-content-type-options"), "nosniff");
      }
      assert.deepEqual(outcome(put), { status: 204, text: "" });
      assert.match(put.headers.get("etag") ?? "", /^"[0-9a-f]{32}"$/);
    });

    it("accepts a key with a line break, which the role's wildcard matches", async () => {
      assert.equal((await call("PUT", "/files/a%0Ab%0A", png, headers)).status, 204);
      assert.equal((await call("DELETE", "/files/a%0Ab%0A")).status, 204);
    });

    it("responds with the requested range, or with 416", async () => {
      await call("PUT", "/files/part.png", png, headers);
      const part = (range: string) =>
        call("GET", "/files/part.png", undefined, { Range: range, accept: "image/png" });

      const middle = await part("bytes=2-4");
      const beyond = await part("bytes=900-");

      assert.equal(middle.status, 206, middle.text);
      assert.deepEqual(middle.bytes, png.subarray(2, 5));
      assert.equal(middle.headers.get("content-range"), `bytes 2-4/${png.length}`);
      assert.deepEqual(outcome(beyond), {
        status: 416,
        text: '{"message":"Range Not Satisfiable"}',
      });
    });

    it("returns an object's metadata without its body", async () => {
      const put = await call("PUT", "/files/known.png", png, headers);

      const known = await call("HEAD", "/files/known.png");
      const none = await call("HEAD", "/files/unknown.png");

      assert.deepEqual(outcome(known), { status: 200, text: "" });
      assert.equal(known.headers.get("content-type"), "image/png");
      assert.equal(known.headers.get("x-object-size"), String(png.length));
      assert.equal(known.headers.get("etag"), put.headers.get("etag"));
      assert.deepEqual(outcome(none), { status: 404, text: "" });
    });

    it("stores the object under its prefix", async () => {
      await call("PUT", "/files/deep/er.png", png, headers);

      const s3 = await cloud.aws.s3();
      const { Contents = [] } = await s3.listObjectsV2({
        Bucket: shop.outputs("Bucket", "shop-files")["bucket"],
      });
      assert.ok(Contents.some(({ Key }) => Key === "public/deep/er.png"));
      assert.ok(Contents.every(({ Key }) => Key?.startsWith("public/")));
    });

    it("finds an object by a query parameter", async () => {
      await call("PUT", "/files/q/x y.png", png, headers);

      assert.deepEqual((await call("GET", "/found?key=q/x%20y.png")).bytes, png);
    });

    it("returns text objects as text", async () => {
      const s3 = await cloud.aws.s3();
      const text = JSON.stringify({ text: nasty });
      await s3.putObject({
        Bucket: shop.outputs("Bucket", "shop-files")["bucket"],
        Key: "public/info.json",
        Body: text,
        ContentType: "application/json",
      });

      const got = await call("GET", "/texts/info", undefined, { accept: "image/png" });

      assert.deepEqual(outcome(got), { status: 200, text });
      assert.equal(got.headers.get("content-type"), "application/json");
    });

    for (const path of ["/files/none", "/files/..%2f..%2fx", "/found?key=../private/x", "/found"]) {
      it(`responds with 404 for ${path} without S3's message`, async () => {
        assert.deepEqual(outcome(await call("GET", path)), notFound);
      });
    }

    it("deletes objects, and responds the same for a missing one", async () => {
      await call("PUT", "/files/gone.png", png, headers);

      const deleted = await call("DELETE", "/files/gone.png");
      const again = await call("DELETE", "/files/gone.png");

      assert.deepEqual([deleted.status, again.status], [204, 204]);
      assert.deepEqual(outcome(await call("GET", "/files/gone.png")), notFound);
    });
  });

  describe("dynamodb", () => {
    const note = (id: string, more: object = {}) => ({
      id,
      text: "t",
      rank: 1,
      done: false,
      ...more,
    });

    it("puts typed attributes and returns them as plain JSON", async () => {
      const put = await call(
        "POST",
        "/notes/ada",
        note("1", { text: nasty, rank: 1.5, done: true }),
      );

      assert.deepEqual(outcome(put), { status: 201, text: "{}" });
      assert.deepEqual(JSON.parse((await call("GET", "/notes/ada/1")).text), {
        owner: "ada",
        id: "1",
        text: nasty,
        rank: 1.5,
        done: true,
        source: "api $#",
      });
    });

    it("responds with 409 if the condition fails, and 400 for an invalid value", async () => {
      await call("POST", "/notes/bob", note("1"));

      assert.deepEqual(outcome(await call("POST", "/notes/bob", note("1"))), failure(409));
      assert.deepEqual(
        outcome(await call("POST", "/notes/bob", note("2", { rank: "many" }))),
        failure(400),
      );
    });

    it("updates an existing item only", async () => {
      await call("POST", "/notes/flo", note("1"));
      const change = (id: string, text: string) => call("PATCH", `/notes/flo/${id}`, { text });

      await change("1", "first");
      const changed = await change("1", nasty);
      const none = await change("2", "x");

      assert.equal(changed.status, 200, changed.text);
      const item = JSON.parse(changed.text) as object;
      assert.deepEqual(item, { ...item, owner: "flo", id: "1", text: nasty, edits: 2, rank: 1 });
      assert.deepEqual(outcome(none), failure(404));
      assert.deepEqual(outcome(await call("GET", "/notes/flo/2")), notFound);
    });

    it("responds to an update without a body by default", async () => {
      await call("POST", "/notes/gil", note("1"));

      const changed = await call("PUT", "/notes/gil/1/rank", { rank: 7 });
      const wrong = await call("PUT", "/notes/gil/1/rank", { rank: "many" });

      assert.deepEqual(outcome(changed), { status: 204, text: "" });
      assert.deepEqual(outcome(wrong), failure(400));
      assert.match((await call("GET", "/notes/gil/1")).text, /"rank":7/);
    });

    it("responds with 204 to a deletion, and then with 404", async () => {
      await call("POST", "/notes/cy", note("1"));

      assert.deepEqual(outcome(await call("DELETE", "/notes/cy/1")), { status: 204, text: "" });
      assert.deepEqual(outcome(await call("GET", "/notes/cy/1")), notFound);
    });

    it("queries page by page", async () => {
      const ids = ["a~1", "b~0&", "c'", "d", "e"];
      for (const id of ids) await call("POST", "/notes/dan", note(id));

      const pages: string[][] = [];
      let next: string | null = "";
      while (next !== null && pages.length < 9) {
        const { text } = await call("GET", `/notes/dan?next=${encodeURIComponent(next)}`);
        const page = JSON.parse(text) as { items: { id: string }[]; next: string | null };
        pages.push(page.items.map(({ id }) => id));
        ({ next } = page);
      }

      assert.deepEqual(pages.slice(0, 3), [ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    });

    it("queries an index in descending order, with selected fields", async () => {
      for (const rank of [1, 2, 3]) await call("POST", "/notes/eve", note(`n${rank}`, { rank }));

      const first = JSON.parse((await call("GET", "/ranked/eve")).text) as { next: string };
      const second = await call("GET", `/ranked/eve?next=${encodeURIComponent(first.next)}`);

      assert.deepEqual(first, { items: [{ id: "n3", rank: 3 }], next: first.next });
      assert.deepEqual((JSON.parse(second.text) as { items: object[] }).items, [
        { id: "n2", rank: 2 },
      ]);
    });

    it("refuses a forged page, which cannot bypass the key condition", async () => {
      await call("POST", "/notes/victim", note("secret"));

      for (const next of ["x", "victim~1", "victim~1secret", '"}},"TableName":"x', "a~1b~1c"]) {
        const response = await call("GET", `/notes/thief?next=${encodeURIComponent(next)}`);

        assert.deepEqual(outcome(response), failure(400), next);
      }
    });
  });
});
