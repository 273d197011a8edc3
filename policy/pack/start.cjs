// Pulumi loads a pack by require, through an old compiler that refuses imports of `.ts` files; so
// tsx takes over from it. What needs no compiling is loaded before: under tsx that takes longer.
require("@pulumi/policy");
require("tsx/cjs");

const { startPack } = require("./startPack.ts");

exports.startPack = startPack;
