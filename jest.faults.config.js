import common from "./jest.config.js";

const { globalSetup: _setup, globalTeardown: _teardown, ...rest } = common;

/** The suites that start their own engines and break them: two at a time, since each mostly waits, and no shared Tracker. */
export default { ...rest, roots: ["<rootDir>/test/faults", "<rootDir>/test/deploy/local"], testTimeout: 180_000 };
