// Pulumi loads a pack by require, through an old compiler that refuses imports of `.ts` files; so
// tsx takes over from it. What needs no compiling is loaded before: tsx halves the speed of that.
require("@pulumi/policy");
require("tsx/cjs");
require("./index.ts");
