/** Share of predictions that are right. */
export function accuracy(predicted: readonly string[], actual: readonly string[]): number {
  return actual.length === 0 ? 0 : actual.filter((label, i) => label === predicted[i]).length / actual.length;
}

/** Counts by actual label, then predicted label. */
export function confusion(predicted: readonly string[], actual: readonly string[]): Map<string, Map<string, number>> {
  const table = new Map<string, Map<string, number>>();
  actual.forEach((label, i) => {
    const row = table.get(label) ?? new Map<string, number>();
    table.set(label, row.set(predicted[i]!, (row.get(predicted[i]!) ?? 0) + 1));
  });
  return table;
}

/** Mean of the F1 of each label that occurs as actual or predicted, every label counting alike. */
export function macroF1(predicted: readonly string[], actual: readonly string[]): number {
  const labels = new Set([...actual, ...predicted]);
  let sum = 0;
  for (const label of labels) {
    const right = actual.filter((is, i) => is === label && predicted[i] === label).length;
    const claimed = predicted.filter((is) => is === label).length;
    const present = actual.filter((is) => is === label).length;
    sum += (2 * right) / (claimed + present);
  }
  return labels.size === 0 ? 0 : sum / labels.size;
}

/**
 * Expected calibration error (Naeini et al. 2015; Guo et al. 2017, eq. 3): the mean gap between confidence and
 * accuracy over equal-width bins of confidence, weighted by how many predictions each holds.
 * @param confidences 0 to 1. @returns 0 (calibrated) to 1.
 */
export function expectedCalibrationError(
  confidences: readonly number[],
  correct: readonly boolean[],
  bins = 15,
): number {
  const totals = Array.from({ length: bins }, () => ({ count: 0, confidence: 0, correct: 0 }));
  confidences.forEach((confidence, i) => {
    const bin = totals[Math.min(bins - 1, Math.floor(confidence * bins))]!;
    bin.count += 1;
    bin.confidence += confidence;
    bin.correct += correct[i] ? 1 : 0;
  });
  const gap = totals.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.correct), 0);
  return confidences.length === 0 ? 0 : gap / confidences.length;
}
