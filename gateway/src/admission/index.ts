export { newAdmission } from './admission';
export type { Admission, AdmissionMetrics, Visit } from './admission';
export type { LaneLoad } from './lane';
export type { LaneName } from './lane-name';
export type { RefusalReason } from './refusals';
