import type { ServiceDefinition } from "../../libs/bus/serve.ts";
export const reports: ServiceDefinition<Record<string, never>> = { name: "reports", contracts: {}, access: {}, open: () => ({ handlers: {} }) };
