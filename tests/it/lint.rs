//! `lint` as a user meets it: forms of report, places, settings, what is allowed, what is mended.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::golden::{fixtures, same};
use crate::tool::{Run, run_in};

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn lint(folder: &Path, args: &[&str]) -> Run {
    let mut all = vec!["lint", "--on", "2026-11-24"];
    all.extend(args);
    run_in(folder, &all)
}

const BLAME: &str = "script: x\nsegments:\n  - feels: neutral\n    say: |\n      You failed to pay.\n";

#[test]
fn every_form_of_report_has_its_golden_file() {
    let here = fixtures("lint");
    for form in ["human", "line", "json", "sarif", "github", "gitlab", "junit", "checkstyle", "audit"] {
        let run = lint(&here, &["--no-config", "-f", form, "router.yaml", "desk.md"]);
        assert_eq!(run.code, 1, "{form}: {}", run.err);
        let version = env!("CARGO_PKG_VERSION");
        same(&here.join(format!("report.{form}.txt")), &run.out.replace(version, "VERSION"));
    }
}

#[test]
fn the_hurried_scripts_give_the_findings_of_their_golden_file() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = lint(root, &["--no-config", "-f", "line", "scripts"]);
    same(&fixtures("lint").join("hurried.line.txt"), &run.out);
}

#[test]
fn the_designed_scripts_are_clean() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = lint(root, &["--no-config", "--fail-on", "advice", "-f", "line", "scripts/designed"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""));
}

/// Lines of Markdown in which `⟦glimmer⟧` must be found and `glimmer` must not.
const MARKED: &str = "---\ntitle: glimmer\n---\n\n# A ⟦glimmer⟧ of hope\n\n⟦glimmer⟧ `glimmer` and ⟦Glimmer⟧, [a ⟦glimmer⟧](https://x.test/glimmer) \
<https://y.test/glimmer>\n\n*⟦glimmer⟧* **⟦glimmer⟧** part*glimmer*ed\n\n👩‍⚕️ cafe\u{301} 您好 ⟦glimmer⟧ &amp; ⟦glimmer⟧ \\*⟦glimmer⟧\\*\n\n\
<!-- glimmer -->\n\n- one\n  ⟦glimmer⟧\n  - ⟦glimmer⟧\n\n> *Note:* ⟦glimmer⟧\n\n| a | b |\n|---|---|\n| ⟦glimmer⟧ | x |\n\n```\nglimmer\n```\n\n\x20   glimmer\n\nhard\\\n\t⟦glimmer⟧ <b title=\"glimmer\">⟦glimmer⟧</b>\n\nAgent: ⟦glimmer⟧\nCustomer: glimmer\n\nlast ⟦glimmer⟧";

const PACK: &str = "pack: own\ntitle: own\nversion: 1\nstatus: practice\nrules:\n  - id: glimmer\n    level: warning\n    area: wording\n    \
message: found\n    why: a test\n    source: a test 2026\n    evidence: practice\n    words: [glimmer]\n    bad: [A glimmer.]\n    good: [A light.]\n";

/// The text without marks, and the line and column of each marked word.
fn unmarked(text: &str) -> (String, Vec<(usize, usize)>) {
    let (mut plain, mut places, mut line, mut column) = (String::new(), Vec::new(), 1, 1);
    for c in text.chars() {
        match c {
            '⟦' => places.push((line, column)),
            '⟧' => {}
            c => {
                plain.push(c);
                column += 1;
                if c == '\n' {
                    (line, column) = (line + 1, 1);
                }
            }
        }
    }
    (plain, places)
}

fn places(run: &Run) -> Vec<(usize, usize)> {
    let number = |part: Option<&str>| part.and_then(|part| part.parse().ok()).unwrap_or(0);
    let place = |line: &str| {
        let mut parts = line.split(':').skip(1);
        (number(parts.next()), number(parts.next()))
    };
    run.out.lines().map(place).collect()
}

