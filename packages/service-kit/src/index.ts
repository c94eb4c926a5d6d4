export { type Caller, isLoopback, networkOf } from './callers.ts';
export { type ApiKey, type BaseConfig, baseConfig, env, loadConfig } from './config.ts';
export type { ServiceDescription } from './documentation.ts';
export type { ReadinessCheck } from './health.ts';
export { type NdjsonLine, readNdjson } from './ndjson.ts';
export { type ErrorFormat, type Problem, problem, STATUS_OF_KIND, toServiceError } from './problem.ts';
export { runService } from './run.ts';
export { Secret } from './secret.ts';
export { createService, type Service, type ServiceOptions } from './service.ts';
