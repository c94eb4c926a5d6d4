import { describeVectorStore } from '@pareto/contract-tests';
import { MemoryVectorStore } from '@pareto/vector-stores';

describeVectorStore('memory', async () => ({ store: new MemoryVectorStore() }));
