import type { GraphInputs } from '@pareto/onnx-encoder';
import type { ModelBundle } from './load-bundle.ts';
import { floats } from './safetensors.ts';

/** all-MiniLM-L6-v2. */
const LAYERS = 6;
const HIDDEN = 384;
const INNER = 1_536;
/** The dense layers besides query, key and value: floats in, floats out. */
const DENSE = { attention_output: [HIDDEN, HIDDEN], intermediate: [HIDDEN, INNER], output: [INNER, HIDDEN] } as const;

/**
 * The adapter of a bundle as the graph takes it (`pareto_training/onnx_bert_lora.py`); zeros of rank 1 for one that keeps
 * the base as it is.
 * @throws ServiceError `model_untrusted` when a tensor is missing or has another shape.
 */
export function loraAdapter({ manifest, tensors }: ModelBundle): GraphInputs {
  const { adapter } = manifest;
  return adapter.method === 'lora' ? shaped(adapter.rank, (name, dims) => floats(tensors, name, dims)) : zeros();
}

function zeros(): GraphInputs {
  return shaped(1, (_, dims) => new Float32Array(dims.reduce((product, size) => product * size, 1)));
}

function shaped(
  rank: number,
  tensor: (name: string, dims: readonly number[]) => Float32Array<ArrayBuffer>,
): GraphInputs {
  const shapes = Array.from({ length: LAYERS }, (_, layer): [string, number[]][] => [
    [`lora.${layer}.qkv.a`, [HIDDEN, 3 * rank]],
    [`lora.${layer}.qkv.b`, [3, rank, HIDDEN]],
    ...Object.entries(DENSE).flatMap(([dense, [from, to]]): [string, number[]][] => [
      [`lora.${layer}.${dense}.a`, [from, rank]],
      [`lora.${layer}.${dense}.b`, [rank, to]],
    ]),
  ]);
  return Object.fromEntries(shapes.flat().map(([name, dims]) => [name, { data: tensor(name, dims), dims }]));
}
