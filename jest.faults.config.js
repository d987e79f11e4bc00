import common from "./jest.config.js";

const { globalSetup: _setup, globalTeardown: _teardown, ...rest } = common;

/** The suites that start their own engines and break them: two at a time, since each mostly waits; with three, answers came late that are promised in time. No shared Tracker. */
export default {
  ...rest,
  roots: ["<rootDir>/test/faults", "<rootDir>/test/deploy/local"],
  testTimeout: 180_000,
  maxWorkers: 2,
};
