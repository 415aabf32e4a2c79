// Words that would like to be more than words, in every place of a script that holds words.
export const HOSTILE = [
  '<script>window.__ran=1</script>',
  '</script><script>window.__ran=2</script>',
  '"><img src=x onerror=window.__ran=3>',
  "'><svg/onload=window.__ran=4>",
  '<!--<script>window.__ran=5',
  '<a href="javascript:window.__ran=6">x</a>',
  '</style><style>*{display:none}</style>',
  '&lt;b&gt; &amp; &#60;i&#62;',
  '<iframe srcdoc="<script>parent.__ran=7</script>"></iframe>',
  '${window.__ran=8}',
  '__proto__',
  '\\u003cscript\\u003ewindow.__ran=9\\u003c/script\\u003e',
  ']]><x>',
  '<meta http-equiv=refresh content=0>',
];

const block = (text, indent) => '|\n' + ' '.repeat(indent) + text;

export function hostileScript() {
  const all = HOSTILE.join(' ');
  const at = indent => block(all, indent);
  return `script: ${at(2)}
version: ${at(2)}
owner: ${at(2)}
goal: ${at(2)}
blanks:
  b: {from: record}
  c: {from: customer}
segments:
  - id: a
    title: ${at(6)}
    stage: ${at(6)}
    say: |
      ${all} {{ b }} {{ c }}
    must_say:
      text: ${at(8)}
      why: ${at(8)}
      approved_by: ${at(8)}
    note: ${at(6)}
    coach: ${at(6)}
    ask: ${at(6)}
    if_asked:
      - hear: ${at(10)}
        say: ${at(10)}
    answers:
      - hear: ${at(10)}
        say: ${at(10)}
        ask: ${at(10)}
        note: ${at(10)}
  - id: open
    ask: ${at(6)}
    fills: c
    teach_back: ${at(6)}
    compared_with: ${at(6)}
  - id: pick
    choice:
      about: ${at(8)}
      ask: ${at(8)}
      recommend: x
      because: ${at(8)}
      if_unsure: ${at(8)}
      options:
        - pick: x
          tell: ${at(12)}
          say: ${at(12)}
        - pick: ${at(12)}
  - id: list
    ask_in_order:
      - ask: ${at(10)}
        answers:
          - hear: ${at(14)}
            say: ${at(14)}
  - id: bye
    say_any:
      - ${at(8)}
    then: end as done
anytime:
  - when: ${at(6)}
    say: ${at(6)}
outcomes:
  done: ${at(4)}
after_call:
  - ${at(4)}
`;
}
