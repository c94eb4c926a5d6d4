import { describe, expect, it } from 'vitest';
import { accuracy, confusion, expectedCalibrationError, macroF1 } from '../src/index.ts';

const actual = ['cat', 'cat', 'cat', 'dog', 'dog', 'fox'];
const predicted = ['cat', 'cat', 'dog', 'dog', 'cat', 'dog'];

describe('measures of a classifier', () => {
  it('agree with figures worked out by hand', () => {
    expect(accuracy(predicted, actual)).toBe(0.5);
    // F1: cat 2·2 / (3 + 3), dog 2·1 / (3 + 2), fox 0.
    expect(macroF1(predicted, actual)).toBeCloseTo((4 / 6 + 2 / 5 + 0) / 3, 12);
    expect(confusion(predicted, actual)).toEqual(
      new Map([
        [
          'cat',
          new Map([
            ['cat', 2],
            ['dog', 1],
          ]),
        ],
        [
          'dog',
          new Map([
            ['dog', 1],
            ['cat', 1],
          ]),
        ],
        ['fox', new Map([['dog', 1]])],
      ]),
    );
  });

  it('finds how far confidence is from accuracy', () => {
    // Two bins of four: 0.9 said and 0.5 right; 0.3 said and 0 right.
    expect(expectedCalibrationError([0.9, 0.9, 0.3, 0.3], [true, false, false, false], 4)).toBeCloseTo(0.35, 12);
    expect(expectedCalibrationError([1, 1], [true, true])).toBe(0);
    expect(expectedCalibrationError([], [])).toBe(0);
  });
});
