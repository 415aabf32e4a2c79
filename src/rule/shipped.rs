//! The packs, word lists and cues that come with the program.

/// A file of rules that comes with the program.
#[derive(Debug, Clone, Copy)]
pub struct Shipped {
    /// Its name: the file's stem.
    pub name: &'static str,
    /// The file.
    pub text: &'static str,
}

/// Every pack, in the order in which they are listed.
pub static PACKS: &[Shipped] = &[
    Shipped { name: "core", text: include_str!("../../rules/core.yaml") },
    Shipped { name: "speech", text: include_str!("../../rules/speech.yaml") },
    Shipped { name: "structure", text: include_str!("../../rules/structure.yaml") },
    Shipped { name: "zh", text: include_str!("../../rules/zh.yaml") },
    Shipped { name: "us-calls", text: include_str!("../../rules/us-calls.yaml") },
    Shipped { name: "us-health", text: include_str!("../../rules/us-health.yaml") },
    Shipped { name: "us-collections", text: include_str!("../../rules/us-collections.yaml") },
    Shipped { name: "us-telemarketing", text: include_str!("../../rules/us-telemarketing.yaml") },
    Shipped { name: "us-medicare", text: include_str!("../../rules/us-medicare.yaml") },
    Shipped { name: "uk", text: include_str!("../../rules/uk.yaml") },
    Shipped { name: "eu", text: include_str!("../../rules/eu.yaml") },
    Shipped { name: "payments", text: include_str!("../../rules/payments.yaml") },
    Shipped { name: SERIES, text: include_str!("../../rules/series.yaml") },
    Shipped { name: "journey", text: include_str!("../../rules/journey.yaml") },
];

/// Every word list.
pub(crate) static WORDS: &[Shipped] = &[
    Shipped { name: "blame-en", text: include_str!("../../rules/words/blame-en.yaml") },
    Shipped { name: "buzzwords-en", text: include_str!("../../rules/words/buzzwords-en.yaml") },
    Shipped { name: "company-en", text: include_str!("../../rules/words/company-en.yaml") },
    Shipped { name: "insurance-en", text: include_str!("../../rules/words/insurance-en.yaml") },
    Shipped { name: "medical-en", text: include_str!("../../rules/words/medical-en.yaml") },
    Shipped { name: "plain-en", text: include_str!("../../rules/words/plain-en.yaml") },
    Shipped { name: "plain-zh", text: include_str!("../../rules/words/plain-zh.yaml") },
    Shipped { name: "promises-en", text: include_str!("../../rules/words/promises-en.yaml") },
    Shipped { name: "promises-zh", text: include_str!("../../rules/words/promises-zh.yaml") },
    Shipped { name: "rude-zh", text: include_str!("../../rules/words/rude-zh.yaml") },
    Shipped { name: "service-en", text: include_str!("../../rules/words/service-en.yaml") },
    Shipped { name: "shirking-zh", text: include_str!("../../rules/words/shirking-zh.yaml") },
    Shipped { name: "stigma-en", text: include_str!("../../rules/words/stigma-en.yaml") },
    Shipped { name: "terms-zh", text: include_str!("../../rules/words/terms-zh.yaml") },
    Shipped { name: "wordy-en", text: include_str!("../../rules/words/wordy-en.yaml") },
];

/// Every file of cues.
pub(crate) static CUES: &[Shipped] = &[
    Shipped { name: "core", text: include_str!("../../rules/cues/core.yaml") },
    Shipped { name: "law", text: include_str!("../../rules/cues/law.yaml") },
    Shipped { name: "speech", text: include_str!("../../rules/cues/speech.yaml") },
    Shipped { name: "zh", text: include_str!("../../rules/cues/zh.yaml") },
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
