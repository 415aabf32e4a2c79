//! Every way in for bytes of strangers, with a short run of changed fixtures from a fixed seed, and every input that once
//! did harm.

mod targets;

use std::path::Path;

use fastrand::Rng;

/// Bits that files of every kind are made of.
const BITS: &[&str] = &[
    "\n",
    "\r\n",
    "\t",
    "\u{feff}",
    "\0",
    "\u{202e}",
    "é",
    "语",
    "🙂",
    "{{",
    "}}",
    "{%",
    "%}",
    "{{ x }}",
    "- ",
    ": ",
    "|",
    ">",
    "&a ",
    "*a",
    "!!",
    "<<: ",
    "#",
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    "---",
    "...",
    "<",
    "</",
    "/>",
    "&amp;",
    "<!--",
    "say: ",
    "ask: ",
    "segments:",
    "then: go to ",
    "only_if: ",
    "include: x",
    "feels: painful",
    "after: ",
    "first",
    "-1",
    "0",
    "99999999999999999999",
    "1e999",
    "NaN",
    "10 min",
    "50%",
    "=",
    "@",
    ",",
    ";",
    "|||",
    "1. ",
    "# ",
    "- [ ] ",
];

/// Changes some bytes a little: takes out, doubles, flips, puts in, or takes a piece of another.
fn changed(chance: &mut Rng, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = seeds[chance.usize(0..seeds.len())].clone();
    for _ in 0..chance.usize(1..6) {
        let from = chance.usize(0..=bytes.len());
        let to = (from + chance.usize(0..40)).min(bytes.len());
        match chance.usize(0..5) {
            0 => drop(bytes.drain(from..to)),
            1 => {
                let piece = bytes[from..to].to_vec();
                let times = chance.usize(1..8);
                bytes.splice(from..from, piece.repeat(times));
            }
            2 => bytes[from..to].iter_mut().take(1).for_each(|byte| *byte ^= 1 << chance.u8(0..8)),
            3 => drop(bytes.splice(from..from, BITS[chance.usize(0..BITS.len())].bytes())),
            _ => {
                let other = &seeds[chance.usize(0..seeds.len())];
                let start = chance.usize(0..=other.len());
                let piece = other[start..(start + chance.usize(0..200)).min(other.len())].to_vec();
                bytes.splice(from..to, piece);
            }
        }
    }
    bytes
}

/// How many inputs each target is given: a few here, as many as `CALLCRAFT_FUZZED` says where somebody wants to be sure.
fn inputs() -> usize {
    std::env::var("CALLCRAFT_FUZZED").ok().and_then(|count| count.parse().ok()).unwrap_or(8)
}

#[test]
fn changed_fixtures_do_no_harm() {
    for target in targets::TARGETS {
        let seeds = (target.seeds)();
        assert!(!seeds.is_empty(), "{} has something to start from", target.name);
        let mut chance = Rng::with_seed(5);
        for _ in 0..inputs() {
            targets::run(target.name, &changed(&mut chance, &seeds));
        }
    }
}

#[test]
fn what_once_did_harm_does_none() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/fuzzed");
    for target in targets::TARGETS {
        for file in std::fs::read_dir(folder.join(target.name)).into_iter().flatten() {
            targets::run(target.name, &std::fs::read(file.unwrap().path()).unwrap());
        }
    }
}

/// Writes the seeds of the fuzzers into the folder that `CALLCRAFT_SEEDS` names; docs/contributing.md says when.
#[test]
fn seeds_are_written_where_somebody_asks_for_them() {
    let Some(folder) = std::env::var_os("CALLCRAFT_SEEDS") else { return };
    for target in targets::TARGETS {
        let folder = Path::new(&folder).join(target.name);
        std::fs::create_dir_all(&folder).unwrap();
        for (number, seed) in (target.seeds)().iter().enumerate() {
            std::fs::write(folder.join(format!("seed-{number:03}")), seed).unwrap();
        }
    }
}

#[test]
fn every_target_has_its_fuzzer() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let Ok(manifest) = std::fs::read_to_string(folder.join("Cargo.toml")) else { return };
    for target in targets::TARGETS {
        assert!(manifest.contains(&format!("name = \"{}\"", target.name)), "fuzz/Cargo.toml knows {}", target.name);
    }
    assert_eq!(manifest.matches("[[bin]]").count(), targets::TARGETS.len());
}