#[test]
fn places_in_markdown_are_exact_under_every_line_end() {
    let (plain, wanted) = unmarked(MARKED);
    for end in ["\n", "\r\n"] {
        let there = folder(&[("own.yaml", PACK), ("t.md", &plain.replace('\n', end))]);
        let run = lint(there.path(), &["--pack", "own.yaml", "--select", "own", "-f", "line", "t.md"]);
        assert_eq!(places(&run), wanted, "{}", run.out);
    }
}

#[test]
fn places_in_yaml_are_exact_in_every_way_of_writing() {
    let text = "script: x\nsegments:\n  - say: |\n      One ⟦glimmer⟧ 👩‍⚕️ ⟦glimmer⟧\n      and\n\n      cafe\u{301} ⟦glimmer⟧.\n  - say: >\n      A ⟦glimmer⟧\n      \
folded ⟦glimmer⟧\n  - say: \"é \\\"⟦glimmer⟧\\\" \\u4f60 ⟦glimmer⟧\"\n  - say: 'it''s a ⟦glimmer⟧'\n  - say: plain ⟦glimmer⟧\n    note: glimmer\n    \
must_say: a ⟦glimmer⟧\n    answers:\n      - hear: glimmer\n        say: a ⟦glimmer⟧\n    ask: What glimmers?\n";
    let (plain, wanted) = unmarked(text);
    for end in ["\n", "\r\n"] {
        let there = folder(&[("own.yaml", PACK), ("t.yaml", &plain.replace('\n', end))]);
        let run = lint(there.path(), &["--pack", "own.yaml", "--select", "own", "-f", "line", "t.yaml"]);
        let found: Vec<(usize, usize)> = places(&run);
        assert_eq!(found, wanted, "{}", run.out);
    }
}

#[test]
fn what_is_misspelt_never_passes_silently() {
    let there = folder(&[
        ("a.yaml", BLAME),
        ("bad.toml", "[levles]\n"),
        ("bad2.toml", "[levels]\n\"speech/blaem\" = \"off\"\n"),
    ]);
    for (args, word) in [
        (&["nowhere"][..], "no file or folder"),
        (&["--select", "speech/blaem", "a.yaml"], "speech/blame"),
        (&["--skip", "speach", "a.yaml"], "speech"),
        (&["--pack", "us-helth", "a.yaml"], "us-health"),
        (&["-f", "sarfi", "a.yaml"], "sarif"),
        (&["--fail-on", "eror", "a.yaml"], "error, warning"),
        (&["--config", "bad.toml", "a.yaml"], "bad.toml:1"),
        (&["--config", "bad2.toml", "a.yaml"], "speech/blame"),
        (&["--baseline", "none.json", "a.yaml"], "none.json"),
        (&["--unsafe", "a.yaml"], "--fix"),
        (&["--changed=HEAD", "a.yaml"], "git"),
        (&["-f", "json", "-f", "line", "a.yaml"], "give each but one a file"),
    ] {
        let run = lint(there.path(), args);
        assert_eq!(run.code, 2, "{args:?}: {}{}", run.out, run.err);
        assert!(run.err.contains(word), "{args:?}: {}", run.err);
    }
}

#[test]
fn exits_follow_the_level_that_counts() {
    let there = folder(&[("a.yaml", BLAME)]);
    let code = |args: &[&str]| lint(there.path(), &[&["--select", "speech/blame", "a.yaml"], args].concat()).code;
    assert_eq!(code(&[]), 1);
    assert_eq!(code(&["--fail-on", "error"]), 0);
    assert_eq!(code(&["--fail-on", "never"]), 0);
    assert_eq!(code(&["--fail-on", "never", "--max-warnings", "0"]), 1);
    assert_eq!(code(&["--fail-on", "never", "--max-warnings", "1"]), 0);
    let clean = lint(there.path(), &["--skip", "speech,core,structure", "a.yaml"]);
    assert_eq!(clean.code, 0, "{}", clean.out);
}

