export { RecordedRefusal } from './recorded-refusal';
export { newIssueLicense } from './issue-license';
export type { IssueLicense } from './issue-license';
export { issueOrderSchema } from './issue-order';
