export default async function stopDatabases() {
  await globalThis.databaseBroker.stop();
}
