/** Kinds of work, each with a bound of its own: reading, writing, and answers without an end. */
export const LANE_NAMES = ['read', 'write', 'stream'] as const;
export type LaneName = (typeof LANE_NAMES)[number];
