export { GraphEncoder } from './graph-encoder.ts';
export type { GraphInputs, SessionGraph } from './session-pool.ts';
