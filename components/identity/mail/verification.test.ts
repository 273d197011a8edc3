import assert from "node:assert/strict";
import { untilVerified } from "./verification.ts";

const records = [
  { name: "one._domainkey.mail.example.com", value: "one.dkim.amazonses.com" },
  { name: "two._domainkey.mail.example.com", value: "two.dkim.amazonses.com" },
];
const minute = 60_000;

/** SES and a DNS, with a clock that only waiting moves. @param statuses - the last one stays */
function service(statuses: readonly (string | undefined)[], names: Record<string, string> = {}) {
  let [calls, now] = [0, 0];
  const said: string[] = [];
  return {
    said,
    waited: () => now,
    status: async () => statuses[Math.min(calls++, statuses.length - 1)],
    resolve: async (name: string) => {
      if (!names[name]) throw new Error("ENOTFOUND");
      return [names[name]];
    },
    note: (text: string) => said.push(`note: ${text}`),
    warn: (text: string) => said.push(`warning: ${text}`),
    pause: async () => (now += minute / 2),
    now: () => now,
  };
}

const wait = (ses: ReturnType<typeof service>) => untilVerified("mail.example.com", records, ses);

describe("the verification of a domain for mail", () => {
  for (const status of ["SUCCESS", undefined]) {
    it(`is not waited for with the status ${status}`, async () => {
      const ses = service([status]);

      await wait(ses);

      assert.deepEqual([ses.waited(), ses.said], [0, []]);
    });
  }

  it("is waited for, with a note each minute", async () => {
    const ses = service(["NOT_STARTED", "PENDING", "PENDING", "PENDING", "SUCCESS"]);

    await wait(ses);

    assert.equal(ses.waited(), 2 * minute);
    assert.deepEqual(ses.said, [
      "note: Waiting until SES has verified mail.example.com",
      "note: Waiting until SES has verified mail.example.com, for 1 min so far",
    ]);
  });

  it("ends after the time limit with the records that DNS does not have", async () => {
    const ses = service(["PENDING"], {
      [records[0]!.name]: "ONE.dkim.amazonses.com",
      [records[1]!.name]: "other.dkim.amazonses.com",
    });

    await assert.rejects(wait(ses), (error: Error) => {
      assert.equal(error.name, "UnverifiedDomainError");
      assert.match(error.message, /^SES has not verified mail\.example\.com within 30 minutes, /);
      assert.match(
        error.message,
        /missing:\n {2}two\._domainkey\.mail\.example\.com CNAME two\.dkim\.amazonses\.com\n.*name servers/,
      );
      assert.doesNotMatch(error.message, /one\._domainkey/);
      return true;
    });
    assert.equal(ses.waited(), 30 * minute);
  });

  it("ends with another sentence if DNS has them all", async () => {
    const names = Object.fromEntries(records.map(({ name, value }) => [name, value]));

    await assert.rejects(wait(service(["PENDING"], names)), /DNS records are visible from here/);
  });

  for (const status of ["FAILED", "TEMPORARY_FAILURE"]) {
    it(`does not hold up a deployment with the status ${status}, and warns`, async () => {
      const ses = service([status]);

      await wait(ses);

      assert.equal(ses.said.length, 1);
      assert.match(
        ses.said[0]!,
        /^warning: .* no mail\. From here, .*missing:\n {2}one\._domainkey/,
      );
    });
  }
});
