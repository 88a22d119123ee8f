import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';

/** What the figures were measured on, for people. */
export function machineFacts(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `Node ${process.version}, ${platform()} ${arch()}, ${availableParallelism()} cores (${model}), ${gigabytes} GB`;
}
