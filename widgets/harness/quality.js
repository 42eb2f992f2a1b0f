/** Made-up audit and provenance that agree with the made-up points. */

const TOP = 65535;
const ROW = 14 * 235;

/** Synthetic point i is row 14 i of 3672. */
export function pointRows(size) {
  return new DataView(Uint32Array.from({ length: size }, (_, index) => 14 * index).buffer);
}

function pair(state, index) {
  return [state.points.getUint16(4 * index, true), state.points.getUint16(4 * index + 2, true)];
}

/** Real rare rows on both sides of a new row: the nearest, and the one that lies most opposite to it. */
function parentsOf(state, [x, y]) {
  const rare = Array.from({ length: state.points_info.rare }, (_, index) => [index, pair(state, index)]);
  const away = ([, [a, b]]) => Math.hypot(a - x, b - y) / TOP;
  const sorted = [...rare].sort((a, b) => away(a) - away(b));
  const [seed] = sorted;
  const side = ([, [a, b]]) => (a - x) * (seed[1][0] - x) + (b - y) * (seed[1][1] - y);
  const other = sorted.find(one => side(one) < 0 && away(one) > 0.05) ?? sorted[4];
  return [seed, other].map(([index, at]) => ({ index, at, distance: 4 * away([index, at]) }));
}

/** The trait `details` for one picked row; `wide` gives it 1,000 columns. */
export function detailsOf(state, row, wide = false) {
  const index = Math.round(row / 14);
  const at = pair(state, state.points_info.rare + state.points_info.others + index);
  const [seed, neighbor] = parentsOf(state, at);
  const other = state.points_info.rare + 31;
  const sum = raw => ((raw / TOP) * 1200).toFixed(2);
  const days = raw => ((raw / TOP) * 2600).toFixed(0);
  const columns = [
    ['channel', false, 'web', ['web', 'app', 'web', 'app']],
    ['amount', true, sum(at[0]), [seed, neighbor].map(one => sum(one.at[0])).concat([sum(seed.at[0]), '31.20'])],
    ['card_age', true, days(at[1]), [seed, neighbor].map(one => days(one.at[1])).concat([days(seed.at[1]), '1710'])],
    ['country_of_card', false, 'FR', ['FR', 'FR', 'FR', 'DE']],
    ['merchant', false, 'groceries', ['groceries', 'gift cards', 'groceries', 'books']],
    ['hour', false, '14', ['14', '3', '14', '11']]
  ];
  const more = Array.from({ length: wide ? 994 : 0 }, (_, k) => [
    `v${k}`,
    k % 50 === 3,
    '0.1',
    ['0', '0.2', '0', '0.4']
  ]);
  return {
    row,
    of: 3672,
    label: `syn-${row}`,
    text: `Made by SMOTE: 43\u202f% of the way from rare row ${seed.index} to its neighbour ${neighbor.index}.`,
    note: 'Nearest rare row 0.21 away, nearest other row 1.63: inside the class.',
    at,
    related: [
      { role: 'seed', label: `rare ${seed.index}`, distance: seed.distance, at: seed.at },
      { role: 'neighbor', label: `rare ${neighbor.index}`, distance: neighbor.distance, at: neighbor.at },
      { role: 'nearest rare', label: `rare ${seed.index}`, distance: seed.distance, at: seed.at },
      { role: 'nearest other', label: 'row 88120', distance: 1.63, at: pair(state, other) }
    ],
    columns: [...columns, ...more].map(([name, edited, value, related]) => ({ name, edited, value, related }))
  };
}

const row = (measure, label, note, value, low = null, high = null) => ({ measure, label, note, value, low, high });
const GROUPS = [
  { name: 'app', rows: 20110, rare: 171, none: [0.78, 0.7, 0.85], run: [0.77, 0.69, 0.84] },
  { name: 'web', rows: 14020, rare: 128, none: [0.74, 0.67, 0.8], run: [0.74, 0.67, 0.8] },
  { name: 'phone', rows: 3370, rare: 41, none: [0.71, 0.55, 0.83], run: [0.7, 0.54, 0.82] }
];

export function fairnessOf(by, names = []) {
  return {
    by,
    choices: ['channel', 'card_age', ...names],
    text: by
      ? 'Recall differs by 0.07 between app and phone, before and after. The intervals overlap: 41 frauds by phone are too few to tell.'
      : 'Choose a column to compare the recall of its groups.',
    groups: by ? GROUPS.map((group, index) => ({ ...group, name: names[index] ?? group.name })) : []
  };
}

