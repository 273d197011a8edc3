// For packs of other projects, in JavaScript or TypeScript: compiles the sources, and nothing else.
const { require: load } = require("tsx/cjs/api");

const sets = load("../index.ts", __filename);

exports.privateServers = sets.privateServers;
exports.guardedApi = sets.guardedApi;
exports.guardedIdentity = sets.guardedIdentity;
exports.guardedData = sets.guardedData;
exports.palisade = sets.palisade;