#[test]
fn the_settings_are_found_by_walking_up() {
    let there = folder(&[
        ("callcraft.toml", "exclude = [\"old/**\"]\n[levels]\n\"speech/blame\" = \"error\"\ncore = \"off\"\n"),
        ("deep/down/a.yaml", BLAME),
        ("deep/down/old/b.yaml", BLAME),
    ]);
    let run = lint(&there.path().join("deep/down"), &["-f", "line", "--select", "speech/blame"]);
    assert_eq!(run.out.lines().count(), 1, "{}{}", run.out, run.err);
    assert!(run.out.lines().all(|line| line.contains("error[speech/blame]")), "{}", run.out);
    let run = lint(there.path(), &["-f", "line", "--select", "speech/blame,core", "deep"]);
    assert!(run.out.lines().all(|line| line.contains("speech/blame")), "{}", run.out);
}

#[test]
fn folders_leave_out_what_git_leaves_out_and_what_is_no_script() {
    let there = folder(&[
        (".gitignore", "old/\n"),
        ("old/a.yaml", BLAME),
        ("a.yaml", BLAME),
        ("pack.yaml", PACK),
        ("README.md", "You failed to read this.\n"),
        ("other.yaml", "jobs:\n  - say: You failed.\n"),
        ("b.md", "You failed to pay.\n"),
    ]);
    let run = lint(there.path(), &["-f", "line", "--select", "speech/blame"]);
    let names: Vec<&str> = run.out.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(names, ["a.yaml", "b.md"], "{}", run.err);
    let named = lint(there.path(), &["-f", "line", "--select", "speech/blame", "README.md"]);
    assert_eq!(named.out.lines().count(), 1);
}

#[test]
fn the_baseline_lets_old_findings_stand_and_new_ones_count() {
    let there = folder(&[("a.yaml", BLAME)]);
    let args = ["--select", "speech/blame", "--baseline", "known.json", "a.yaml"];
    assert_eq!(lint(there.path(), &[&args[..], &["--update-baseline"]].concat()).code, 0);
    assert_eq!(lint(there.path(), &args).code, 0);
    let longer = format!("# moved\n{BLAME}  - say: |\n      You failed to call.\n");
    std::fs::write(there.path().join("a.yaml"), longer).unwrap();
    let run = lint(there.path(), &[&args[..], &["-f", "line"]].concat());
    assert_eq!((run.code, run.out.lines().count()), (1, 1), "{}", run.out);
    std::fs::write(there.path().join("a.yaml"), "script: x\nsegments:\n  - say: |\n      Good.\n").unwrap();
    let run = lint(there.path(), &args);
    assert!(run.err.contains("--prune"), "{}", run.err);
    assert_eq!(lint(there.path(), &[&args[..], &["--prune"]].concat()).code, 0);
    assert!(!std::fs::read_to_string(there.path().join("known.json")).unwrap().contains("speech/blame"));
}

#[test]
fn what_is_allowed_needs_a_reason_and_a_use() {
    let allowed = format!("{BLAME}allow:\n  - rule: speech/blame\n    because: read out from a letter\n");
    let unused =
        "script: x\nsegments:\n  - say: |\n      Good.\nallow:\n  - rule: speech/blame\n    because: no reason\n";
    let unknown =
        "script: x\nsegments:\n  - say: |\n      Good.\nallow:\n  - rule: speech/blaem\n    because: no reason\n";
    let bare = "<!-- allow speech/blame -->\n\nYou failed to pay.\n";
    let there = folder(&[("a.yaml", &allowed), ("b.yaml", unused), ("c.yaml", unknown), ("d.md", bare)]);
    let found = |name: &str| lint(there.path(), &["-f", "line", "--skip", "core", name]).out;
    assert!(!found("a.yaml").contains("blame"), "{}", found("a.yaml"));
    assert!(found("b.yaml").contains("lint/unused-allow"), "{}", found("b.yaml"));
    assert!(found("c.yaml").contains("did you mean `speech/blame`"), "{}", found("c.yaml"));
    assert!(found("d.md").contains("lint/allow-without-because"), "{}", found("d.md"));
}

