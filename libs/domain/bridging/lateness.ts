import type { Latency } from '@causeway/domain/network';

/** Blocks of some layers are a minute apart, and measured quartiles of others lie within one second. */
const LEAST_MARGIN_SECONDS = 60;
const STUCK_MULTIPLE = 4;
const LEAST_STUCK_SECONDS = 3_600;

/**
 * Seconds after departure at which a transfer is late: Tukey's fence, the upper quartile and half again the middle
 * half, and a minute past that quartile at least. A quarter of all transfers are slower than the upper quartile,
 * so that alone would cry wolf; past the fence lie 1 in 20 of an exponential tail, 1 in 140 of a normal one.
 */
export function lateAfterSeconds({ lowerQuartileSeconds, upperQuartileSeconds }: Latency): number {
  const margin = Math.max(LEAST_MARGIN_SECONDS, 1.5 * (upperQuartileSeconds - lowerQuartileSeconds));
  return Math.ceil(upperQuartileSeconds + margin);
}

/**
 * Seconds after departure at which a transfer is stuck: four times what makes it late, which an exponential tail
 * exceeds 5 times in a million, and an hour at least, because one relayer's pause is no incident.
 */
export function stuckAfterSeconds(latency: Latency): number {
  return Math.max(LEAST_STUCK_SECONDS, STUCK_MULTIPLE * lateAfterSeconds(latency));
}
