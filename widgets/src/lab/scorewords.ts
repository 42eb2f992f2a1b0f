/** Names of the scores, in words. */

import { count, isNumber, money, score } from './format';

export interface ScoreWord {
  key: string;
  long: string;
  short: string;
}

export const SCORES: ScoreWord[] = [
  { key: 'average_precision', long: 'Average precision', short: 'Average precision' },
  { key: 'recall_at_fpr_1', long: 'Recall at 1\u202f% false alarms', short: 'Recall at 1\u202f% false alarms' },
  { key: 'recall_at_fpr_5', long: 'Recall at 5\u202f% false alarms', short: 'Recall at 5\u202f% false alarms' },
  { key: 'precision_at_k', long: 'Precision of the top rows', short: 'Precision of top rows' },
  { key: 'precision', long: 'Precision', short: 'Precision' },
  { key: 'recall', long: 'Recall', short: 'Recall' },
  { key: 'f1', long: 'F1', short: 'F1' },
  { key: 'brier', long: 'Brier score', short: 'Brier score' },
  { key: 'calibration_error', long: 'Calibration error', short: 'Calibration error' },
  { key: 'roc_auc', long: 'ROC AUC', short: 'ROC AUC' },
  { key: 'cost', long: 'Cost', short: 'Cost' }
];

/** The name of a score; one that this view does not know is shown by its key. */
export function scoreTitle(key: string): string {
  return SCORES.find(one => one.key === key)?.long ?? key.replaceAll('_', ' ');
}

/** A score as text: money for the cost, a share for the rest. */
export function scoreText(key: string, value: number | null | undefined): string {
  if (key === 'cost') {
    return money(value);
  }
  return isNumber(value) && Math.abs(value) > 10 ? count(value) : score(value);
}
