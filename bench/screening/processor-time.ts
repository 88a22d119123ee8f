/** Processor time of some work in milliseconds, because others may use the machine. */
export function processorMilliseconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return processorSince(before);
}

/** Processor time since it was read, in milliseconds. */
export function processorSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
