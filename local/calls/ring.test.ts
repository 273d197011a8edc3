import assert from "node:assert/strict";
import fc from "fast-check";
import type { RecordedCall } from "./recorded.ts";
import { CallRing } from "./ring.ts";

const call = (id: number, bytes: number) => ({ id: String(id), bytes }) as RecordedCall;

describe("CallRing", () => {
  it("keeps the latest calls up to its number and size, whatever comes", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50), { maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        (sizes, calls) => {
          const ring = new CallRing({ calls, totalBytes: 100 });
          const expected: RecordedCall[] = [];
          for (const [id, bytes] of sizes.entries()) {
            ring.add(call(id, bytes));
            expected.unshift(call(id, bytes));
            const total = () => expected.reduce((sum, each) => sum + each.bytes, 0);
            while (expected.length > calls || (total() > 100 && expected.length > 1))
              expected.pop();
            assert.deepEqual([...ring.latest()], expected);
            assert.deepEqual([ring.size, ring.bytes], [expected.length, total()]);
          }
          for (const each of expected) assert.deepEqual(ring.get(each.id), each);
          assert.equal(ring.get("none"), undefined);
        },
      ),
    );
  });
});
