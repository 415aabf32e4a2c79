//! Nothing lost: links, permissions, line endings, a full disk, a folder that cannot be written in; and nothing printed
//! that fools a terminal.
#![cfg(unix)]

use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::tool::run_in;

const TOOL: &str = env!("CARGO_BIN_EXE_callcraft");

/// A call whose order is worth a change, and with a blank that `--fix` declares.
const CALL: &str = "# mine\nscript: Late book\nsegments:\n  - feels: very pleasant\n    say: Your book came in, {{ first_name }}.\n  \
                    - feels: very painful\n    say: There is a fine of two pounds.\n  - feels: pleasant\n    say: We took it off.\n";

/// The runs that change `call.yaml`.
const CHANGES: [&[&str]; 4] = [
    &["design", "--write", "--even-so", "call.yaml"],
    &["lint", "--fix", "--unsafe", "call.yaml"],
    &["approve", "call.yaml", "--by", "Ana", "--until", "2030-01-01"],
    &["render", "scripts.yaml", "--to", "text", "--force", "-o", "call.yaml"],
];

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("scripts.yaml"), CALL).unwrap();
    std::fs::write(folder.path().join("call.yaml"), CALL).unwrap();
    folder
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    for change in CHANGES {
        let (here, elsewhere) = (folder(), tempfile::tempdir().unwrap());
        let target = elsewhere.path().join("call.yaml");
        std::fs::write(&target, CALL).unwrap();
        std::fs::remove_file(here.path().join("call.yaml")).unwrap();
        symlink(&target, here.path().join("call.yaml")).unwrap();
        let done = run_in(here.path(), change);
        assert_eq!(done.code, 2, "{change:?}: {}{}", done.out, done.err);
        assert!(done.err.contains("leads out of its folder; nothing was written"), "{change:?}: {}", done.err);
        assert_eq!(text(&target), CALL, "{change:?}");
    }
}

#[test]
fn a_link_inside_the_folder_stays_a_link() {
    for change in CHANGES {
        let here = folder();
        std::fs::rename(here.path().join("call.yaml"), here.path().join("real.yaml")).unwrap();
        symlink("real.yaml", here.path().join("call.yaml")).unwrap();
        let done = run_in(here.path(), change);
        assert!(done.code < 2, "{change:?}: {}", done.err);
        assert_ne!(text(&here.path().join("real.yaml")), CALL, "{change:?}");
        assert!(std::fs::symlink_metadata(here.path().join("call.yaml")).unwrap().is_symlink(), "{change:?}");
    }
}

#[test]
fn permissions_line_ends_and_the_mark_at_the_beginning_stay() {
    for change in CHANGES {
        for mode in [0o600, 0o640, 0o755] {
            let here = folder();
            let path = here.path().join("call.yaml");
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            assert!(run_in(here.path(), change).code < 2, "{change:?}");
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, mode, "{change:?}");
        }
    }
    for change in &CHANGES[..3] {
        let here = folder();
        let path = here.path().join("call.yaml");
        let windows = CALL.replace('\n', "\r\n");
        std::fs::write(&path, &windows).unwrap();
        assert!(run_in(here.path(), change).code < 2, "{change:?}");
        let after = text(&path);
        assert_ne!(after, windows, "{change:?}");
        assert_eq!(after.matches('\n').count(), after.matches("\r\n").count(), "{change:?}: {after:?}");
    }
    let here = folder();
    let path = here.path().join("call.yaml");
    std::fs::write(&path, format!("\u{feff}{CALL}")).unwrap();
    assert_eq!(run_in(here.path(), CHANGES[0]).code, 0);
    assert!(text(&path).starts_with("\u{feff}# mine"), "{:?}", text(&path));
}

