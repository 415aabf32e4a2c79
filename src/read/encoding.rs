//! Bytes to text: UTF-8, UTF-16 with its mark, what old programs of Windows write for documents, and a plain word
//! where it is none of these.

use encoding_rs::{BIG5, Encoding, GB18030, WINDOWS_1252};

use crate::diagnostic::Diagnostic;
use crate::source::Place;

/// The text of a file, without the mark that some programs put in front of it.
///
/// # Errors
/// A plain sentence where the bytes are no text.
pub(crate) fn text(bytes: &[u8]) -> Result<String, String> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => utf8(bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes)),
    }
}

/// The text of a document that an old program may have saved, with a word on it where it did.
///
/// # Errors
/// A plain sentence where the bytes are no text.
pub(super) fn document(bytes: &[u8]) -> Result<(String, Option<Diagnostic>), String> {
    let refusal = match text(bytes) {
        Ok(text) => return Ok((text, None)),
        Err(refusal) => refusal,
    };
    let old = [chinese(bytes), traditional(bytes), western(bytes)].into_iter().flatten();
    let read = |(encoding, name): (&'static Encoding, &str)| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?.into_owned();
        let message = format!("the file is not saved as UTF-8, so it was read as {name}");
        let help = "look whether its letters and quotation marks are right, and save it as UTF-8 the next time";
        Some((text, Some(Diagnostic::advice("import/encoding", Place::default(), message).help(help))))
    };
    old.filter_map(read).next().ok_or(refusal)
}

type Named = Option<(&'static Encoding, &'static str)>;

/// How many in a hundred pairs of bytes must stand for common characters.
const NEARLY_ALL: usize = 95;
/// How many must show which language they are of; in Chinese scripts it is about a third.
const SOME: usize = 10;

/// What Chinese programs of old Windows write: its common characters have both bytes high. Those of Korean have, too,
/// but none of them begins with a byte as late as many Chinese ones do. English of such programs has only their marks.
fn chinese(bytes: &[u8]) -> Named {
    let common = |first: u8, second: u8| matches!(first, 0xa1..=0xa3 | 0xb0..=0xf7) && second >= 0xa1;
    let late = |first: u8, _: u8| matches!(first, 0xc9..=0xd7);
    let mark = |first: u8, second: u8| first == 0xa1 && matches!(second, 0xaa | 0xad..=0xb1);
    let told = share(bytes, common) >= NEARLY_ALL && share(bytes, late) >= SOME || share(bytes, mark) == 100;
    told.then_some((GB18030, "Chinese text of old Windows programs (GB18030)"))
}

/// What programs in Taiwan and Hong Kong wrote: its common characters stand in the first half of the table, and many
/// of them have a low second byte.
fn traditional(bytes: &[u8]) -> Named {
    let common = |first: u8, second: u8| matches!(first, 0xa1..=0xc6) && matches!(second, 0x40..=0x7e | 0xa1..=0xfe);
    let low = |_: u8, second: u8| matches!(second, 0x40..=0x7e);
    let told = share(bytes, common) >= NEARLY_ALL && share(bytes, low) >= SOME;
    told.then_some((BIG5, "traditional Chinese text of old programs (Big5)"))
}

/// How many in a hundred pairs that begin with a high byte are of a sort; 0 where there are hardly any.
fn share(bytes: &[u8], sort: impl Fn(u8, u8) -> bool) -> usize {
    let (mut pairs, mut good, mut at) = (0_usize, 0_usize, 0);
    while let Some(&first) = bytes.get(at) {
        at += 1;
        if first < 0x80 {
            continue;
        }
        let second = bytes.get(at).copied().unwrap_or_default();
        // Rare characters take four bytes, of which the second is a digit.
        let rare = second.is_ascii_digit();
        at += if rare { 3 } else { 1 };
        pairs += usize::from(!rare);
        good += usize::from(sort(first, second));
    }
    if pairs < 2 { 0 } else { good * 100 / pairs }
}