/** The trait `quality` of an audited run. */
export function qualityOf(run, by = 'channel') {
  return {
    run,
    state: 'done',
    text: '3\u202f672 new frauds, no copies. 14\u202f% lie closest to a row that is not fraud; of the real frauds, 9\u202f%. They are told from real frauds with AUC 0.71.',
    note: 'Fidelity is measured on real frauds that were kept out of training. Copy detectors, not privacy: synthetic is not anonymous.',
    sections: [
      {
        title: 'Are these rows fraud?',
        rows: [
          row('hidden_majority', 'Nearest real row is not fraud', 'of the real frauds 9\u202f%', 0.14, 0.12, 0.17),
          row('two_sample_auc', 'Telling them from real frauds', 'AUC; two halves of the real: 0.60', 0.71, 0.67, 0.75),
          row('out_of_range', 'Outside the range of the real', '', 0.002, 0.001, 0.004)
        ]
      },
      {
        title: 'Do they look alike?',
        rows: [
          row('column_shapes', 'Column shapes', '1 is the same distribution', 0.94, 0.93, 0.95),
          row('pair_trends', 'Pair trends', '1 is the same correlations', 0.91, 0.89, 0.93),
          row('coverage', 'Coverage', 'real frauds with a new row near', 0.87, 0.83, 0.9)
        ]
      },
      {
        title: 'Copies, not privacy',
        rows: [
          row('exact_copies', 'Exact copies of a real row', 'of 3\u202f672', 0),
          row(
            'closest_record_ratio',
            'Distance to the closest record',
            'of the holdout\u2019s own; below 1 is closer',
            0.97,
            0.9,
            1.04
          ),
          row('membership_auc', 'Membership attack', 'not measured: fewer than 50 rows', null)
        ]
      }
    ],
    likeness: [
      { name: 'amount', value: 0.81 },
      { name: 'merchant', value: 0.86 },
      { name: 'card_age', value: 0.93 }
    ],
    fairness: fairnessOf(by)
  };
}

/** What the kernel answers to written traits; null where it has nothing to say. */
export function answer(state, changed) {
  const answered = {};
  if (changed.picked !== undefined) {
    answered.details =
      changed.picked === null ? {} : detailsOf(state, changed.picked, state.details?.columns?.length > 9);
  }
  if (changed.fair_by !== undefined) {
    answered.quality = { ...state.quality, fairness: fairnessOf(changed.fair_by) };
  }
  if (changed.shown !== undefined) {
    answered.quality = { ...qualityOf(changed.shown), state: 'none', text: '', sections: [], likeness: [], note: '' };
  }
  return Object.keys(answered).length ? answered : null;
}

/** Scenes of the step Quality, made from a whole state. */
export function qualityScenes(makeState) {
  const base = () => {
    const state = { ...makeState(), step: 'quality', picked: ROW, fair_by: 'channel' };
    return { ...state, details: detailsOf(state, state.picked), quality: qualityOf(state.shown) };
  };
  const without = (state, text) => ({
    ...base(),
    picked: null,
    details: {},
    fair_by: null,
    quality: { ...qualityOf(base().shown, null), state, text, sections: [], likeness: [], note: '' }
  });
  const evil = '<img src=x onerror=alert(1)>';
  return {
    quality: base,
    quality_none: () => ({
      ...base(),
      shown: 'none',
      picked: null,
      details: {},
      quality: { run: 'none', state: 'none' }
    }),
    quality_new: () => without('none', ''),
    quality_waiting: () => ({
      ...without('waiting', ''),
      busy: true,
      message: 'Running exact, SMOTE 8\u202f%, 46\u202f%, 4 s left'
    }),
    quality_running: () => ({
      ...without('running', ''),
      busy: true,
      message: 'Running audit, SMOTE 5\u202f%, 46\u202f%, 4 s left'
    }),
    quality_error: () => without('error', 'The audit needs 20 rare holdout rows, found 12. Take a larger holdout.'),
    quality_wide: () => ({ ...base(), details: detailsOf(base(), ROW, true) }),
    quality_hostile: () => {
      const state = base();
      const columns = [
        { name: evil, edited: true, value: evil, related: [evil, evil, evil, evil] },
        ...state.details.columns
      ];
      const details = { ...state.details, label: evil, text: evil, note: evil, columns };
      const long = 'a very long name of a group that goes on and on';
      return {
        ...state,
        details,
        quality: { ...state.quality, text: evil, fairness: fairnessOf('channel', [evil, long]) }
      };
    },
    quality_pick: () => ({ ...base(), step: 'rebalance' })
  };
}