/// Runs a change where the folder `room` is mounted in this way; nothing where this machine lets nobody mount.
fn mounted(here: &Path, mount: &str, change: &[&str]) -> Option<Output> {
    let script = format!(
        "{mount} || exit 99; cd room; cp ../call.yaml ../scripts.yaml . 2>/dev/null; \"$@\"; echo \"code $?\"; cmp call.yaml ../call.yaml && ls -A"
    );
    let output = Command::new("unshare")
        .args(["-rm", "sh", "-c", &script, "sh", TOOL])
        .args(change)
        .current_dir(here)
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let is_mounted = output.status.code() != Some(99) && String::from_utf8_lossy(&output.stdout).contains("code");
    if !is_mounted {
        eprintln!("note: nothing was tried, because nothing can be mounted here");
    }
    is_mounted.then_some(output)
}

/// Holds that a change said why it could not be, and that everything is as it was.
fn refused(output: &Output, why: &str, change: &[&str]) {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(out.contains("code 2"), "{change:?}: {out}{err}");
    assert!(err.contains(why) && err.contains("nothing was changed"), "{change:?}: {out}{err}");
    assert!(output.status.success(), "{change:?} leaves the file as it was: {out}{err}");
    assert!(!out.contains(".callcraft-"), "{change:?} leaves nothing behind: {out}");
}

#[test]
fn a_full_disk_says_so_and_changes_nothing() {
    for change in CHANGES {
        let here = folder();
        std::fs::create_dir(here.path().join("room")).unwrap();
        // Room for the two files, four kilobytes each, and for nothing more.
        let mount = "mount -t tmpfs -o size=8k tmpfs room";
        let Some(output) = mounted(here.path(), mount, change) else { return };
        refused(&output, "the disk is full", change);
    }
}

#[test]
fn a_folder_that_cannot_be_written_in_says_so_and_changes_nothing() {
    for change in CHANGES {
        let here = folder();
        let room = here.path().join("room");
        std::fs::create_dir(&room).unwrap();
        std::fs::write(room.join("call.yaml"), CALL).unwrap();
        std::fs::write(room.join("scripts.yaml"), CALL).unwrap();
        let mount = "mount --bind room room && mount -o remount,bind,ro room";
        let Some(output) = mounted(here.path(), mount, change) else { return };
        refused(&output, "the folder is read-only", change);
        assert_eq!(text(&room.join("call.yaml")), CALL);
    }
}

#[test]
fn a_result_that_does_not_arrive_is_no_success() {
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else { return };
    let here = folder();
    let done = Command::new(TOOL)
        .args(["render", "call.yaml", "--to", "text"])
        .current_dir(here.path())
        .stdout(full)
        .output()
        .unwrap();
    let err = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.code() == Some(2) && err.contains("the disk is full"), "{err}");
}

/// Words that set the title, clear the screen, ring, and turn the direction of writing.
const FOOL: &str = r#""\e]0;PWNED\a\e[2J\x9b31m\u202ex""#;

