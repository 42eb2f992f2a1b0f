/** Scenes of Export, of a panel without data, of a kernel that is gone, of a model that trains, of long lists. */

const CODE = `# SMOTE 5 %, average precision 0.715 on the holdout (0.681 to 0.747)
import synthbalance as sb

data = sb.read_table("payments.parquet")
split = sb.split_holdout(data.drop(columns=["payment_id", "chargeback_code", "terminal_id"]),
                         target="is_fraud", time="paid_at", random_state=0)
exp = sb.Experiment(split, costs=sb.Costs(missed="amount", review=10), random_state=0)
run = exp.run(sb.SMOTESampler(sampling_strategy=0.05, k_neighbors=5, random_state=0))
exp.compare()  # None first, with intervals

# synthbalance 0.4.0, scikit-learn 1.8.0, lightgbm 4.6.0, holdout 7f3a
`;

const ITEMS = [
  {
    what: 'dataset',
    title: 'Dataset',
    path: 'payments-smote-5-1.parquet',
    text: '93\u202f672 train rows, 3\u202f672 marked is_synthetic. Never overwrites: payments-smote-5.parquet is there already.',
    formats: ['parquet', 'csv']
  },
  {
    what: 'card',
    title: 'Data card',
    path: 'payments-smote-5.html',
    text: 'one file: split, runs, intervals, quality, limits. Opens without a network.',
    formats: ['html']
  },
  {
    what: 'model',
    title: 'Model',
    path: 'payments-smote-5.model',
    text: 'calibrated, with its threshold 0.05 and the columns it expects.',
    formats: ['joblib']
  }
];

const SOURCES = {
  frames: [
    {
      name: 'payments',
      rows: 150000,
      columns: 12,
      targets: [
        { column: 'is_fraud', share: 0.0089 },
        { column: 'is_night', share: 0.21 }
      ]
    },
    { name: 'claims', rows: 8420, columns: 31, targets: [] }
  ],
  files: [
    { name: 'payments.csv', text: '14 MB' },
    {
      name: 'data/a_rather_long_name_of_a_table_that_somebody_exported_in_2024_and_never_renamed.parquet',
      text: '2 MB'
    }
  ],
  embedded: [
    {
      name: 'payments',
      rows: 20000,
      columns: 9,
      target: 'is_fraud',
      share: 0.01,
      text: 'Made-up card payments with time.'
    }
  ],
  asking: null
};

const NOTHING = {
  facts: {},
  runs: [],
  curves: [],
  tables: null,
  strategies: [],
  sentence: { kind: 'empty', text: '', sub: '', basis: '' },
  message: 'Idle, no data yet',
  looks: 0,
  points: null,
  points_info: {},
  busy: false
};

export function moreScenes(makeState, sentenceOf) {
  const exported = (more = {}) => ({
    ...makeState(),
    step: 'export',
    message: 'Idle, code cell ready',
    export: {
      run: 'SMOTE 5\u202f%',
      verdict:
        'Before you save it: not distinguishable from None, which needs no synthetic rows. Difference 0.002 (−0.011 to 0.019) in average precision. Holdout looked at 3 times; the interval counts every look.',
      code: CODE,
      items: ITEMS,
      saved: [
        { what: 'dataset', path: 'payments-smote-5.parquet', text: '93\u202f672 rows' },
        { what: 'model', path: '', text: 'The folder is read-only: nothing was written.' }
      ],
      ...more
    }
  });
  return {
    export: exported,
    exporthand: () => ({ ...exported(), threshold: 0.31, own_threshold: true }),
    empty: () => ({ ...makeState(), ...NOTHING, sources: SOURCES }),
    nothing: () => ({ ...makeState(), ...NOTHING, sources: { frames: [], files: [], embedded: [], asking: null } }),
    asking: () => ({
      ...makeState(),
      ...NOTHING,
      sources: {
        ...SOURCES,
        asking: {
          kind: 'frame',
          name: 'claims',
          columns: [
            { column: 'accepted', share: 0.12 },
            { column: 'region', share: 0.03 }
          ]
        }
      }
    }),
    gone: () => ({ ...makeState({ later: true }), step: 'score' }),
    partial: () => ({
      ...makeState({ later: true }),
      step: 'rebalance',
      busy: true,
      message: 'Running exact, SMOTE 8\u202f%, 56\u202f%, 3 s left',
      progress: { stage: 'fitting tree 224 of 400', share: 0.56, seconds_left: 3 },
      partial: {
        name: 'SMOTE 8\u202f%',
        strategy: 'smote',
        primary: 'average_precision',
        share: 0.5,
        value: 0.712,
        history: [
          [0.25, 0.688],
          [0.5, 0.712]
        ]
      }
    }),
    many: () => manyOf(makeState()),
    manydata: () => ({ ...manyOf(makeState()), step: 'data' }),
    manyknobs: () => longKnobs(makeState({ later: true }))
  };

  function manyOf(state) {
    const [none, , , worse, last] = state.runs;
    const made = Array.from({ length: 99 }, (_, index) => ({
      ...(index % 9 === 4 ? worse : last),
      name: `SMOTE ${index + 1}\u202f%`,
      knob_words: `${index + 1}\u202f%, k 5`,
      value: last.value - 0.0004 * index
    }));
    const columns = Array.from({ length: 1000 }, (_, index) => ({
      name: `column_${String(index).padStart(4, '0')}`,
      kind: ['int', 'float', 'category'][index % 3]
    }));
    const left_out = columns.slice(400, 520).map(one => one.name);
    const facts = { ...state.facts, columns: [...state.facts.columns, ...columns], left_out };
    return { ...state, step: 'compare', runs: [none, ...made], facts, shown: 'SMOTE 5\u202f%' };
  }

  function longKnobs(state) {
    const text = 'a_parameter_with_a_name_that_is_longer_than_any_column';
    const knob = (name, more) => ({
      ...{ name, low: 0, high: null, choices: null, soft: null, help: '', default: 1, integer: true },
      ...more
    });
    const choices = ['regular', 'a choice with a very long name that does not fit into the menu', 'svm'];
    const knobs = [knob(text), knob('variant', { choices, default: choices[1] }), knob('x'.repeat(60))];
    const strategies = state.strategies.map(one =>
      one.key === 'smote' ? { ...one, label: 'SMOTE_'.repeat(9), sentence: 'A_long_word_'.repeat(12), knobs } : one
    );
    return { ...state, step: 'rebalance', strategies, sentence: sentenceOf(state.runs[4], state.runs[0]) };
  }
}
