export type * from './function-calling/case.ts';
export { scoreFunctionCalls, toToolName } from './function-calling/score.ts';
export { type FunctionTool, toFunctionTools } from './function-calling/tools.ts';
