// Pulumi loads a pack by require, through an old compiler that refuses imports of `.ts` files; so
// tsx takes over from it. What needs no compiling is loaded before: under tsx that takes longer.
require("@grpc/grpc-js");
require("@pulumi/pulumi/proto/analyzer_grpc_pb.js");
require("tsx/cjs");
const { servePack } = require("./servePack.ts");

module.exports = (setName) =>
  servePack(setName).catch((error) => {
    console.error(`${error.name}: ${error.message}`);
    process.exit(1);
  });