#[test]
fn fixes_keep_the_layout_and_settle_at_once() {
    let text = "# mine\nscript: x\nsegments:\n  - say: |   # bar\n      We utilise   it,\n      UTILISE it.\r\n";
    let there = folder(&[("a.yaml", text)]);
    let args = ["--select", "speech/heavy-word", "a.yaml"];
    let shown = lint(there.path(), &[&args[..], &["--diff", "--unsafe"]].concat());
    assert!(shown.out.contains("+      We use   it,"), "{}{}", shown.out, shown.err);
    assert_eq!(shown.code, 1);
    let read = || std::fs::read_to_string(there.path().join("a.yaml")).unwrap();
    assert_eq!(read(), text);
    lint(there.path(), &[&args[..], &["--fix"]].concat());
    assert_eq!(read(), text, "rewording is not made without --unsafe");
    lint(there.path(), &[&args[..], &["--fix", "--unsafe"]].concat());
    let once = read();
    assert_eq!(once, text.replace("utilise", "use").replace("UTILISE", "use"));
    lint(there.path(), &[&args[..], &["--fix", "--unsafe"]].concat());
    assert_eq!(read(), once);
}

#[test]
fn standard_input_goes_by_its_name() {
    use std::io::Write as _;
    let mut child = Command::new(env!("CARGO_BIN_EXE_callcraft"))
        .args(["lint", "--no-config", "--select", "speech/blame", "-f", "line", "--stdin-name", "x/desk.md", "-"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"You failed to pay.").unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("x/desk.md:1:1: "), "{output:?}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_same_bytes_come_out_on_any_number_of_threads() {
    let texts: Vec<(String, String)> = (0..60)
        .map(|n| (format!("s{n:02}.md"), format!("# Call {n}\n\nYou failed to pay {n}.\n\nWe utilise it.\n")))
        .collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let there = folder(&files);
    let on = |threads: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_callcraft"))
            .args(["lint", "--no-config", "-f", "json"])
            .current_dir(there.path())
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap();
        output.stdout
    };
    let one = on("1");
    assert!(one.len() > 1000);
    assert!(one == on("4"));
}

#[test]
fn several_reports_come_out_of_one_run() {
    let there = folder(&[("a.yaml", BLAME)]);
    let run = lint(
        there.path(),
        &["--select", "speech/blame", "-f", "line", "-f", "sarif:out.sarif", "-f", "junit:out.xml", "a.yaml"],
    );
    assert_eq!(run.out.lines().count(), 1);
    let read = |name: &str| std::fs::read_to_string(there.path().join(name)).unwrap();
    assert!(read("out.sarif").contains("\"2.1.0\""));
    assert!(read("out.xml").contains("<testsuites"));
}

#[test]
fn a_wrong_pack_says_so_with_its_line() {
    let wrong = [
        ("words: [glimmer]", "wrods: [glimmer]", "own.yaml:13"),
        ("words: [glimmer]", "pattern: (?=a)b", "not supported"),
        ("words: [glimmer]", "order: {first: {kind: nwes}, then: {kind: closing}}", "news"),
        ("words: [glimmer]", "requires: {says: law/nothing}", "no cue"),
        ("words: [glimmer]", "measure: {what: sentence_wrods, max: 3}", "sentence_words"),
        ("words: [glimmer]", "wrong_if: {is: a +}", "expression"),
        ("level: warning", "level: loud", "error, warning"),
        ("source: a test 2026", "source: a test", "year"),
        ("    bad: [A glimmer.]\n", "", "bad"),
    ];
    for (old, new, word) in wrong {
        let there = folder(&[("own.yaml", &PACK.replace(old, new)), ("a.md", "x\n")]);
        let run = lint(there.path(), &["--pack", "own.yaml", "a.md"]);
        assert_eq!(run.code, 2, "{new}: {}", run.out);
        assert!(run.err.contains(word) && run.err.contains("own.yaml:"), "{new}: {}", run.err);
    }
}

