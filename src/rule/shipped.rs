//! The packs, word lists and cues that come with the program.

use crate::shipped::{Shipped, shipped};

/// Every pack, in the order in which they are listed.
pub static PACKS: &[Shipped] = &[
    shipped!("core", "core"),
    shipped!("speech", "speech"),
    shipped!("structure", "structure"),
    shipped!("zh", "zh"),
    shipped!("us-calls", "us-calls"),
    shipped!("us-health", "us-health"),
    shipped!("us-collections", "us-collections"),
    shipped!("us-telemarketing", "us-telemarketing"),
    shipped!("us-medicare", "us-medicare"),
    shipped!("uk", "uk"),
    shipped!("eu", "eu"),
    shipped!("payments", "payments"),
    shipped!("series", "series"),
    shipped!("journey", "journey"),
];

/// Every word list.
pub(crate) static WORDS: &[Shipped] = &[
    shipped!("blame-en", "words/blame-en"),
    shipped!("buzzwords-en", "words/buzzwords-en"),
    shipped!("company-en", "words/company-en"),
    shipped!("insurance-en", "words/insurance-en"),
    shipped!("medical-en", "words/medical-en"),
    shipped!("plain-en", "words/plain-en"),
    shipped!("plain-zh", "words/plain-zh"),
    shipped!("promises-en", "words/promises-en"),
    shipped!("promises-zh", "words/promises-zh"),
    shipped!("rude-zh", "words/rude-zh"),
    shipped!("service-en", "words/service-en"),
    shipped!("shirking-zh", "words/shirking-zh"),
    shipped!("stigma-en", "words/stigma-en"),
    shipped!("terms-zh", "words/terms-zh"),
    shipped!("wordy-en", "words/wordy-en"),
];

/// Every file of cues.
pub(crate) static CUES: &[Shipped] = &[
    shipped!("core", "cues/core"),
    shipped!("law", "cues/law"),
    shipped!("speech", "cues/speech"),
    shipped!("zh", "cues/zh"),
];

/// The pack that series of calls are held against; single scripts have nothing of it.
pub const SERIES: &str = "series";

/// The packs that every script is held against, whatever it says about the call.
pub const ALWAYS: [&str; 4] = ["core", "speech", "structure", "payments"];

/// The packs that other files than scripts are held against; scripts have them only where they name them.
pub(crate) const NOT_SCRIPTS: [&str; 2] = [SERIES, "journey"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    #[test]
    fn what_was_read_when_the_program_was_built_is_what_the_files_say() {
        for file in PACKS.iter().chain(WORDS).chain(CUES) {
            let read = crate::yaml::tree(&Source::new(file.name, file.text), 0, &[]);
            assert!(read.diagnostics.is_empty(), "{}: {:?}", file.name, read.diagnostics);
            assert_eq!(format!("{:?}", file.tree().node), format!("{:?}", read.node), "{}", file.name);
        }
    }

    #[test]
    fn every_file_in_the_folder_is_shipped() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
        for (folder, list) in [("", PACKS), ("words", WORDS), ("cues", CUES)] {
            let mut there: Vec<String> = std::fs::read_dir(root.join(folder))
                .into_iter()
                .flatten()
                .flatten()
                .filter_map(|entry| entry.file_name().to_string_lossy().strip_suffix(".yaml").map(str::to_string))
                // What guesses kinds and feelings lives beside the cues, and is read by other code.
                .filter(|name| !name.starts_with("infer"))
                .collect();
            let mut named: Vec<String> = list.iter().map(|file| file.name.to_string()).collect();
            there.sort();
            named.sort();
            assert_eq!(there, named, "rules/{folder}");
        }
    }
}
