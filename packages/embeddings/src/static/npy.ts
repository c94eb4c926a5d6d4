import { ServiceError } from '@pareto/contracts';

const MAGIC = '\x93NUMPY';
const HEADER_START = 10;

/**
 * Reads a NumPy file of 32-bit floats in two dimensions (NEP 1, version 1.0), in row order whatever the file's order.
 * @throws ServiceError `model_corrupt` for anything else.
 */
export function readNpy(file: Buffer): { shape: readonly [number, number]; data: Float32Array } {
  const header = file.toString('latin1', HEADER_START, HEADER_START + file.readUInt16LE(8));
  const shape = /'shape': \((\d+), (\d+)\)/.exec(header);
  if (file.toString('latin1', 0, 6) !== MAGIC || !header.includes("'descr': '<f4'") || !shape) {
    throw new ServiceError('model_corrupt', 'not a NumPy file of 32-bit floats in two dimensions');
  }
  const [rows, columns] = [Number(shape[1]), Number(shape[2])];
  const start = file.byteOffset + HEADER_START + header.length;
  const stored = new Float32Array(file.buffer.slice(start, start + rows * columns * 4));
  const isByColumn = header.includes("'fortran_order': True");
  return { shape: [rows, columns], data: isByColumn ? transpose(stored, rows, columns) : stored };
}

function transpose(stored: Float32Array, rows: number, columns: number): Float32Array {
  const data = new Float32Array(stored.length);
  for (let column = 0; column < columns; column += 1) {
    for (let row = 0; row < rows; row += 1) data[row * columns + column] = stored[column * rows + row]!;
  }
  return data;
}