#[test]
fn a_pack_of_ones_own_is_tested_with_its_lists() {
    let pack = PACK.replace("words: [glimmer]", "words: own-en");
    let list = "words: own-en\nentries:\n  - glimmer -> light\nhit: [A glimmer.]\nmiss: [A glimmering.]\n";
    let there = folder(&[("own.yaml", &pack), ("words/own-en.yaml", list)]);
    let run = run_in(there.path(), &["test-rules", "own.yaml"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    std::fs::write(there.path().join("words/own-en.yaml"), list.replace("glimmering", "glimmer!")).unwrap();
    let run = run_in(there.path(), &["test-rules", "own.yaml"]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert!(run.err.contains("must not"), "{}", run.err);
}

#[test]
fn explain_and_rules_know_every_rule() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let packs = run_in(&root, &["rules"]);
    for pack in callcraft::rule::PACKS {
        assert!(packs.out.contains(pack.name));
        let listed = run_in(&root, &["rules", pack.name]);
        assert_eq!(listed.code, 0);
    }
    let explained = run_in(&root, &["explain", "speech/blame"]);
    for part in ["Why", "Evidence", "Source", "Bad", "Good", "To allow it"] {
        assert!(explained.out.contains(part), "{part}");
    }
}

#[test]
fn a_new_pack_of_own_rules_holds_and_finds() {
    let here =
        folder(&[("call.yaml", "script: x\nsegments:\n  - feels: neutral\n    say: |\n      Read me the passcode.\n")]);
    let made = run_in(here.path(), &["new", "rule", "-o", "Our Rules.yaml"]);
    assert_eq!(made.code, 0, "{}", made.err);
    let again = run_in(here.path(), &["new", "rule", "-o", "Our Rules.yaml"]);
    assert_eq!(again.code, 2, "it is never written over");
    let tested = run_in(here.path(), &["test-rules", "Our Rules.yaml"]);
    assert_eq!(tested.code, 0, "{}{}", tested.out, tested.err);
    let found = lint(here.path(), &["--no-config", "--pack", "Our Rules.yaml", "-f", "line", "call.yaml"]);
    assert!(found.out.contains("our-rules/say-sign-in-code"), "{}{}", found.out, found.err);
}

#[test]
fn options_that_would_do_nothing_are_refused() {
    let here = folder(&[("x.yaml", BLAME)]);
    for args in [&["--stdin-name", "y.yaml", "x.yaml"][..], &["--no-config", "--config", "z.toml", "x.yaml"]] {
        let run = lint(here.path(), args);
        assert_eq!(run.code, 2, "{args:?}: {}", run.out);
    }
}

#[test]
fn headings_and_notes_of_prose_are_not_held_against_what_is_said() {
    let text = "# Additional questions\n\n> Hello, this is Ana from Northlink.\n\n[Determine the amount before you go on.]\n\n> Please \
utilise the form.\n";
    let here = folder(&[("x.md", text)]);
    let run = lint(here.path(), &["--no-config", "-f", "line", "x.md"]);
    assert!(run.out.contains("“utilise”"), "{}", run.out);
    assert!(!run.out.contains("“Additional”") && !run.out.contains("“Determine”"), "{}", run.out);
}

#[test]
fn what_rests_on_a_guess_is_a_level_lower_and_says_so() {
    let ends = |feels: &str| {
        format!(
            "script: x\nsegments:\n  - kind: opening\n    feels: neutral\n    say: Hello, it's Ana.\n  - kind: news\n    feels: pleasant\n    say: It is paid.\n  - kind: news\n    feels: {feels}\n    say: There is a fee.\n"
        )
    };
    let here = folder(&[("sure.yaml", &ends("painful")), ("guess.yaml", &ends("painful  # guess 60%"))]);
    let [sure, guess] = ["sure.yaml", "guess.yaml"].map(|name| lint(here.path(), &[name]).out);
    assert!(sure.contains("warning[core/painful-finish]") && !sure.contains("= guess:"), "{sure}");
    assert!(guess.contains("advice[core/painful-finish]") && guess.contains("= guess:"), "{guess}");
}
