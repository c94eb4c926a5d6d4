import { parentPort, workerData } from 'node:worker_threads';
import { layOut } from './layout.ts';

parentPort?.postMessage(layOut(workerData as Float32Array[]));
