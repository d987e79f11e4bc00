/** Jest runs the TypeScript as Node does: types stripped in place, ES modules, no build. */
export default {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": "<rootDir>/tools/strip-types.cjs" },
  globalSetup: "<rootDir>/test/support/global-setup.ts",
  globalTeardown: "<rootDir>/test/support/global-teardown.ts",
  reporters: ["default", "<rootDir>/tools/closing-line.cjs"],
  testTimeout: 30_000,
  maxWorkers: 3,
  workerIdleMemoryLimit: "768MB",
};