/// What Western programs of old Windows write: now and then a letter with an accent, a curly mark or a sign.
fn western(bytes: &[u8]) -> Named {
    let sign = |byte: u8| {
        matches!(byte, 0x80 | 0x82 | 0x84 | 0x85 | 0x91..=0x97 | 0x99 | 0xa0 | 0xa1 | 0xa3 | 0xa7 | 0xa9 | 0xab)
            || matches!(byte, 0xae | 0xb0 | 0xb4 | 0xb7 | 0xbb | 0xbd | 0xbf..=0xff)
    };
    let high = bytes.iter().filter(|&&byte| byte >= 0x80).count();
    let known = bytes.iter().all(|&byte| matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | b' '..=b'~') || sign(byte));
    // Marks of Chinese programs begin with what would be `¡` here.
    let marks = bytes.windows(2).any(|pair| matches!(pair, [0xa1, 0x80..=0xff]));
    (known && !marks && high * 4 <= bytes.len())
        .then_some((WINDOWS_1252, "Western text of old Windows programs (Windows-1252)"))
}

fn utf8(bytes: &[u8]) -> Result<String, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count() + 1;
        format!("line {line} has characters that are not Unicode text: save the file as UTF-8 (in Word: plain text, Unicode)")
    })?;
    if text.contains('\0') {
        return Err("this is not a text file: save it as plain text (UTF-8)".to_string());
    }
    Ok(text.to_string())
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, String> {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units)
        .collect::<Result<String, _>>()
        .map_err(|_| "the file is marked as UTF-16 and is not: save it as UTF-8".to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_common_encoding_is_read_and_noise_is_refused() {
        let utf16: Vec<u8> = "\u{feff}say 你好".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&utf16).as_deref(), Ok("say 你好"));
        assert_eq!(text("\u{feff}say".as_bytes()).as_deref(), Ok("say"));
        assert!(text(b"ok\nbad \xe9").is_err_and(|message| message.contains("line 2")));
        assert!(text(b"a\0b").is_err());
    }

    #[track_caller]
    fn reads(words: &str, encoding: &'static Encoding, name: &str) {
        let (bytes, _, wrong) = encoding.encode(words);
        assert!(!wrong);
        let (text, note) = document(&bytes).expect("text");
        assert_eq!(text, words);
        assert!(note.is_some_and(|note| note.message.contains(name)), "{words}");
    }

    #[test]
    fn what_old_programs_save_is_read_and_said() {
        reads("# 随访\n您好，请问是王女士吗？我是市一医院的护士。", GB18030, "GB18030");
        reads("客服：您好，有什么可以帮您？😀 退款 10 元，“谢谢”。", GB18030, "GB18030");
        reads("Agent: “I’m sorry to hear that…” — and wait.", GB18030, "GB18030");
        reads("# 回訪\n您好，請問是王女士嗎？我是醫院的護理師。", BIG5, "Big5");
        reads("客服：我們的工程師明天會再打給您，謝謝您的等候。", BIG5, "Big5");
        reads(
            "Agent: “I’m sorry – your visit can’t be today.” It costs £10 … naïve café.",
            WINDOWS_1252,
            "Windows-1252",
        );
        reads("Zoé Müller à l’écoute: ¿Cómo está?", WINDOWS_1252, "Windows-1252");
    }

    #[test]
    fn what_cannot_be_told_is_refused() {
        let (russian, ..) = encoding_rs::WINDOWS_1251.encode("Здравствуйте, это служба поддержки.");
        let (polish, ..) =
            encoding_rs::ISO_8859_2.encode("Dzień dobry, czy mogę zająć chwilę? Proszę o cierpliwość, łączę.");
        let (japanese, ..) = encoding_rs::SHIFT_JIS.encode("お電話ありがとうございます。どうぞよろしく。");
        let (korean, ..) = encoding_rs::EUC_KR.encode("안녕하세요, 고객센터입니다. 무엇을 도와드릴까요?");
        let (english, ..) = BIG5.encode("Agent: “Your visit can’t be today.”");
        for bytes in
            [&*russian, &*polish, &*japanese, &*korean, &*english, &[0xff, 0x00, 0x41, 0xe9], b"a\x01\xe9 b c d e"]
        {
            assert!(document(bytes).is_err(), "{:?}", document(bytes));
        }
    }
}