/// A script that says them wherever it can, with nothing wrong in it, and one with mistakes.
fn fooling(folder: &Path) {
    let good = format!(
        "script: {FOOL}\nversion: {FOOL}\ngoal: {FOOL}\nblanks:\n  first_name: {FOOL}\nsegments:\n  - id: a\n    title: {FOOL}\n    \
         stage: {FOOL}\n    feels: pleasant\n    say: {FOOL}\n    note: {FOOL}\n    ask: {FOOL}\n    answers:\n      - hear: {FOOL}\n        \
         say: {FOOL}\n        then: end as done\n      - hear: No\n  - id: b\n    title: {FOOL}\n    feels: pleasant\n    say: {FOOL}\n  \
         - id: c\n    title: {FOOL}\n    feels: very painful\n    must_say: {{text: {FOOL}, why: {FOOL}, approved_by: {FOOL}}}\n    \
         choice: {{about: {FOOL}, ask: {FOOL}, options: [{{pick: {FOOL}, say: {FOOL}}}, {{pick: x}}]}}\noutcomes: {{done: {FOOL}}}\n"
    );
    std::fs::write(folder.join("good.yaml"), &good).unwrap();
    std::fs::write(
        folder.join("bad.yaml"),
        good.replace("    note:", &format!("    after: {FOOL}\n    {FOOL}: x\n    note:")),
    )
    .unwrap();
    std::fs::write(
        folder.join("raw.md"),
        "# Hi \u{1b}]0;PWNED\u{7}\n\nHello \u{1b}[2J \u{9b}31m \u{202e}this is Ana.\n",
    )
    .unwrap();
    let pack = format!(
        "pack: own\ntitle: {FOOL}\nversion: 1\nstatus: practice\nrules:\n  - id: x\n    level: warning\n    area: wording\n    message: {FOOL}\n    \
         why: {FOOL}\n    source: Us 2026 {}\n    evidence: practice\n    words: [PWNED]\n    bad: [PWNED.]\n    good: [Hello.]\n",
        FOOL.trim_matches('"')
    );
    std::fs::write(
        folder.join("own.yaml"),
        pack.replace("source: Us 2026 ", "source: \"Us 2026 ").replace("x\n    evidence", "x\"\n    evidence"),
    )
    .unwrap();
    let series = format!(
        "series: {FOOL}\nday_zero: {FOOL}\ncalls:\n  - id: a\n    title: {FOOL}\n    script: good.yaml\n    when: 1 to 2 days after day zero\n"
    );
    std::fs::write(folder.join("series.yaml"), series).unwrap();
    let journey = format!(
        "journey: {FOOL}\npersonas: [{{who: {FOOL}}}]\ntouchpoints:\n  - touchpoint: {FOOL}\n    feels: painful\n"
    );
    std::fs::write(folder.join("journey.yaml"), journey).unwrap();
}

/// Every verb that prints words of files.
const PRINT: &[&str] = &[
    "lint bad.yaml good.yaml raw.md --pack own.yaml",
    "lint -f line bad.yaml good.yaml raw.md --pack own.yaml",
    "lint -f json bad.yaml good.yaml",
    "lint -f github bad.yaml good.yaml",
    "lint -f audit good.yaml",
    "lint --diff --unsafe bad.yaml",
    "design good.yaml",
    "design bad.yaml",
    "design --format json good.yaml",
    "design --diff --even-so good.yaml",
    "design --steps 2 good.yaml",
    "design --to html good.yaml",
    "render good.yaml --to text",
    "render good.yaml --to markdown",
    "render good.yaml --to lines",
    "render good.yaml --to page",
    "render raw.md --to text",
    "walk --test good.yaml --paths 3",
    "walk good.yaml",
    "walk --seat agent good.yaml",
    "import raw.md",
    "rules --pack own.yaml",
    "explain own/x --pack own.yaml",
    "test-rules own.yaml",
    "series series.yaml --start 2026-12-01",
    "journey journey.yaml",
    "approve good.yaml --by Ana --until 2030-01-01 --diff",
    "good.yaml",
];

#[test]
fn nothing_that_is_printed_fools_a_terminal() {
    let here = tempfile::tempdir().unwrap();
    fooling(here.path());
    let mut seen = 0;
    for line in PRINT {
        // A terminal of its own, which is what util-linux's `script` is for.
        let output = Command::new("script")
            .args(["-qec", &format!("{TOOL} {line}"), "/dev/null"])
            .current_dir(here.path())
            .env("CALLCRAFT_OPEN", "no")
            .env("TERM", "xterm")
            .stdin(Stdio::null())
            .output();
        let Ok(output) = output else { return eprintln!("note: nothing was tried, because there is no `script`") };
        let shown = String::from_utf8_lossy(&output.stdout);
        seen += usize::from(shown.contains("PWNED"));
        for sign in ["\u{1b}]", "\u{1b}[2J", "\u{7}", "\u{9b}", "\u{202e}"] {
            assert!(!shown.contains(sign), "`{line}` prints {sign:?}: {shown:?}");
        }
    }
    assert!(seen * 4 > PRINT.len() * 3, "the words themselves are shown: {seen} of {}", PRINT.len());
}
