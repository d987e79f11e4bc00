import common from "./jest.config.js";

const { globalSetup: _setup, globalTeardown: _teardown, ...rest } = common;

/** The suites that start their own engines and break them: one at a time, no shared Tracker. */
export default { ...rest, roots: ["<rootDir>/test/faults", "<rootDir>/test/deploy/local"], testTimeout: 180_000 };
