export * from './agreement.ts';
export * from './benchmark.ts';
export * from './bootstrap.ts';
export * from './classification-measures.ts';
export * from './function-calling.ts';
export * from './instruction-following.ts';
export * from './ranking-measures.ts';
export * from './trustworthiness.ts';
