import type { ModelBundle, NumberTensor } from '../src/index.ts';

/** The adapter of `recipes/golden_lora.py` in a bundle: sines, so that two languages make the same one. */
export function sineAdapter(bundle: ModelBundle, rank: number, size: number): ModelBundle {
  const layers = Array.from({ length: 6 }, (_, layer): [string, number[]][] => [
    [`lora.${layer}.qkv.a`, [384, 3 * rank]],
    [`lora.${layer}.qkv.b`, [3, rank, 384]],
    [`lora.${layer}.attention_output.a`, [384, rank]],
    [`lora.${layer}.attention_output.b`, [rank, 384]],
    [`lora.${layer}.intermediate.a`, [384, rank]],
    [`lora.${layer}.intermediate.b`, [rank, 1_536]],
    [`lora.${layer}.output.a`, [1_536, rank]],
    [`lora.${layer}.output.b`, [rank, 384]],
  ]);
  const sines = layers
    .flat()
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, shape], place): [string, NumberTensor] => {
      const length = shape.reduce((product, each) => product * each, 1);
      return [name, { shape, data: Float32Array.from({ length }, (_, i) => Math.sin(i * 0.7 + place) * size) }];
    });
  const { manifest, tensors } = bundle;
  return {
    ...bundle,
    manifest: {
      ...manifest,
      name: 'sines',
      adapter: {
        method: 'lora',
        rank,
        alpha: rank,
        targets: ['query'],
        trainable_parameters: 1,
        trainable_share: 0.01,
      },
    },
    tensors: new Map([...tensors, ...sines]),
  };
}
