/** Jest's transformer: the same type stripping that Node itself does, so positions are kept and no source map is needed. */
const { createHash } = require("node:crypto");
const { stripTypeScriptTypes } = require("node:module");

const strip = source => ({ code: stripTypeScriptTypes(source, { mode: "strip" }) });

module.exports = {
  process: strip,
  processAsync: async source => strip(source),
  getCacheKey: (source, file) => createHash("sha256").update(source).update(file).update(process.version).digest("hex"),
};
