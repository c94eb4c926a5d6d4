export { promote } from './aliases.ts';
export { verifyBundle } from './bundle/verify-bundle.ts';
export { FolderRegistry } from './folder/folder-registry.ts';
export type { Serving } from './live/leased-model.ts';
export { LiveModel, type LiveModelEvent, type LiveModelOptions, type LiveModelStatus } from './live/live-model.ts';
export { LiveModels, type LiveModelsOptions, type RegistryEvent } from './live/live-models.ts';
export type { ModelLoader } from './live/load-model.ts';
export type { SmokeAnswer } from './live/smoke.ts';
export { MlflowRegistry, type MlflowRegistryOptions } from './mlflow/mlflow-registry.ts';
