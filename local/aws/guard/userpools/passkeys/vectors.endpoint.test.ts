import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { installMiniStack } from "../../../install.ts";

/**
 * A registration and an assertion that this project did not make. Source: W3C, "Web Authentication: Level 3", 16.2 (ES256
 * credential with no attestation).
 */
const vectors = {
  attestationObject:
    "a363666d74646e6f6e656761747453746d74a068617574684461746158a4bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b559000000008446ccb9ab1db374750b2367ff6f3a1f0020f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4a5010203262001215820afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61225820930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220",
  creation:
    "7b2274797065223a22776562617574686e2e637265617465222c226368616c6c656e6765223a22414d4d507434557878475453746e63647134313759447742466938767049612d7077386f4f755657345441222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73652c22657874726144617461223a22636c69656e74446174614a534f4e206d617920626520657874656e6465642077697468206164646974696f6e616c206669656c647320696e20746865206675747572652c207375636820617320746869733a20426b5165446a646354427258426941774a544c453551227d",
  authenticatorData: "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b51900000000",
  request:
    "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a224f63446e55685158756c5455506f334a5558543049393770767a7a59425039745a63685879617630314167222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73657d",
  signature:
    "3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480ac0f0b93538174f575bf11a1dd5d78c6e486013f937295ea13653e331e87",
};

/** Reads the vectors with the endpoint's own functions, and then each again with one bit changed. */
const program = `
import json, sys, types
package = types.ModuleType("userpools")
package.__path__ = [sys.argv[1]]
sys.modules["userpools"] = package
from userpools.passkeys import credentials as c

v = {name: bytes.fromhex(text) for name, text in json.loads(sys.argv[2]).items()}

def run(v):
    creation = c.read_client_data(c.text_of(v["creation"]), "webauthn.create")
    c.check_origin(creation.origin, "example.org")
    registered = c.read_attestation(c.text_of(v["attestationObject"]))
    c.check(registered, "example.org", False)
    request = c.read_client_data(c.text_of(v["request"]), "webauthn.get")
    data = c.read_authenticator_data(v["authenticatorData"])
    c.check(data, "example.org", False)
    c.verify(c.public_key(registered.key), v["signature"], data, request)
    return registered.credential_id.hex(), creation.challenge, request.challenge

accepted = []
for name in ("authenticatorData", "request", "signature"):
    for place in range(len(v[name]) * 8):
        content = bytearray(v[name])
        content[place // 8] ^= 1 << place % 8
        try:
            run({**v, name: bytes(content)})
            accepted.append([name, place])
        except c.Refused:
            pass

broken = []
for end in range(len(v["attestationObject"])):
    try:
        c.read_attestation(c.text_of(v["attestationObject"][:end]))
        broken.append(end)
    except c.Refused:
        pass
print(json.dumps({"read": run(v), "accepted": accepted, "broken": broken}))
`;

describe("passkeys of the specification", function () {
  this.timeout(120_000); // MiniStack may have to be installed.

  it("are read and verified, but with no bit changed and no byte lost", async () => {
    const python = await installMiniStack(() => {});
    const folder = fileURLToPath(new URL("..", import.meta.url));
    const { stdout } = await promisify(execFile)(python, [
      "-c",
      program,
      folder,
      JSON.stringify(vectors),
    ]);

    assert.deepEqual(JSON.parse(stdout), {
      read: [
        "f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4",
        "AMMPt4UxxGTStncdq417YDwBFi8vpIa-pw8oOuVW4TA",
        "OcDnUhQXulTUPo3JUXT0I97pvzzYBP9tZchXyav01Ag",
      ],
      accepted: [],
      broken: [],
    });
  });
});
