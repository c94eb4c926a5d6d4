export { CATALOGUE, findModel, type Model } from './catalogue.ts';
export {
  type EnsureOptions,
  ensureModel,
  type LocatedModel,
  locateModel,
  type Progress,
  verifyModel,
} from './store.ts';
