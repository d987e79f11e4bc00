import { connectEvents, provisionStreams } from "../../libs/record/bells.ts";
import { eventConsumers } from "./permissions.ts";

/** The deploy step for the bus: makes the streams and the services' durable places, as the one user who may. Safe to repeat. */
export async function provisionBus(servers: string, adminPassword: string): Promise<void> {
  const connection = await connectEvents("admin", { servers, user: "admin", pass: adminPassword });
  try {
    await provisionStreams(connection, eventConsumers);
  } finally {
    await connection.close();
  }
}
